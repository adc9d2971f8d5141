"""Temporary files and folders of the command, under a name of its own, and their removal when their process is gone.

Each is locked while its process lives (see ``lock``), so what can be locked was left behind by one that was killed.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from packpress.filesystem.lock import is_same, try_lock

_PREFIX = ".packpress-"
_NAME = re.compile(r"\.packpress-[0-9a-z_]{8,16}")
_OLD = 24 * 3600
"""After how many seconds a temporary file counts as left behind where the system has no locks."""


@contextmanager
def temporary_file(folder: Path, mode: int) -> Iterator[tuple[Path, int]]:
    """A new file in the folder and its handle, open for reading and writing; removed at the end unless it was renamed.

    ``mode`` are its permission bits, less those of the umask.
    """
    name, handle = _new_name(folder), -1
    try:
        while True:
            handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
            if _is_ours(handle, name):
                break
            os.close(handle)
            name, handle = _new_name(folder), -1
        yield name, handle
    finally:
        if handle >= 0:
            with suppress(OSError):  # the writer has closed it
                os.close(handle)
        name.unlink(missing_ok=True)


@contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """A new folder that only its owner can enter, in ``parent`` or in that of the system, removed with all that is in it.

    What killed commands left behind in ``parent`` is removed as well.
    """
    place = _system_folder() if parent is None else parent
    remove_leftovers(place)
    name, handle = _new_name(place), -1
    try:
        while True:
            name.mkdir(0o700)
            if sys.platform == "win32":  # a folder cannot be opened there
                break
            handle = os.open(name, os.O_RDONLY)
            if _is_ours(handle, name):
                break
            os.close(handle)
            name, handle = _new_name(place), -1
        yield name
    finally:
        if name.exists():
            shutil.rmtree(name)
        if handle >= 0:
            os.close(handle)


def _is_ours(handle: int, name: Path) -> bool:
    """Lock a new temporary file; False when another process took it for one that was left behind before it was locked."""
    is_locked = try_lock(handle)
    return is_locked is None or (is_locked and is_same(handle, name))


def _new_name(folder: Path) -> Path:
    """A path that no file has yet: 64 random bits."""
    return folder / f"{_PREFIX}{os.urandom(8).hex()}"


def _system_folder() -> Path:
    """The folder for temporary files, as ``tempfile`` finds it, but without the file that it writes there to try."""
    if sys.platform == "win32":
        import tempfile

        return Path(tempfile.gettempdir())
    for folder in (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp", "/usr/tmp"):
        if folder and Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder).absolute()
    return Path.cwd()


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files and folders of commands that were killed; what cannot be removed stays.

    Those of running commands and of other users stay, and no link is followed.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_abandoned(Path(entry.path))


def remove_abandoned_file(path: Path) -> None:
    """Remove a temporary file unless another user or a running command has it."""
    with suppress(OSError):
        _remove_abandoned(path)


def _remove_abandoned(path: Path) -> None:
    found = path.lstat()
    is_folder = stat.S_ISDIR(found.st_mode)
    if not is_folder and not stat.S_ISREG(found.st_mode):
        return
    if sys.platform == "win32":
        if time.time() - found.st_mtime > _OLD:
            _remove(path, is_folder)
        return
    if found.st_uid != os.geteuid():
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        is_ours = try_lock(handle)
        if is_ours is None:
            is_ours = time.time() - found.st_mtime > _OLD
        if is_ours and is_same(handle, path):
            _remove(path, is_folder)
    finally:
        os.close(handle)


def _remove(path: Path, is_folder: bool) -> None:
    if is_folder:
        shutil.rmtree(path)
    else:
        path.unlink()
