"""Locks that end with their process: a package has one writer, and a temporary file shows whether its owner lives."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from packpress.errors import LockedError


def try_lock(handle: int) -> bool | None:
    """Lock an open file or folder until it is closed: True when it is ours, False when another process has it.

    None where the system or the file system has no such locks, as Windows and some network drives.
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
    """Whether the path still names the open file, which another process may have replaced or removed."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat(follow_symlinks=False))
    except OSError:
        return False


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the package whose descriptor is ``file`` while one of its files is written.

    Raises LockedError at once while another command holds it. Without locks in the system nothing is held.
    """
    while True:
        try:
            stream = file.open("rb")
        except OSError:
            yield  # the reader of the descriptor says what is wrong with it
            return
        with stream:
            if try_lock(stream.fileno()) is False:
                raise LockedError(f"{file.name}: another command is writing this package; try again when it is done")
            if not file.is_symlink() and not is_same(stream.fileno(), file):
                continue  # an editor replaced the descriptor before it was locked
            yield
            return
