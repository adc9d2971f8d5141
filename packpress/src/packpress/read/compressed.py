"""Decompresses a file chunk by chunk, within limits: gzip, or a ZIP archive of one file.

Strict where other tools are lenient: a truncated file, bytes after its end, a wrong checksum or length, and an archive with
anything but one plain file are errors. Expansion is limited by the size of the file, so that a decompression bomb is never read
to its end.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Self

import numpy as np

from packpress.errors import ExpansionError
from packpress.package.paths import text_fault
from packpress.read.plain import INPUT

UNPACKED_CHUNK = 1024 * 1024
MAX_RATIO = 100
"""How much work a file may cause per byte beyond ``FREE_BYTES``: its decompressed bytes, and ``PER_CELL`` for each cell."""
PER_CELL = 16
"""How many bytes a cell counts in addition: checking it takes about as long."""
FREE_BYTES = 256 * 1024 * 1024
MAX_EXPANDED = 64 * 1024**3
_GZIP, _RAW = 31, -15
"""The window sizes with which zlib reads a gzip member, and raw deflate data."""
_UNPACK = "decompress it and compress it again"


class Expanded:
    """The decompressed data of a file, to be read in chunks like a binary file."""

    def __init__(self, file: Path, compression: str, delimiter: bytes) -> None:
        self.stream = file.open("rb")
        size = file.stat().st_size
        pieces = _gunzip(self.stream, size) if compression == "gz" else _unzip(self.stream, size)
        self.pieces = _bounded(pieces, size, delimiter)
        self._kept = b""

    def read(self, size: int, /) -> bytes:
        """Returns about ``size`` more bytes, of many those up to the last line feed of the last piece; none at the end."""
        read, length = [self._kept], len(self._kept)
        self._kept = b""
        while length < size and (piece := next(self.pieces, b"")):
            read.append(piece)
            length += len(piece)
        if size > INPUT and (end := read[-1].rfind(b"\n") + 1):  # or whoever reads would copy all of it to cut it there
            read[-1], self._kept = read[-1][:end], read[-1][end:]
        return b"".join(read)

    def give_back(self, data: bytes) -> None:
        """Puts back the last bytes that were read."""
        self._kept = data + self._kept

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        self.stream.close()


def _bounded(pieces: Iterator[bytes], size: int, delimiter: bytes) -> Iterator[bytes]:
    """Yields the chunks, up to the work that a file of that size may cause."""
    total = work = 0
    for piece in pieces:
        total += len(piece)
        work += len(piece) + PER_CELL * (_count(piece, delimiter) + _count(piece, b"\n"))
        if total > MAX_EXPANDED or work > max(FREE_BYTES, MAX_RATIO * size):
            message = f"the file of {size:,} bytes expands to more than {total:,}, too much for its size"
            raise ExpansionError(f"{message}; publish it uncompressed")
        yield piece


def _count(piece: bytes, mark: bytes) -> int:
    """Returns ``piece.count(mark)``; numpy counts a single byte in a fraction of the time."""
    return int(np.count_nonzero(np.frombuffer(piece, np.uint8) == mark[0])) if len(mark) == 1 else piece.count(mark)


def _inflate(stream: BinaryIO, kind: int, data: bytes, left: int) -> Generator[bytes, None, bytes]:
    """Yields the decompressed chunks of one stream that starts with ``data`` and has at most ``left`` more bytes.

    Returns the bytes that were read beyond its end; raw deflate data must have none.
    """
    run = zlib.decompressobj(kind)
    while not run.eof:
        if not data and left:
            data = stream.read(min(INPUT, left))
            left -= len(data)
        is_last = not data
        try:
            piece = run.decompress(data, UNPACKED_CHUNK)
        except zlib.error as error:
            raise ExpansionError(f"the compressed data are damaged ({str(error).rpartition(': ')[2]}); {_UNPACK}") from error
        data = run.unconsumed_tail
        if piece:
            yield piece
        elif is_last and not run.eof:
            raise ExpansionError(f"the compressed data are truncated; {_UNPACK}")
    if kind == _RAW and (run.unused_data or left):
        raise ExpansionError(f"the compressed data are followed by other bytes; {_UNPACK}")
    return run.unused_data


def _gunzip(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yields the decompressed chunks of a gzip file, which may have several members (RFC 1952, 2.2)."""
    data = stream.read(INPUT)
    if not data.startswith(b"\x1f\x8b"):
        raise ExpansionError("the file is not gzip, as its descriptor declares; compress it, or remove the compression")
    members = 0
    while data:
        if not data.startswith(b"\x1f\x8b"[: len(data)]):
            raise ExpansionError(f"the compressed data are followed by other bytes; {_UNPACK}")
        members += 1
        if members > 10_000 + size // 1024:
            raise ExpansionError(f"the file has more than {members - 1:,} compressed parts; {_UNPACK}")
        data = yield from _inflate(stream, _GZIP, data, size - stream.tell())
        data = data or stream.read(INPUT)


_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZES_FOLLOW = 1, 8
_IN_EXTRA = 0xFFFFFFFF
"""Size in a file's header that means the size is in its extra field, as in archives that may grow large."""


def _unzip(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yields the decompressed chunks of the only file of a ZIP archive, with nothing before, between or after its parts."""
    shape = ExpansionError(f"the file is not a plain ZIP archive of one file, with nothing before or after it; {_UNPACK}")
    stream.seek(max(0, size - _END.size))
    if size < _END.size + _ENTRY.size + _LOCAL.size:
        raise shape
    sign, disk, first, here, entries, length, place, comment = _END.unpack(stream.read(_END.size))
    if (sign, disk, first, here) == (b"PK\5\6", 0, 0, entries) and entries > 1:
        message = f"the archive has {entries:,} files, but a table is the only file of its archive"
        raise ExpansionError(f"{message}; unpack it, or make an archive for each table")
    if (sign, disk, first, here, entries, comment) != (b"PK\5\6", 0, 0, 1, 1, 0) or place + length + _END.size != size:
        raise shape
    stream.seek(place)
    entry = stream.read(_ENTRY.size)
    if length < _ENTRY.size:
        raise shape
    sign, _, _, flags, method, _, _, crc, packed, unpacked, name, extra, note, _, _, mode, begin = _ENTRY.unpack(entry)
    called = stream.read(name)
    stream.seek(0)
    local = _LOCAL.unpack(stream.read(_LOCAL.size))
    if stream.read(local[-2]) != called or not _is_plain_file(called, mode >> 16):
        raise shape
    start = _LOCAL.size + local[-2] + local[-1]
    follow = (12, 16) if flags & _SIZES_FOLLOW else (0,)  # a data descriptor, with or without its signature
    if (sign, local[0], begin, _ENTRY.size + name + extra + note) != (b"PK\1\2", b"PK\3\4", 0, length):
        raise shape
    if place - start - packed not in follow or (local[2], local[3]) != (flags, method):
        raise shape
    if not flags & _SIZES_FOLLOW and (local[6:9] != (crc, packed, unpacked) and local[6:9] != (crc, _IN_EXTRA, _IN_EXTRA)):
        raise shape
    if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
        raise ExpansionError(
            "the archive is encrypted, or not compressed with deflate; create it again without encryption, with deflate"
        )
    stream.seek(start)
    pieces = _inflate(stream, _RAW, b"", packed) if method == _DEFLATED else _stored(stream, packed)
    found_crc = found_size = 0
    for piece in pieces:
        found_crc, found_size = zlib.crc32(piece, found_crc), found_size + len(piece)
        yield piece
    if (found_crc, found_size) != (crc, unpacked):
        raise ExpansionError(f"the length or checksum of the archive's file is wrong; {_UNPACK}")


def _is_plain_file(name: bytes, mode: int) -> bool:
    """Returns whether the entry is a regular file that extracts next to the archive, given its name and Unix mode."""
    text = name.decode("latin-1")  # only ASCII matters here
    return text_fault(text) is None and not text.endswith("/") and stat.S_IFMT(mode) in (0, stat.S_IFREG)


def _stored(stream: BinaryIO, left: int) -> Iterator[bytes]:
    while left and (piece := stream.read(min(UNPACKED_CHUNK, left))):
        left -= len(piece)
        yield piece
