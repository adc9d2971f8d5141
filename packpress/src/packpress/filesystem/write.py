"""The only code that writes files: a file has its old bytes or its new ones, whatever stops the command.

The bytes go to a temporary file next to the target, which is flushed to disk and then renamed. Mode, extended attributes and,
where the system allows it, owner are kept. A symbolic link stays and its target is replaced. Hard links are not kept: the other
names of the file keep the old bytes.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from packpress.errors import PackpressError
from packpress.filesystem.scratch import remove_leftovers, temporary_file
from packpress.output import own_output

_BINARY = getattr(os, "O_BINARY", 0)
_PIECE = 2**30
"""How many bytes one call writes; systems accept at most 2 GiB."""
_NO_SUCH_CALL = (errno.EINVAL, errno.ENOTSUP, errno.EBADF)
"""Errors of file systems that cannot flush a folder."""
_ACCESS_LIST = "system.posix_acl_access"
"""The extended attribute that holds the access control list of a file, acl(5)."""


def write_file(file: Path, data: bytes, *, read: bytes | None = None, shown: str = "") -> None:
    """Replaces the file, or creates it and its parent folders.

    ``read`` are the bytes from which ``data`` was derived: if the file has changed since, raises PackpressError, which
    names the file as ``shown``, and writes nothing. Raises OSError if the file cannot be written; it then keeps its old
    bytes.
    """
    _replace(file, (data,), shown, None if read is None else lambda target: holds(target, read))


def write_pieces(file: Path, pieces: Iterable[bytes], *, digest: bytes, shown: str = "") -> None:
    """Replaces the file like ``write_file``, with bytes that are not in memory at one time.

    ``digest`` is the ``digest_of`` the file before the first of the pieces was made from it.
    """
    _replace(file, pieces, shown, lambda target: digest_of(target) == digest)


def digest_of(file: Path) -> bytes:
    """Returns the SHA-256 of the file."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").digest()


def _replace(file: Path, pieces: Iterable[bytes], shown: str, is_unchanged: Callable[[Path], bool] | None) -> None:
    with _naming(file):
        target = _resolve(file)
        make_folder(target.parent)
        with temporary_file(target.parent, 0o600 if target.exists() else 0o666) as (made, handle):
            for piece in pieces:
                _write(handle, piece)
            _prepare(made, handle, target)
            if is_unchanged is not None and not is_unchanged(target):
                message = "changed since it was read, so nothing was written to it; save it in your editor, then run this again"
                raise PackpressError(f"{shown or file}: {message}")
            _rename(made, handle, target)


def move_file(made: Path, file: Path) -> None:
    """Moves a finished temporary file, on the same file system, to ``file``, with the guarantees of ``write_file``."""
    with _naming(file):
        target = _resolve(file)
        make_folder(target.parent)
        handle = os.open(made, os.O_RDWR | _BINARY)
        try:
            _prepare(made, handle, target)
            _rename(made, handle, target)
        finally:
            with suppress(OSError):  # already closed on Windows, which cannot rename an open file
                os.close(handle)


def create_file(path: Path) -> BinaryIO:
    """Opens a file for writing in a folder of ``scratch.temporary_folder``; creates missing parent folders."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("wb")


def create_in(path: Path) -> BinaryIO:
    """Opens a file for writing in a folder of ``scratch.shared_folder``, which may be gone: raises OSError then."""
    return path.open("wb")


def overwrite(made: Path, place: int, data: bytes) -> None:
    """Replaces bytes inside a temporary file by as many others."""
    handle = os.open(made, os.O_RDWR | _BINARY)
    try:
        os.lseek(handle, place, os.SEEK_SET)
        _write(handle, data)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Creates the folder and its missing parents, and flushes their names to disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error
    flush_folder(folder.parent)


def write_or_append(file: Path, data: bytes, *, is_added: bool) -> None:
    """Writes a report to a file, or appends it with ``is_added``; writes directly to a pipe or a device.

    A partial append is undone. If the file is the command's own output, the report is written to that stream.
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
    """Writes to a pipe or a device."""
    handle = os.open(file, os.O_WRONLY | os.O_APPEND)
    try:
        _write(handle, data)
    finally:
        os.close(handle)


def _add(file: Path, data: bytes) -> None:
    """Appends to a file, which other programs may hold open or write to; it stays the same file."""
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
            if data.startswith(added):  # no other process wrote to it
                os.ftruncate(handle, before)
            raise
    finally:
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest[:_PIECE]) :]


def holds(file: Path, data: bytes) -> bool:
    """Returns whether the file exists and has exactly these bytes."""
    return file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data


def _resolve(file: Path) -> Path:
    """Returns the target of a link, or the file itself."""
    target = Path(os.path.realpath(file))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _prepare(made: Path, handle: int, target: Path) -> None:
    """Gives the written file the permissions of its target, and flushes it to disk."""
    _keep_rights(made, target)
    os.fsync(handle)


def _rename(made: Path, handle: int, target: Path) -> None:
    if sys.platform == "win32":
        os.close(handle)  # Windows cannot rename an open file
    made.replace(target)
    flush_folder(target.parent)


def _keep_rights(made: Path, target: Path) -> None:
    """Copies owner and mode from the file to be replaced; a new file keeps its own.

    Raises PermissionError if the old file is read-only. If the group cannot be kept, the new group gets no right that
    others lack.
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
    """Copies the extended attributes of the file to be replaced, including its access control list.

    Raises OSError if the list cannot be kept, because the mode alone would give its mask to the group. Other attributes may
    be lost.
    """
    if sys.platform != "linux":  # Python has these calls on Linux only
        return
    try:
        names, inherited = os.listxattr(target), os.listxattr(made)
    except OSError:
        return  # no attributes on this file system
    if _ACCESS_LIST in inherited and _ACCESS_LIST not in names:  # inherited from the folder's default list
        os.removexattr(made, _ACCESS_LIST)
    if _ACCESS_LIST in names and made.stat().st_gid != target.stat().st_gid:
        raise PermissionError(errno.EPERM, "its access control list cannot be kept, because its group cannot", str(target))
    for name in names:
        try:
            os.setxattr(made, name, os.getxattr(target, name))
        except OSError:
            if name == _ACCESS_LIST:
                raise


def flush_folder(folder: Path) -> None:
    """Flushes the names in the folder to disk, if the system can."""
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
    """Makes an OSError inside the block name the file to be written, not the temporary one."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error
