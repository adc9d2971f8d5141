"""Names of files and anchors from any text: safe on every system and in every address, and never equal by accident."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from packpress.filesystem.file_names import name_fault

_PLAIN = re.compile(r"[A-Za-z0-9._-]*")
_LONGEST = 100
"""How many characters the name of a file may have, before its ending."""
_RESERVED = ("index",)
"""Names of pages that are no rows."""


def anchor(*parts: str) -> str:
    """Returns the id of an element for the parts, with dots between them: ``anchor("unit", "{death}")`` is "unit.~7Bdeath~7D".

    It needs no escapes in an attribute or in an address. Different parts give different ids.
    """
    *first, last = parts
    return ".".join([*(_encode(part).replace(".", "~2E") for part in first), _encode(last)])


def _encode(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    return "".join(c if _PLAIN.fullmatch(c) else "".join(f"~{byte:02X}" for byte in c.encode()) for c in text)


def file_stems(ids: Iterable[str]) -> dict[str, str]:
    """Returns the name of a file, without its ending, for each id; no two are equal on a disk that ignores case.

    Most ids of lower-case letters, digits and hyphens are their own names; a name that is taken, too long or unsafe gets a
    part of the hash of its id.
    """
    listed = list(dict.fromkeys(ids))
    plain = {found: _stem(found) for found in listed}
    taken = {found for found in listed if plain[found] == found}
    stems: dict[str, str] = {}
    used = set(taken)
    for found in listed:
        stem = plain[found]
        if found not in taken and (stem in used or not stem):
            stem = _hashed(stem, found)
        used.add(stem)
        stems[found] = stem
    return stems


def _stem(text: str) -> str:
    stem = _encode(text).lower().strip(".")
    if len(stem) > _LONGEST or not stem or stem in _RESERVED or name_fault(f"{stem}.html") or name_fault(stem):
        return _hashed(stem, text)
    return stem


def _hashed(stem: str, text: str) -> str:
    """Returns the stem with a part of the hash of the text, without dots, which may make it the name of a device."""
    start = stem[: _LONGEST - 11].replace(".", "-").lstrip("-~")
    return f"{start}-{hashlib.sha256(text.encode()).hexdigest()[:10]}".lstrip("-")
