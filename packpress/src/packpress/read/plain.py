"""Reads an uncompressed file in chunks."""

from __future__ import annotations

import io
import os
from pathlib import Path

INPUT = 64 * 1024
"""How many bytes are read at a time to find a line end or to decompress."""


class Plain(io.FileIO):
    """The data of a file as it is. A chunk ends with a line if possible, so that few must be cut and joined."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Returns at most ``size`` more bytes, up to the last line feed in the last ``INPUT`` of them; none at the end."""
        if size is not None and size > INPUT:
            begin = self.tell()
            self.seek(begin + size - INPUT)
            end = super().read(INPUT)
            self.seek(begin)
            if len(end) == INPUT and b"\n" in end:
                size -= INPUT - end.rfind(b"\n") - 1
        return super().read(size)

    def give_back(self, data: bytes) -> None:
        """Puts back the last bytes that were read."""
        self.seek(-len(data), os.SEEK_CUR)


class FilePart(Plain):
    """The data of a file from the byte ``begin`` up to the byte ``end``, otherwise like ``Plain``."""

    def __init__(self, file: Path, begin: int, end: int) -> None:
        super().__init__(file)
        self._end = end
        self.seek(begin)

    def read(self, size: int | None = -1, /) -> bytes:
        """Returns at most ``size`` more bytes, up to the last line feed in the last ``INPUT`` of them; none at the end."""
        left = self._end - self.tell()
        return super().read(left if size is None or size < 0 else min(size, left))
