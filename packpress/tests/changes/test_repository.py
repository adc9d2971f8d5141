"""The repository of a folder: found from the files alone, and refused where they are not what git would write."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from packpress.changes.repository import Repository, find_repository, find_top
from packpress.errors import PackageError


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _worktree(root: Path) -> None:
    _write(root / "top" / ".git", f"gitdir: {root}/main/.git/worktrees/top\n")
    _write(root / "main" / ".git" / "worktrees" / "top" / "commondir", "../..\n")


def _submodule(root: Path) -> None:
    _write(root / "top" / ".git", "gitdir: ../.git/modules/top\r\n")
    (root / ".git" / "modules" / "top").mkdir(parents=True)


def _link(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "top").mkdir()
    (root / "top" / ".git").symlink_to("../elsewhere")


# how the top is made → its GIT_DIR
GOOD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a repository": (lambda root: (root / "top" / ".git").mkdir(parents=True), "top/.git"),
    "a worktree": (_worktree, "main/.git/worktrees/top"),
    "a submodule": (_submodule, ".git/modules/top"),
    "a link": (_link, "elsewhere"),
}


@pytest.mark.parametrize(("make", "git_dir"), GOOD.values(), ids=GOOD)
@pytest.mark.parametrize("folder", ["", "a/b c"])
def test_a_repository_is_found_from_any_folder_of_its_work_tree(
    folder: str, make: Callable[[Path], object], git_dir: str, tmp_path: Path
) -> None:
    make(tmp_path)
    top = tmp_path / "top"
    (top / folder).mkdir(parents=True, exist_ok=True)
    assert find_repository(top / folder) == Repository(top, tmp_path / git_dir, folder)
    (tmp_path / "link").symlink_to(top / folder)
    assert find_repository(tmp_path / "link") == Repository(top, tmp_path / git_dir, folder)


def test_outside_of_a_work_tree_there_is_none(tmp_path: Path) -> None:
    assert (find_repository(tmp_path), find_top(tmp_path)) == (None, None)


def _bare(at: str, *names: str) -> Callable[[Path], None]:
    def make(top: Path) -> None:
        (top / ".git").mkdir()
        for name in names:
            (top / at / name).mkdir(parents=True)
        _write(top / at / "HEAD", "ref: refs/heads/main\n")

    return make


def _common_inside(top: Path) -> None:
    _write(top / ".git" / "commondir", "../data\n")
    (top / "data").mkdir()


def _pipe(top: Path) -> None:
    os.mkfifo(top / ".git")


# what is wrong → how it is made in the top, a part of the message
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "the package is a bare repository": (_bare("pack", "objects", "refs"), "pack: looks like a bare git repository"),
    "the top is one": (_bare("", "objects", "refs"), "looks like a bare git repository"),
    "a bare repository of a worktree": (_bare("pack", "commondir"), "pack: looks like a bare git repository"),
    "a repository inside": (lambda top: _write(top / ".git", "gitdir: pack\n"), "inside the work tree"),
    "a repository that is the top": (lambda top: _write(top / ".git", "gitdir: .\n"), "inside the work tree"),
    "a link inside": (lambda top: (top / ".git").symlink_to("pack"), "inside the work tree"),
    "objects inside": (_common_inside, "inside the work tree"),
    "nothing": (lambda top: _write(top / ".git", "gitdir: ../gone\n"), "which is not a folder"),
    "no name": (lambda top: _write(top / ".git", "gitdir: \n"), "does not name a folder"),
    "NUL": (lambda top: _write(top / ".git", "gitdir: a\0b\n"), "does not name a folder"),
    "no file of git": (lambda top: _write(top / ".git", "pack\n"), "does not name a folder"),
    "an empty file": (lambda top: _write(top / ".git", ""), "does not name a folder"),
    "a file without end": (
        lambda top: _write(top / ".git", "gitdir: " + "x" * 70_000),
        "is neither a folder nor a file of git",
    ),
    "a pipe": (_pipe, "is neither a folder nor a file of git"),
    "a broken link": (lambda top: (top / ".git").symlink_to("gone"), "is neither a folder nor a file of git"),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD)
def test_what_git_would_not_write_is_refused(make: Callable[[Path], object], said: str, tmp_path: Path) -> None:
    (tmp_path / "top" / "pack").mkdir(parents=True)
    make(tmp_path / "top")
    with pytest.raises(PackageError, match=said):
        find_repository(tmp_path / "top" / "pack")


def test_files_that_make_up_no_repository_are_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("HEAD", "refs", "config"):
        _write(tmp_path / "pack" / name, "")
    assert find_repository(tmp_path / "pack") == Repository(tmp_path, tmp_path / ".git", "pack")
