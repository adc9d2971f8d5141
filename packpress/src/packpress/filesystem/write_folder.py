"""Puts a finished folder in place: it is there whole or not at all, with the same modes whatever the umask."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from packpress.filesystem.write import create_file, flush_folder, make_folder, move_file

FILE_MODE, FOLDER_MODE = 0o644, 0o755
_NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
"""Errors of file systems that have no symbolic links."""
_HERE, _BOTH = -100, 2
"""Of fcntl.h, what relative paths begin at, and of linux/fs.h, that two files change places."""
_NOT_ALLOWED = 1314
"""The error of Windows to users who may not make links."""


def move_folder(made: Path, folder: Path) -> None:
    """Moves a finished folder, on the same file system, to ``folder``, which must not exist.

    Its files get the mode 0644 and its folders 0755, and all of it is flushed to disk before it gets its name.
    """
    _finish(made)
    make_folder(folder.parent)
    made.rename(folder)
    flush_folder(folder.parent)


def fill_folder(made: Path, files: Mapping[str, Path]) -> None:
    """Moves finished files to a temporary folder on the same file system, each under its name."""
    for name, file in files.items():
        file.rename(made / name)


def replace_folder(made: Path, folder: Path, scratch: Path) -> None:
    """Moves a finished folder to ``folder``, and the old one to ``scratch``; puts it back if the new one cannot be moved.

    Both are moved in one step where the system can. Without an old one, the new one is only moved.
    """
    if not folder.is_dir():
        move_folder(made, folder)
        return
    _finish(made)
    old = scratch / "old"
    if _exchange(made, folder):
        flush_folder(folder.parent)
        made.rename(old)
        return
    folder.rename(old)
    try:
        move_folder(made, folder)
    except BaseException:
        old.rename(folder)
        raise


def _exchange(one: Path, other: Path) -> bool:
    """Makes two folders change places in one step, renameat2(2); returns False where the system or the disk cannot do it."""
    if sys.platform != "linux":
        return False
    import ctypes  # takes 5 ms, which few commands need to spend

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    return call is not None and call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _BOTH) == 0


def _finish(folder: Path) -> None:
    """Gives the folder and everything in it their modes, and flushes them to disk."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            _finish(path)
            continue
        path.chmod(FILE_MODE)
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    folder.chmod(FOLDER_MODE)
    flush_folder(folder)


def replace_link(link: Path, target: str, scratch: Path) -> bool:
    """Makes ``link`` a symbolic link to ``target``, a folder beside it, in one step; returns False where links cannot be made.

    The new link is first made in ``scratch``, a temporary folder on the same file system.
    """
    made = scratch / link.name
    try:
        made.symlink_to(target, target_is_directory=True)
    except OSError as error:
        if error.errno in _NO_LINKS or (sys.platform == "win32" and error.winerror == _NOT_ALLOWED):
            return False
        raise OSError(error.errno, error.strerror, str(link)) from error
    made.replace(link)
    flush_folder(link.parent)
    return True


def add_file(file: Path, data: bytes, scratch: Path) -> None:
    """Writes a file beside the folders, whole or not at all, with the mode 0644 if it is new, whatever the umask.

    It is first written in ``scratch``, a temporary folder on the same file system.
    """
    made = scratch / file.name
    with create_file(made) as stream:
        stream.write(data)
    made.chmod(FILE_MODE)
    move_file(made, file)
