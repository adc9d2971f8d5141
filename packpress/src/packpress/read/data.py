"""Opens a file for reading in chunks: its bytes, decompressed if need be, or its text as UTF-8."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from packpress.encodings import UTF_8, codec_of
from packpress.package.model import Dialect
from packpress.read.plain import Plain

if TYPE_CHECKING:
    from packpress.read.compressed import Expanded
    from packpress.read.encoding.transcoded import Transcoded

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


def open_stream(file: Path, dialect: Dialect) -> BinaryIO:
    """Opens the text of an uncompressed file as a binary file of UTF-8, to be read by lines or by exact sizes."""
    if dialect.encoding == UTF_8:
        return file.open("rb")
    return io.BufferedReader(cast("Transcoded", open_text(file, "", dialect)))


def open_text(file: Path, compression: str, dialect: Dialect) -> Plain | Expanded | Transcoded:
    """Opens the text of the file as UTF-8, whatever the encoding of its dialect; otherwise like ``open_data``."""
    if dialect.encoding == UTF_8:
        return open_data(file, compression, dialect.delimiter.encode())
    from packpress.read.encoding.transcoded import Transcoded  # most files are UTF-8

    codec, is_16 = codec_of(dialect.encoding), dialect.encoding.startswith("utf-16")
    # only counted: in UTF-16 one byte of it is in either byte order, and one that the encoding lacks is in no cell
    delimiter = dialect.delimiter.encode("utf-16-le")[:1] if is_16 else dialect.delimiter.encode(codec, "ignore")
    return Transcoded(open_data(file, compression, delimiter or b"\n"), dialect.encoding)
