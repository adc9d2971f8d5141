"""An object of a store as a binary file: read by ranges, each of which is certainly of one version of the object."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from packpress.filesystem.stores.faults import StoreError, changed, in_words
from packpress.filesystem.stores.versions import Version, version_at

if TYPE_CHECKING:
    from pyarrow import NativeFile
    from pyarrow.fs import FileSystem
    from typing_extensions import Buffer

LEAST_RANGE, MOST_RANGE = 64 * 1024, 8 * 1024 * 1024
"""How many bytes a request reads at least, and at most while a file is read from one end to the other: each takes two."""


class RangedFile(io.RawIOBase):
    """An object that has the version ``wanted``. Reading raises StoreError as soon as it has another.

    The version is looked up after each range, so that a range was read between two looks at the same version. A store gives
    the bytes of whichever version it has, and pyarrow neither compares them nor notices that some are missing.
    """

    def __init__(self, files: FileSystem, path: str, shown: str, wanted: Version, kept: bytes = b"") -> None:
        """``path`` is that of the object in ``files``, ``shown`` its address, ``kept`` what was read of its beginning."""
        self._files, self._path, self._shown, self._wanted = files, path, shown, wanted
        self._place = self._begin = 0
        self._range = kept
        self._next_size = LEAST_RANGE
        self._source: NativeFile | None = None

    def readable(self) -> bool:
        """Returns that the file can be read."""
        return True

    def seekable(self) -> bool:
        """Returns that the file can be read from any byte."""
        return True

    def tell(self) -> int:
        """Returns the number of the next byte."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Makes the byte at the offset the next; nothing is read."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._wanted.size}[whence]
        if base + offset < 0:
            raise OSError(22, os.strerror(22), self._shown)
        self._place = base + offset
        return self._place

    def readinto(self, buffer: Buffer, /) -> int:
        """Reads bytes into the buffer; returns how many, fewer than it has room for only at the end."""
        room = memoryview(buffer).cast("B")
        data = self._read(len(room))
        room[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Closes the file."""
        if self._source is not None:
            self._source.close()
        super().close()

    def _read(self, size: int) -> bytes:
        wanted = max(0, min(size, self._wanted.size - self._place))
        parts: list[bytes] = []
        while wanted:
            at = self._place - self._begin
            if not 0 <= at < len(self._range):
                self._fetch(wanted)
                at = 0
            part = self._range[at : at + wanted]
            self._place, wanted = self._place + len(part), wanted - len(part)
            parts.append(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _fetch(self, wanted: int) -> None:
        """Reads a range that begins with the next byte: a longer one each time if the file is read on and on."""
        end = self._begin + len(self._range)
        is_near = 0 <= self._place - end <= MOST_RANGE
        self._next_size = min(MOST_RANGE, 4 * self._next_size) if is_near and end else LEAST_RANGE
        size = min(max(wanted, self._next_size), MOST_RANGE, self._wanted.size - self._place)
        try:
            with in_words(self._shown):
                self._source = self._source or self._files.open_input_file(self._path)
                self._source.seek(self._place)
                data = self._source.read(size)
        except (StoreError, FileNotFoundError):
            self._compare()  # an object that is gone or shorter makes reading fail
            raise
        self._compare()
        if len(data) != size:
            raise changed(self._shown)
        self._begin, self._range = self._place, data

    def _compare(self) -> None:
        """Raises StoreError if the object no longer has the version."""
        try:
            with in_words(self._shown):
                found = version_at(self._files, self._path)
        except FileNotFoundError as error:
            raise changed(self._shown) from error
        if found != self._wanted:
            raise changed(self._shown)
