"""The commit from which a package is released: its name, its day, and the files that differ from it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from packpress.changes.git import Git
from packpress.changes.lines import read_touched
from packpress.changes.repository import find_repository
from packpress.changes.sides.revision import NoRevisionError, Revision
from packpress.errors import PackageError

_AUTHOR = re.compile(rb"^author [^\n]*> (-?[0-9]+) [+-][0-9]{4}$", re.MULTILINE)
_COMMITTER = re.compile(rb"^committer [^\n]*> (-?[0-9]+) [+-][0-9]{4}$", re.MULTILINE)


class Head(NamedTuple):
    """The commit that is checked out: its full name, the day of its author date in UTC, and what differs from it."""

    commit: str
    day: str
    changed: tuple[str, ...]


def read_head(root: Path, named: Iterable[str]) -> Head | None:
    """Returns the commit that is checked out; None if the package in ``root`` is in no repository.

    ``changed`` are the paths of all committed files of the package that differ, and those of ``named`` that were never
    committed. Raises PackageError if there is no commit, or if the package is not in it.
    """
    if find_repository(root) is None:
        return None
    git = Git(root)
    commit = _resolve(git, "HEAD")
    if commit is None:
        raise PackageError(f"{root}: its repository has no commit; commit the package first")
    try:
        revision = Revision(root, commit)
    except NoRevisionError:
        raise
    except PackageError as error:
        raise PackageError(f"{root}: is not in the commit that is checked out; commit the package first") from error
    touched = read_touched(revision, {*revision.entries, *named})
    moment = _seconds(_AUTHOR, git.ask("cat-file", "commit", commit) or b"")
    day = datetime.fromtimestamp(moment, UTC).date().isoformat()
    return Head(commit, day, tuple(sorted(touched.lines)))


def find_last_release(root: Path, version: str) -> str | None:
    """Returns the newest tag ``v…`` of a commit from which the one that is checked out descends; None without one.

    The tag of ``version`` itself does not count, nor do tags of the commit that is checked out.
    """
    if find_repository(root) is None:
        return None
    git = Git(root)
    names = (git.ask("rev-parse", "--symbolic", "--tags=v*") or b"").decode("utf-8", "replace").split("\n")
    head, found = _resolve(git, "HEAD"), []
    for name in sorted({*names} - {"", f"v{version}"}):
        commit = _resolve(git, f"refs/tags/{name}")
        if head is not None and commit not in (None, head):
            listed = git.ask("rev-parse", f"{commit}...{head}") or b""
            if f"^{commit}" in listed.decode("ascii").split("\n"):  # it is the merge base, so an ancestor
                found.append((_seconds(_COMMITTER, git.ask("cat-file", "commit", str(commit)) or b""), name))
    return max(found)[1] if found else None


def _resolve(git: Git, revision: str) -> str | None:
    found = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    return None if found is None else found.decode("ascii").strip()


def _seconds(line: re.Pattern[bytes], commit: bytes) -> int:
    """Returns the seconds since 1970 of a line in the head of a commit; 0 if a strange program wrote it otherwise."""
    match = line.search(commit.partition(b"\n\n")[0])
    return int(match[1]) if match else 0
