"""Locks that end with their process: one writer per package, and a sign that the owner of a temporary file is alive."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packpress.errors import LockedError


def try_lock(handle: int) -> bool | None:
    """Locks an open file or folder until it is closed. Returns True if the lock is ours, False if another process has it.

    Returns None if the system or the file system has no such locks, such as Windows and some network drives.
    """
    if sys.platform == "win32":
        return None
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in (errno.EWOULDBLOCK, errno.EACCES) else None
    return True


def is_same(handle: int, path: Path) -> bool:
    """Returns whether the path still names the open file, which another process may have replaced or removed."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except OSError:
        return False


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Holds the package whose descriptor is ``file`` while one of its files is written.

    Raises LockedError immediately if another command holds it. Does nothing on a system without locks.
    """
    while True:
        try:
            stream = file.open("rb")
        except OSError:
            yield  # whoever reads the descriptor reports what is wrong
            return
        with stream:
            if try_lock(stream.fileno()) is False:
                raise LockedError(f"{file.name}: another command is writing this package; try again when it is done")
            if not file.is_symlink() and not is_same(stream.fileno(), file):
                continue  # an editor replaced the descriptor before it was locked
            yield
            return
