"""Reads an uncompressed file in chunks."""

from __future__ import annotations

import io
import os
from pathlib import Path

from packpress.filesystem.stores.store_path import StorePath

INPUT = 64 * 1024
"""How many bytes are read at a time to find a line end or to decompress."""


class Plain(io.RawIOBase):
    """The data of a file as it is. A chunk ends with a line if possible, so that few must be cut and joined."""

    def __init__(self, file: Path) -> None:
        self._raw: io.RawIOBase = file.open("rb", buffering=0)
        self._is_remote = isinstance(file, StorePath)

    def read(self, size: int | None = -1, /) -> bytes:
        """Returns at most ``size`` more bytes, up to the last line feed in the last ``INPUT`` of them; none at the end."""
        wanted = -1 if size is None else size
        if wanted <= INPUT:
            return self._raw.read(wanted) or b""
        if self._is_remote:  # cutting a chunk takes less time than two requests
            data = self._raw.read(wanted) or b""
            cut = data.rfind(b"\n", wanted - INPUT) + 1 if len(data) == wanted else 0
            if cut:
                self._raw.seek(cut - wanted, os.SEEK_CUR)
            return data[:cut] if cut else data
        begin = self._raw.tell()
        self._raw.seek(begin + wanted - INPUT)
        end = self._raw.read(INPUT) or b""
        self._raw.seek(begin)
        if len(end) == INPUT and b"\n" in end:
            wanted -= INPUT - end.rfind(b"\n") - 1
        return self._raw.read(wanted) or b""

    def give_back(self, data: bytes) -> None:
        """Puts back the last bytes that were read."""
        self._raw.seek(-len(data), os.SEEK_CUR)

    def close(self) -> None:
        """Closes the file."""
        raw: io.RawIOBase | None = getattr(self, "_raw", None)  # None if the file could not be opened
        if raw is not None:
            raw.close()
        super().close()


class FilePart(Plain):
    """The data of a file from the byte ``begin`` up to the byte ``end``, otherwise like ``Plain``."""

    def __init__(self, file: Path, begin: int, end: int) -> None:
        super().__init__(file)
        self._end = end
        self._raw.seek(begin)

    def read(self, size: int | None = -1, /) -> bytes:
        """Returns at most ``size`` more bytes, up to the last line feed in the last ``INPUT`` of them; none at the end."""
        left = self._end - self._raw.tell()
        return super().read(left if size is None or size < 0 else min(size, left))
