"""Opens a ZIP archive within limits, so that one which expands beyond reason is refused before anything is read.

An archive in an archive is not opened. ``zipfile`` reads no more of an entry than the size that is checked here.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from packpress.errors import PackageError

MOST_ENTRIES = 10_000
FREE_EXPANSION = 256 * 1024**2
MOST_EXPANSION = 100
"""Limit on what an archive expands to, as a multiple of its size, beyond ``FREE_EXPANSION``."""
MAX_TOTAL = 16 * 1024**3
ENTRY_CHUNK = 1024 * 1024
ARCHIVE_TROUBLES = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
"""Exceptions that reading a damaged archive may raise."""
_ENCRYPTED = 0x1
_OTHER_NAME = 0x7075
"""The extra field with another name of an entry, which some programs prefer and others ignore (PKWARE APPNOTE 4.6.9)."""
_LOCAL_HEADER = struct.Struct("<26xHH")
"""A local header up to the lengths of its name and its extra fields, which follow (4.3.7)."""


@contextmanager
def open_archive(file: Path, shown: str) -> Iterator[ZipFile]:
    """Opens the archive. Raises PackageError if it cannot be read, or if it expands to too much or has too many entries."""
    try:
        archive = ZipFile(file)
    except ARCHIVE_TROUBLES as error:
        raise PackageError(f"{shown}: is not a ZIP archive: {error}; download it again") from error
    with archive:
        entries, size = archive.infolist(), file.stat().st_size
        if len(entries) > MOST_ENTRIES:
            raise PackageError(f"{shown}: has {len(entries):,} entries, more than {MOST_ENTRIES:,}; do not open it")
        total = sum(entry.file_size for entry in entries)
        if total > min(MAX_TOTAL, max(FREE_EXPANSION, MOST_EXPANSION * size)):
            raise PackageError(f"{shown}: has {size:,} bytes and expands to {total:,}, too much for its size; do not open it")
        yield archive


def entry_fault(archive: ZipFile, entry: ZipInfo) -> str:
    """Returns why an entry is not extracted; "" if it is a plain file with one name."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return "is a link" if kind == stat.S_IFLNK else "is a pipe, a socket or a device"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if _OTHER_NAME in {*_extra_fields(entry.extra), *_extra_fields(_local_extra(archive, entry))}:
        return "has two names, of which programs take either"
    return "" if entry.compress_type in (ZIP_STORED, ZIP_DEFLATED) else "is compressed by a method other than deflate"


def _local_extra(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Returns the extra fields before the data of the entry; those of the directory may be others."""
    stream = archive.fp
    if stream is None:
        return b""
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        return b""
    name, extra = _LOCAL_HEADER.unpack(header)
    return stream.read(name + extra)[name:]


def _extra_fields(data: bytes) -> Iterator[int]:
    """Yields the kind of each extra field (4.5.1)."""
    while len(data) >= 4:
        kind, size = struct.unpack_from("<HH", data)
        yield kind
        data = data[4 + size :]
