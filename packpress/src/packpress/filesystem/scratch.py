"""Creates temporary files and folders, and removes those of processes that were killed.

Their names follow a pattern of our own, and each is locked while its process lives (see ``lock``). One that can be locked was
left behind.
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
"""After how many seconds a temporary file counts as left behind, on a system without locks."""


@contextmanager
def temporary_file(folder: Path, mode: int) -> Iterator[tuple[Path, int]]:
    """Opens a new file in the folder for reading and writing; yields its path and handle.

    It is removed at the end unless it was renamed. ``mode`` are its permission bits before the umask.
    """
    name, handle = _new_name(folder), -1
    try:
        while True:
            with _naming(folder):
                handle = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
            if _is_ours(handle, name):
                break
            os.close(handle)
            name, handle = _new_name(folder), -1
        yield name, handle
    finally:
        if handle >= 0:
            with suppress(OSError):  # the writer closed it
                os.close(handle)
        name.unlink(missing_ok=True)


@contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """Creates a folder, private to its owner, in ``parent`` or the system's temporary folder; removes it at the end.

    Also removes what killed commands left behind in ``parent``.
    """
    place = _system_folder() if parent is None else parent
    remove_leftovers(place)
    name, handle = _new_name(place), -1
    try:
        while True:
            with _naming(place):
                name.mkdir(0o700)
            if sys.platform == "win32":  # Windows cannot open a folder
                break
            with suppress(FileNotFoundError):  # another process has just taken it for an abandoned one
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


@contextmanager
def shared_folder(parent: Path) -> Iterator[Path]:
    """Creates a folder in a temporary folder in which other processes write too, even on other machines.

    At the end it gets another name, so that those that are late can create nothing in it while ``parent`` is removed.
    """
    name = _new_name(parent)
    with _naming(parent):
        name.mkdir(0o700)
    try:
        yield name
    finally:
        name.rename(_new_name(parent))


def _is_ours(handle: int, name: Path) -> bool:
    """Locks a new temporary file. Returns False if another process found it unlocked and took it for an abandoned one."""
    is_locked = try_lock(handle)
    return is_locked is None or (is_locked and is_same(handle, name))


@contextmanager
def _naming(folder: Path) -> Iterator[None]:
    """Makes an OSError inside the block name the folder, not the temporary file."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error


def _new_name(folder: Path) -> Path:
    """Returns a path that does not exist yet: 64 random bits."""
    return folder / f"{_PREFIX}{os.urandom(8).hex()}"


def _system_folder() -> Path:
    """Returns the system's temporary folder as ``tempfile`` finds it, without its trial write."""
    if sys.platform == "win32":
        import tempfile

        return Path(tempfile.gettempdir())
    for folder in (*map(os.environ.get, ("TMPDIR", "TEMP", "TMP")), "/tmp", "/var/tmp", "/usr/tmp"):
        if folder and Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK):
            return Path(folder).absolute()
    return Path.cwd()


def remove_leftovers(folder: Path) -> None:
    """Removes temporary files and folders of killed commands; what cannot be removed stays.

    Those of running commands and other users stay, and links are not followed.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_abandoned(Path(entry.path))


def remove_abandoned_file(path: Path) -> None:
    """Removes a temporary file unless it belongs to another user or a running command."""
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
