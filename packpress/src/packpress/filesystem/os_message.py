"""The message for an error of the operating system: place, fault and what to do."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from packpress.escape import printable

_ANOTHER = "name another place"
# error number → the fault, and what to do
_FAULTS: Mapping[int, tuple[str, str]] = {
    errno.ENOENT: ("does not exist, or nothing can be created there", "check the path, or name another place"),
    errno.EACCES: ("access is denied", "change its permissions, or name another place"),
    errno.EPERM: ("the system does not permit this", "change its permissions, or name another place"),
    errno.EROFS: ("is on a file system that is read-only", _ANOTHER),
    errno.ENOSPC: ("no space is left on the disk", "free some, or name another place"),
    errno.EDQUOT: ("your quota on the disk is used up", "free some space, or name another place"),
    errno.EFBIG: ("is larger than the system allows", _ANOTHER),
    errno.ENOTDIR: ("is not a folder, or one above it is a file", "check the path, or name another place"),
    errno.EISDIR: ("is a folder, where a file was expected", "check the path"),
    errno.EEXIST: ("exists already", "move it away, or name another place"),
    errno.ENOTEMPTY: ("is a folder that is not empty", "move it away, or name another place"),
    errno.ENAMETOOLONG: ("has a longer name than the system allows", "shorten it"),
    errno.ELOOP: ("is a link that leads back to itself", "remove the link"),
    errno.EXDEV: ("is on another file system", _ANOTHER),
    errno.EIO: ("cannot be read or written: the device reports an error", "check the disk"),
    errno.EMFILE: ("cannot be opened: too many files are open", "close other programs, or raise the limit with ulimit -n"),
    errno.ENFILE: ("cannot be opened: too many files are open", "close other programs"),
    errno.EBUSY: ("is in use by another program", "close that program, and run this again"),
}


def os_message(error: OSError) -> str:
    """Returns the message, with the words of the system if the fault is not known here.

    >>> os_message(OSError(30, "Read-only file system", "data.csv"))
    'data.csv: is on a file system that is read-only; name another place'
    """
    place = f"{printable(_path(error))}: " if error.filename is not None else ""
    known = _FAULTS.get(error.errno or 0)
    if known is None:
        return f"{place}the system refused this: {error.strerror or error}; check the path and the disk, and run this again"
    fault, remedy = known
    return f"{place}{fault}; {remedy}"


def _path(error: OSError) -> str:
    """Returns the path; of two, such as those of a renaming, the one that was to be made."""
    path = error.filename2 if error.filename2 is not None else error.filename
    return path.decode("utf-8", "replace") if isinstance(path, bytes) else str(path)
