"""Paths that a descriptor may name: only files inside the package's folder."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from packpress.filesystem.stores.store_path import StorePath

MAX_FOLDERS = 50
"""How many folders a path may go through; each takes a look at the disk."""
_NO_FILE = "is a folder, a pipe or a device, not a file"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def text_fault(path: str) -> str | None:
    """Returns why the text is not a relative path of the standard; None if it is one. Does not access any file."""
    if not path:
        return "is empty; name a file below the descriptor's folder"
    if "\\" in path or "\0" in path:
        return "contains a backslash or NUL; use forward slashes"
    if _SCHEME.match(path):
        return "is a URL or has a drive letter; nothing is fetched, so name a file of the package"
    if path.startswith(("/", "~")):
        return "is absolute; name a file below the descriptor's folder"
    *folders, name = path.split("/")
    if ".." in (*folders, name):
        return "contains '..'; name a file below the descriptor's folder"
    if name in ("", "."):
        return _NO_FILE
    if any(folder.startswith(".") and folder != "." for folder in folders):
        return "goes through a hidden folder; move the file to a visible one"
    if len(folders) > MAX_FOLDERS:
        return f"goes through more than {MAX_FOLDERS} folders; move the file closer to the descriptor"
    return None


def path_fault(root: Path, path: str) -> str | None:
    """Returns why ``path`` must not be used in a package at ``root``; None if it is safe.

    Data Package 2.0, "URL or Path": a path is POSIX-style, relative, and does not leave the descriptor's folder nor go
    through a hidden one. URLs are rejected too, because nothing is ever fetched, and so are links that lead out of the folder
    and anything that is not a regular file. A missing file is not a fault of its path.
    """
    if fault := text_fault(path):
        return fault
    target = root / path
    if isinstance(target, StorePath):
        return target.fault()
    if _leads_out(root, target):
        return "leads out of the package through a link; put the file itself into the package"
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"cannot be reached: {error.strerror}"
    if not stat.S_ISREG(mode):
        return _NO_FILE
    return None if os.access(target, os.R_OK) else "cannot be read; grant read permission"


def _leads_out(root: Path, target: Path) -> bool:
    """Returns whether the target below ``root`` is really outside of it, which only a link can cause."""
    if not any(map(os.path.islink, (target, *target.parents[: len(target.parts) - len(root.parts) - 1]))):
        return False
    base, real = os.path.realpath(root), os.path.realpath(target)
    return real != base and not real.startswith(base.rstrip(os.sep) + os.sep)
