"""The structure of a PNG: its signature, its chunks with their checksums, and its end (W3C PNG, 5 and 11.2)."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIECE = 1 << 16
"""How many bytes of a chunk are read at a time; a chunk may have 2 GiB."""
_HEADER_LENGTH = 13


class PngError(ValueError):
    """A file is no whole PNG; the message continues "but the file"."""


def png_size(data: bytes) -> tuple[int, int]:
    """Returns width and height in pixels of the PNG with these bytes. Raises PngError if they are no whole PNG."""
    return read_png_size(io.BytesIO(data))


def read_png_size(stream: BinaryIO) -> tuple[int, int]:
    """Returns width and height in pixels of a PNG. Raises PngError if it is no whole PNG; pixels are not decoded."""
    if stream.read(len(_SIGNATURE)) != _SIGNATURE:
        raise PngError("is no PNG")
    name, header = _read_chunk(stream)
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    if name != b"IHDR" or len(header) != _HEADER_LENGTH or not width or not height:
        raise PngError("is no PNG")
    has_pixels = False
    while name != b"IEND":
        name, _ = _read_chunk(stream)
        has_pixels = has_pixels or name == b"IDAT"
    if not has_pixels:
        raise PngError("is a PNG without pixels")
    if stream.read(1):
        raise PngError("has more bytes after the end of the PNG")
    return width, height


def _read_chunk(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Returns the name of the next chunk and the first bytes of its data. Raises PngError if it is cut off or damaged."""
    start = _read(stream, 8)
    left, name = int.from_bytes(start[:4]), start[4:]
    checksum, first = zlib.crc32(name), b""
    while left:
        piece = _read(stream, min(left, _PIECE))
        checksum, first, left = zlib.crc32(piece, checksum), first or piece, left - len(piece)
    if int.from_bytes(_read(stream, 4)) != checksum:
        raise PngError("is a damaged PNG: a checksum in it is wrong")
    return name, first


def _read(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise PngError("is a PNG that ends too early")
    return data
