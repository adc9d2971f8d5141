"""Opens a file for reading in chunks, as it is or decompressed by ``compressed``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from packpress.read.plain import Plain

if TYPE_CHECKING:
    from packpress.read.compressed import Expanded

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""U+FEFF in UTF-8, which Excel and Notepad write at the beginning of a text."""


def open_data(file: Path, compression: str, delimiter: bytes) -> Plain | Expanded:
    """Opens the data of the file as it is, or decompressed if ``compression`` is gz or zip.

    Reading may raise ExpansionError.
    """
    if not compression:
        return Plain(file)
    from packpress.read.compressed import Expanded  # not imported for uncompressed files

    return Expanded(file, compression, delimiter)
