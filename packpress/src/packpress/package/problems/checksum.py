"""The ``hash`` of a resource: its algorithm and its digest (Data Resource 2.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping

# algorithm → hexadecimal digits of its digest
HASH_DIGITS: Mapping[str, int] = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}


def read_hash(text: str) -> tuple[str, str]:
    """Returns the algorithm and the digest in lower case; a hash without a prefix is MD5.

    Raises ValueError, with words for a message, if it is not a hash that can be checked.
    """
    prefix, colon, digest = text.rpartition(":")
    algorithm = prefix if colon else "md5"
    if algorithm not in HASH_DIGITS:
        raise ValueError(f'has the algorithm "{algorithm}"; use one of {", ".join(HASH_DIGITS)}, in lower case')
    if not re.fullmatch(rf"[0-9A-Fa-f]{{{HASH_DIGITS[algorithm]}}}", digest):
        raise ValueError(f"is not {algorithm}, which has {HASH_DIGITS[algorithm]} hexadecimal digits")
    return algorithm, digest.lower()
