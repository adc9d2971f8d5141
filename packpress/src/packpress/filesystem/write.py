"""The only place that writes files: each file has its old bytes or its new ones, whatever stops the command.

The bytes go to a temporary file beside the target, which is flushed to the disk and then renamed. Mode, extended attributes
and, where the system allows it, owner are kept; a symbolic link stays and its target is replaced. A hard link is not kept: the
other names of the file keep the old bytes.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from packpress.errors import PackpressError
from packpress.filesystem.scratch import remove_leftovers, temporary_file
from packpress.output import own_output

_BINARY = getattr(os, "O_BINARY", 0)
_PIECE = 2**30
"""How many bytes are written in one call; systems take at most 2 GiB."""
_NO_SUCH_CALL = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""How file systems answer that cannot flush a folder."""
_ACCESS_LIST = "system.posix_acl_access"
"""The extended attribute that is the access control list of a file, acl(5)."""


def write_file(file: Path, data: bytes, *, read: bytes | None = None, shown: str = "") -> None:
    """Replace the file, or make it and the folders above it.

    ``read`` are the bytes from which ``data`` was made. Raises PackpressError, which names the file as ``shown``, and leaves
    the file alone when it has others by now. Raises OSError when it cannot be written; the file has its old bytes then.
    """
    with _naming(file):
        target = _resolve(file)
        make_folder(target.parent)
        with temporary_file(target.parent, 0o600 if target.exists() else 0o666) as (made, handle):
            _write(handle, data)
            _prepare(made, handle, target)
            if read is not None and not holds(target, read):
                message = "changed since it was read, so nothing was written to it; save it in your editor, then run this again"
                raise PackpressError(f"{shown or file}: {message}")
            _rename(made, handle, target)


def move_file(made: Path, file: Path) -> None:
    """Put a finished temporary file, on the same file system, in the place of ``file``, as ``write_file`` does."""
    with _naming(file):
        target = _resolve(file)
        make_folder(target.parent)
        handle = os.open(made, os.O_RDWR | _BINARY)
        try:
            _prepare(made, handle, target)
            _rename(made, handle, target)
        finally:
            with suppress(OSError):  # it is closed already where the system cannot rename an open file
                os.close(handle)


def create_file(path: Path) -> BinaryIO:
    """A file open for writing, in a folder of ``scratch.temporary_folder``; the folders above it are made."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("wb")


def make_folder(folder: Path) -> None:
    """Make the folder and those above it that are missing, and flush their names to the disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def write_report(file: Path, data: bytes, *, is_added: bool) -> None:
    """Write a report to a file, or with ``is_added`` to its end, and to a pipe or a device as it is.

    What cannot be added whole is taken back. The file that the command's own output goes to gets the report in its place.
    """
    with _naming(file):
        remove_leftovers(Path(os.path.realpath(file)).parent)
        try:
            found = file.stat()
        except FileNotFoundError:
            found = None
        if found is not None and (handle := own_output(found)) is not None:
            _write(handle, data)
        elif found is not None and not stat.S_ISREG(found.st_mode):
            _write_through(file, data)
        elif is_added:
            _add(file, data)
        else:
            write_file(file, data)


def _write_through(file: Path, data: bytes) -> None:
    """Write to a pipe or a device."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND)
    try:
        _write(handle, data)
    finally:
        os.close(handle)


def _add(file: Path, data: bytes) -> None:
    """Write to the end of a file, which other programs may hold open or write to; it stays the same file."""
    make_folder(_resolve(file).parent)
    handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | _BINARY, 0o666)
    try:
        before = os.fstat(handle).st_size
        try:
            _write(handle, data)
            os.fsync(handle)
        except BaseException:
            os.lseek(handle, before, os.SEEK_SET)
            added = os.read(handle, len(data) + 1)
            if data.startswith(added):  # nobody else wrote to it
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest[:_PIECE]) :]


def holds(file: Path, data: bytes) -> bool:
    """Whether the file is there with just these bytes."""
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _resolve(file: Path) -> Path:
    """The file itself, where ``file`` is a link to it."""
    target = Path(os.path.realpath(file))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _prepare(made: Path, handle: int, target: Path) -> None:
    """Give the written file the rights of its target, and flush it to the disk."""
    _keep_rights(made, target)
    os.fsync(handle)


def _rename(made: Path, handle: int, target: Path) -> None:
    if sys.platform == "win32":
        os.close(handle)  # an open file cannot be renamed there
    made.replace(target)
    _flush_folder(target.parent)


def _keep_rights(made: Path, target: Path) -> None:
    """Give the new file the owner and the mode of the one that it replaces; a new file keeps its own.

    Raises PermissionError where the old file is read-only. A group that cannot be kept gets no right that all do not have.
    """
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    mode = stat.S_IMODE(old.st_mode)
    if sys.platform != "win32":
        new = made.stat()
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            try:
                os.chown(made, old.st_uid, old.st_gid)
            except OSError:
                try:
                    os.chown(made, -1, old.st_gid)
                    mode &= 0o777
                except OSError:
                    mode &= 0o707 | (mode & 0o007) << 3
    made.chmod(mode)
    _keep_attributes(made, target)


def _keep_attributes(made: Path, target: Path) -> None:
    """Give the new file the extended attributes of the one that it replaces, of which an access control list is one.

    Raises OSError where the list cannot be kept: the mode alone would give its mask to the group. Other attributes may be lost.
    """
    if sys.platform != "linux":  # Python has these calls there alone
        return
    try:
        names, inherited = os.listxattr(target), os.listxattr(made)
    except OSError:
        return  # the file system has none
    if _ACCESS_LIST in inherited and _ACCESS_LIST not in names:  # from the folder's default list
        os.removexattr(made, _ACCESS_LIST)
    if _ACCESS_LIST in names and made.stat().st_gid != target.stat().st_gid:
        raise PermissionError(errno.EPERM, "its access control list cannot be kept, for its group cannot", str(target))
    for name in names:
        try:
            os.setxattr(made, name, os.getxattr(target, name))
        except OSError:
            if name == _ACCESS_LIST:
                raise


def _flush_folder(folder: Path) -> None:
    """Flush the names in the folder to the disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL:
            raise
    finally:
        os.close(handle)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """A fault of the system inside the block names the file that was to be written, not a temporary one."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
