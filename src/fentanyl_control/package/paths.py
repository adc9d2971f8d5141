"""Paths that a descriptor may name: inside the package's folder, and nothing else."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def path_fault(root: Path, path: str) -> str | None:
    """Why ``path`` may not be used in a package at ``root``; None when it is safe.

    Data Package 2.0, "URL or Path": a path is POSIX-style, relative, and does not leave the descriptor's folder. Addresses
    are refused too, for nothing is ever fetched, and so is a link that leads out of the folder and whatever is no regular
    file. A file that is not there is no fault of its path.
    """
    if fault := spelling_fault(path):
        return fault
    base = os.path.realpath(root)
    target = os.path.realpath(root / path)
    if target != base and not target.startswith(base.rstrip(os.sep) + os.sep):
        return "leads out of the package through a link; put the file itself into the package"
    try:
        mode = Path(target).stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"cannot be reached: {error.strerror}"
    if not stat.S_ISREG(mode):
        return "is a folder, a pipe or a device; name a file"
    return None if os.access(target, os.R_OK) else "cannot be read; give the right to read it"


def spelling_fault(path: str) -> str | None:
    """Why a path may not be used anywhere, as it is written; None when it is safe."""
    if not path:
        return "is empty; name a file below the descriptor's folder"
    if "\\" in path or "\0" in path:
        return "has a backslash or NUL; write it with forward slashes"
    if _SCHEME.match(path):
        return "is an address or has a drive letter; nothing is fetched, so name a file of the package"
    if path.startswith(("/", "~")):
        return "is absolute; name a file below the descriptor's folder"
    if ".." in path.split("/"):
        return "has '..' in it; name a file below the descriptor's folder"
    return None
