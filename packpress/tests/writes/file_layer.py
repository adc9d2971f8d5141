"""A layer over the calls that change files: it counts them, and makes one of them fail."""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

ERRORS = ("EIO", "ENOSPC", "EROFS")
FAULTS = (*ERRORS, "KeyboardInterrupt", "SIGTERM", "SIGKILL")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CALLS = "chmod chown fchmod fchown fsync ftruncate link mkdir remove rename replace rmdir symlink truncate unlink".split()
"""The functions of ``os`` that change a file or a folder; ``open`` and ``write`` come on top."""


class Layer:
    """Counts the calls, from 1 on; the one numbered ``point`` fails with ``fault``. A write that fails has written half."""

    def __init__(self, point: int = 0, fault: str = "") -> None:
        self.point, self.fault = point, fault
        self.calls: list[str] = []
        self._write = os.write

    def install(self) -> None:
        """Put the layer over ``os``, ``open`` and ``io.open``, for good: the process is a copy that ends soon."""
        for name in CALLS:
            setattr(os, name, self._guard(name, getattr(os, name)))
        open_handle, open_stream = os.open, builtins.open

        def guarded_open(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
            if flags & WRITING and not _is_of_xlsxwriter():
                self._count("open")
            return open_handle(path, flags, *arguments, **options)

        def guarded_stream(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            if set(mode) & set("wax+") and not _is_of_xlsxwriter():
                self._count("open")
                assert mode in ("wb", "ab"), "text is encoded before it is written"
                flags = {"wb": os.O_WRONLY | os.O_CREAT | os.O_TRUNC, "ab": os.O_WRONLY | os.O_CREAT | os.O_APPEND}[mode]
                return io.BufferedWriter(_Stream(self, open_handle(file, flags, 0o666)))
            return open_stream(file, mode, *arguments, **options)

        def guarded_write(handle: int, data: Any) -> int:
            self._count("write", lambda: self._write(handle, bytes(data)[: len(data) // 2]))
            return self._write(handle, data)

        os.open, os.write = guarded_open, guarded_write
        builtins.open = io.open = guarded_stream

    def _guard(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: Any, **options: Any) -> Any:
            if not _is_of_xlsxwriter():
                self._count(name)
            return call(*arguments, **options)

        return guarded

    def _count(self, name: str, half: Callable[[], object] = lambda: None) -> None:
        self.calls.append(name)
        if len(self.calls) != self.point:
            return
        if self.fault == "KeyboardInterrupt":
            raise KeyboardInterrupt
        if self.fault == "SIGTERM":
            os.kill(os.getpid(), signal.SIGTERM)
            return
        half()
        if self.fault == "SIGKILL":
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self.fault)
        raise OSError(number, os.strerror(number))


def _is_of_xlsxwriter() -> bool:
    """Whether XlsxWriter makes the call, in a temporary folder; what it writes there is read back and written again."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and "xlsxwriter" not in frame.f_code.co_filename:
        frame = frame.f_back
    return frame is not None


class _Stream(io.RawIOBase):
    """A file that is written through ``os.write``, and so through the layer."""

    def __init__(self, layer: Layer, handle: int) -> None:
        self._handle = handle

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return os.write(self._handle, data)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return os.lseek(self._handle, offset, whence)

    def close(self) -> None:
        if not self.closed:
            os.close(self._handle)
        super().close()


def tree(folder: Path) -> dict[str, tuple[str, int, bytes]]:
    """All that is in the folder by path: what it is, its mode, and its bytes or where it points."""
    found = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode & 0o7777
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = ("link", mode, bytes(path.readlink()))
        elif path.is_file():
            found[name] = ("file", mode, path.read_bytes())
        else:
            found[name] = ("folder", mode, b"")
    return found
