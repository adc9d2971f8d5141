"""The structure of a PNG: its signature, its chunks with their checksums, and its end (W3C PNG, 5 and 11.2)."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIECE = 1 << 16
"""How many bytes of a chunk are read at a time; a chunk may have 2 GiB."""
_HEADER_LENGTH = 13
_BIT_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""The colour types, and the bit depths that each may have (11.2.2)."""
_PALETTE_COLOURS = 3


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
    depth, colours, *methods = header[8:]
    if depth not in _BIT_DEPTHS.get(colours, ()):
        raise PngError(f"is a PNG of colour type {colours} with a bit depth of {depth}, which no PNG may have")
    if methods[0] or methods[1] or methods[2] > 1:
        raise PngError("is a PNG with a compression, a filter or an interlacing that no PNG may have")
    _check_order(stream, needs_palette=colours == _PALETTE_COLOURS)
    if stream.read(1):
        raise PngError("has more bytes after the end of the PNG")
    return width, height


def _check_order(stream: BinaryIO, *, needs_palette: bool) -> None:
    """Reads the chunks after the header, to the end. Raises PngError if their order is not that of a PNG (5.6)."""
    before, has_palette, has_pixels = b"IHDR", False, False
    while before != b"IEND":
        name, _ = _read_chunk(stream)
        if name == b"IHDR":
            raise PngError("is a PNG with two headers")
        if name == b"IDAT" and has_pixels and before != b"IDAT":
            raise PngError("is a PNG with another chunk between its pixels")
        if name == b"PLTE" and (has_palette or has_pixels):
            raise PngError("is a PNG with two palettes, or one after its pixels")
        has_palette, has_pixels, before = has_palette or name == b"PLTE", has_pixels or name == b"IDAT", name
    if not has_pixels:
        raise PngError("is a PNG without pixels")
    if needs_palette and not has_palette:
        raise PngError("is a PNG without the palette that its colour type needs")


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
