"""The data of a file as it is, read piece by piece."""

from __future__ import annotations

import io
import os

INPUT = 64 * 1024
"""How much is read at a time where the end of a line is looked for, and of what is unpacked."""


class Plain(io.FileIO):
    """The data of a file as it is. What is read ends with a line where it can, so that few need to cut and join it."""

    def read(self, size: int | None = -1, /) -> bytes:
        """At most ``size`` bytes more, down to the last line feed of the last ``INPUT`` of them; none at the end."""
        if size is not None and size > INPUT:
            begin = self.tell()
            self.seek(begin + size - INPUT)
            end = super().read(INPUT)
            self.seek(begin)
            if len(end) == INPUT and b"\n" in end:
                size -= INPUT - end.rfind(b"\n") - 1
        return super().read(size)

    def give_back(self, data: bytes) -> None:
        """Let the last bytes that were read be read again."""
        self.seek(-len(data), os.SEEK_CUR)
