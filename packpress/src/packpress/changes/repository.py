"""Finds the git repository that contains a folder, from the files alone.

git itself would also accept a folder in which a pull request puts the files of a bare repository.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from packpress.errors import PackageError
from packpress.filesystem.stores.store_path import StorePath

_MAX_POINTER = 64 * 1024
_POINTER = b"gitdir: "


class Repository(NamedTuple):
    """``top`` is the root of the work tree, ``git_dir`` the folder that git calls GIT_DIR.

    ``folder`` is the path from ``top`` to the given folder, with forward slashes; "" is the top itself.
    """

    top: Path
    git_dir: Path
    folder: str


def find_top(root: Path) -> Path | None:
    """Returns the first folder from ``root`` upwards that contains ``.git``, or None; a store has no repositories."""
    if isinstance(root, StorePath):
        return None
    root = root.resolve()
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)


def find_repository(root: Path) -> Repository | None:
    """Returns the repository whose work tree contains the folder ``root``, or None.

    Raises PackageError if the folder, or one between it and the top, could be taken for a bare repository. Also raises it
    if ``.git`` is broken or leads back into the work tree, where whoever wrote the last commit controls the files.
    """
    root = root.resolve()
    top = find_top(root)
    if top is None:
        return None
    for folder in (root, *root.parents):
        if _looks_bare(folder):
            raise PackageError(
                f"{folder}: looks like a bare git repository (HEAD, objects, refs); remove or rename these files"
            )
        if folder == top:
            break
    git_dir = _git_dir(top)
    return Repository(top, git_dir, "" if root == top else root.relative_to(top).as_posix())


def _looks_bare(folder: Path) -> bool:
    """Returns whether git may take the folder itself for a repository (``is_git_directory`` in git's setup.c), roughly."""
    if not os.path.lexists(folder / "HEAD"):
        return False
    return (folder / "commondir").exists() or ((folder / "objects").exists() and (folder / "refs").exists())


def _git_dir(top: Path) -> Path:
    """Returns the folder ``.git``, or the one that the file ``.git`` of a worktree or submodule names."""
    dot_git = top / ".git"
    git_dir = dot_git.resolve() if dot_git.is_dir() else _named(dot_git, _POINTER)
    common = git_dir / "commondir"
    shared = _named(common, b"") if os.path.lexists(common) else git_dir
    for folder in (git_dir, shared):
        if not folder.is_dir():
            raise PackageError(f"{dot_git}: leads to {folder}, which is not a folder; see git worktree repair")
        if folder.is_relative_to(top) and not folder.is_relative_to(top / ".git"):
            raise PackageError(f"{dot_git}: leads to {folder}, inside the work tree; such a repository is not trusted")
    return git_dir


def _named(file: Path, beginning: bytes) -> Path:
    """Returns the folder that a one-line file of git names, relative to the file's own folder."""
    try:
        if not file.is_file() or file.stat().st_size > _MAX_POINTER:  # reading a pipe may never end
            raise PackageError(f"{file}: is neither a folder nor a file of git; remove it")
        line = file.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise PackageError(f"{file}: cannot be read: {error.strerror or error}") from error
    if not line.startswith(beginning) or line == beginning or b"\0" in line:
        raise PackageError(f"{file}: does not name a folder; see git worktree repair")
    return (file.parent / os.fsdecode(line.removeprefix(beginning))).resolve()
