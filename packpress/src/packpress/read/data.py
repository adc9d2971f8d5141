"""The data of a file, to be read piece by piece: as it is here, or unpacked, as ``compressed`` does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from packpress.read.plain import Plain

if TYPE_CHECKING:
    from packpress.read.compressed import Expanded

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""U+FEFF in UTF-8, which Excel and Notepad write at the head of a text."""


def open_data(file: Path, compression: str, delimiter: bytes) -> Plain | Expanded:
    """The data of the file: as it is, or unpacked where ``compression`` is gz or zip. Reading may raise ExpansionError."""
    if not compression:
        return Plain(file)
    from packpress.read.compressed import Expanded  # most files need not pay for what unpacks

    return Expanded(file, compression, delimiter)
