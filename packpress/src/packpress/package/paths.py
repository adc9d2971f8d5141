"""Paths that a descriptor may name: inside the package's folder, and nothing else."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

MAX_FOLDERS = 50
"""Through how many folders a path may go; each costs a look at the disk."""
_NO_FILE = "is a folder, a pipe or a device, not a file"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def text_fault(path: str) -> str | None:
    """Why the text is no relative path of the standard; None where it is one. No file is looked at."""
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
    """Why ``path`` may not be used in a package at ``root``; None when it is safe.

    Data Package 2.0, "URL or Path": a path is POSIX-style, relative, and does not leave the descriptor's folder nor go through
    a hidden one. Addresses are refused too, for nothing is ever fetched, and so is a link that leads out of the folder and
    whatever is no regular file. A file that is not there is no fault of its path.
    """
    if fault := text_fault(path):
        return fault
    target = root / path
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
    """Whether what stands below ``root`` is really outside; only a link can lead there."""
    if not any(map(os.path.islink, (target, *target.parents[: len(target.parts) - len(root.parts) - 1]))):
        return False
    base, real = os.path.realpath(root), os.path.realpath(target)
    return real != base and not real.startswith(base.rstrip(os.sep) + os.sep)
