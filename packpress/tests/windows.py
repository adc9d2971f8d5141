"""Runs commands of packpress in a Python that lacks what that of Windows lacks; see ``test_windows``.

Arguments, the first three as JSON: for each module the names to hide, or null to hide nothing; modules to import first, which
are bound to this system; and the commands. With "python -m packpress" in place of the commands, the rest is run as that is.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time  # noqa: F401 # of these too names are hidden
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

MODULES = "_posixsubprocess crypt curses fcntl grp posix pty pwd readline resource syslog termios".split()
"""Modules of Python that Windows has not."""


def hide(names: Mapping[str, Sequence[str]]) -> None:
    """Take from this process what it would not have on Windows."""
    vars(subprocess).update(os=SimpleNamespace(**vars(os)), signal=SimpleNamespace(**vars(signal)))  # git is run as here
    for module, hidden in names.items():
        for name in hidden:
            if hasattr(sys.modules[module], name):
                delattr(sys.modules[module], name)
    for module in MODULES:
        sys.modules[module] = None  # type: ignore[assignment] # so the import machinery knows a module that is missing
    ctypes.CDLL = _no_library  # type: ignore[assignment,misc] # a function in the place of the class
    os.symlink = os.link = _refused
    os.open = _open_file(os.open)
    os.replace, os.rename = _of_closed(os.replace), _of_closed(os.rename)
    os.unlink = os.remove = _of_closed(os.unlink)
    os.rmdir = _of_closed(os.rmdir)
    vars(shutil).update(_use_fd_functions=False, _USE_CP_SENDFILE=False)  # what it saw in os when it was imported
    sys.platform = "win32"


def _no_library(name: str | None) -> NoReturn:
    raise TypeError(f"bad argument type for built-in operation: {name}")


def _refused(*_: Any, **__: Any) -> NoReturn:
    raise OSError("[WinError 1314] A required privilege is not held by the client")


def _open_file(call: Callable[..., int]) -> Callable[..., int]:
    def opened(path: Any, *arguments: Any, **options: Any) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied", str(path))
        return call(path, *arguments, **options)

    return opened


def _of_closed(call: Callable[..., None]) -> Callable[..., None]:
    """The function, for files that are neither open nor mapped to memory."""

    def called(*paths: Any) -> None:
        for path in paths:
            if str(Path(path).absolute()) in set(_held()):
                raise PermissionError(13, "[WinError 32] The process cannot access the file: it is being used", str(path))
        call(*paths)

    return called


def _held() -> Iterator[str]:
    """The paths of the files that this process has open or mapped."""
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208 # the entry of the listing itself is gone by then
        try:
            yield os.readlink(f"/proc/self/fd/{entry}")  # noqa: PTH115 # in bytes as the system has it
        except OSError:
            continue
    with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123
        yield from (line.rstrip("\n")[73:] for line in maps)


def main() -> None:
    hidden, needed, commands = json.loads(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3]
    for module in ("pyarrow", "pyarrow.compute", "pyarrow.csv", "pyarrow.parquet", "numpy", *needed):
        importlib.import_module(module)
    if hidden is not None:
        hide(hidden)
    if commands == "python -m packpress":
        sys.argv = ["packpress", *sys.argv[4:]]
        sys.path.insert(0, "")
        runpy.run_module("packpress", run_name="__main__")
    from packpress.cli import main as run
    from packpress.output import flush, write_line

    for arguments in json.loads(commands):
        write_line(" ".join(["$ packpress", *arguments]))
        flush()
        try:
            status: object = run(arguments)
        except SystemExit as end:
            status = end.code
        write_line(f"exit code {status}")
        flush()


if __name__ == "__main__":
    main()
