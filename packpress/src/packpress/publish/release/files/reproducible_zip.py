"""ZIP archives with the same bytes wherever the version of pyarrow is the same.

Versions of zlib compress differently, and Python uses that of the system. pyarrow brings its own, as it does for Parquet.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa

from packpress.filesystem.write import create_file
from packpress.filesystem.write_folder import FILE_MODE


class Stream(NamedTuple):
    """The content of a member that is neither a file nor in memory: its size, and what opens it."""

    size: int
    open: Callable[[], IO[bytes]]


Content = Path | bytes | Stream
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that the format knows."""
_UNIX = 3
_CHUNK = 1024 * 1024
_LARGE = 1_500_000_000
"""From this size on, a member gets the long form of sizes, which Excel does not like."""
_HEADER, _TRAILER = 10, 8
"""The bytes before and after the compressed data of gzip (RFC 1952); the trailer has the CRC-32, then the size."""


def write_zip(file: Path, members: Mapping[str, Content]) -> None:
    """Writes a new archive in a temporary folder, with the members, by their path in it, in the order of their names."""
    with create_file(file) as stream, ZipFile(stream, "w") as archive:
        for name, content in sorted(members.items(), key=lambda member: member[0]):
            entry = ZipInfo(name, _DAY)
            entry.create_system = _UNIX
            entry.external_attr = (stat.S_IFREG | FILE_MODE) << 16
            is_large = _size(content) > _LARGE
            with archive.open(entry, "w", force_zip64=is_large) as target, _opened(content) as source:
                size, checksum = _compress(source, target)
            # zipfile stored what is compressed already, so its header says so now
            entry.compress_type, entry.file_size, entry.CRC = ZIP_DEFLATED, size, checksum
            stream.seek(entry.header_offset)
            stream.write(entry.FileHeader(zip64=is_large))


def _size(content: Content) -> int:
    if isinstance(content, Path):
        return content.stat().st_size
    return len(content) if isinstance(content, bytes) else content.size


def _opened(content: Content) -> IO[bytes]:
    if isinstance(content, Path):
        return content.open("rb")
    return io.BytesIO(content) if isinstance(content, bytes) else content.open()


def _compress(source: IO[bytes], target: IO[bytes]) -> tuple[int, int]:
    """Writes the deflated data; returns the size before, and the CRC-32."""
    inner = _WithoutFrame(target)
    with pa.CompressedOutputStream(pa.PythonFile(inner, mode="w"), "gzip") as compressed:
        size = 0
        while chunk := source.read(_CHUNK):
            compressed.write(chunk)
            size += len(chunk)
    return size, int.from_bytes(inner.trailer[:4], "little")


class _WithoutFrame(io.RawIOBase):
    """Passes on the compressed data of a gzip stream, and keeps its ``trailer``."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._to_skip, self.trailer = target, _HEADER, b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        held = self.trailer + piece
        skipped = min(self._to_skip, len(held))
        self._to_skip -= skipped
        end = max(len(held) - _TRAILER, skipped)
        self._target.write(held[skipped:end])
        self.trailer = held[end:]
        return len(piece)
