"""The commit that is checked out: its name and day, what differs from it, and the release before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.changes.sides.head import Head, find_last_release, read_head
from packpress.errors import PackageError

if TYPE_CHECKING:
    from tests.changes.conftest import Repository


@pytest.fixture
def committed(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> tuple[Repository, str]:
    """A repository with two files, committed late in the evening in a zone where it is already the next day."""
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    for name in ("a.csv", "b.csv"):
        (repository.root / name).write_bytes(b"id\n1\n")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--date", "2025-03-02T01:00:00+0200", "--message", "A state")
    return repository, repository.git("rev-parse", "HEAD")


def replace_by_link(file: Path, target: str) -> None:
    file.unlink()
    file.symlink_to(target)


# what is done to the files → the paths that are said to differ
CHANGES: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "nothing": (lambda root: None, ()),
    "touched": (lambda root: (root / "a.csv").touch(), ()),
    "changed": (lambda root: (root / "a.csv").write_bytes(b"id\n2\n"), ("a.csv",)),
    "line ends of Windows": (lambda root: (root / "a.csv").write_bytes(b"id\r\n1\r\n"), ()),
    "removed": (lambda root: (root / "b.csv").unlink(), ("b.csv",)),
    "a link": (lambda root: replace_by_link(root / "b.csv", "a.csv"), ("b.csv",)),
    "new and named": (lambda root: (root / "new.csv").write_bytes(b""), ("new.csv",)),
    "new and not named": (lambda root: (root / "other.csv").write_bytes(b""), ()),
}


@pytest.mark.parametrize(("change", "paths"), CHANGES.values(), ids=CHANGES)
def test_what_differs_from_the_commit_is_named(
    change: Callable[[Path], object], paths: tuple[str, ...], committed: tuple[Repository, str]
) -> None:
    repository, commit = committed
    change(repository.root)
    assert read_head(repository.root, ["a.csv", "new.csv"]) == Head(commit, "2025-03-01", paths)


def test_the_index_and_other_folders_do_not_matter(committed: tuple[Repository, str]) -> None:
    repository, _ = committed
    package = repository.root / "package"
    package.mkdir()
    (package / "c.csv").write_bytes(b"id\n")
    commit = repository.commit()
    (repository.root / "a.csv").write_bytes(b"id\n2\n")
    repository.git("add", "--all")
    found = read_head(package, ["c.csv"])
    assert found is not None
    assert (found.commit, found.changed) == (commit, ())


def test_a_package_in_no_repository_has_no_commit(tmp_path: Path) -> None:
    assert read_head(tmp_path, []) is None
    assert find_last_release(tmp_path, "1.0.0") is None


def test_a_repository_without_the_package_is_refused(repository: Repository) -> None:
    package = repository.root / "package"
    package.mkdir()
    with pytest.raises(PackageError, match=r"its repository has no commit; commit the package first$"):
        read_head(package, [])
    repository.commit()
    with pytest.raises(PackageError, match=r"is not in the commit that is checked out; commit the package first$"):
        read_head(package, [])


def test_the_last_release_is_the_newest_tag_before_the_commit(repository: Repository) -> None:
    root = repository.root
    assert find_last_release(root, "1.0.0") is None
    commit_at(repository, 1_700_000_000)
    assert find_last_release(root, "1.0.0") is None
    repository.git("tag", "v1.9.0")
    commit_at(repository, 1_700_000_001)
    repository.git("tag", "--annotate", "--message", "later", "v1.10.0")
    commit_at(repository, 1_700_000_002)
    repository.git("tag", "other")
    commit_at(repository, 1_700_000_003)
    assert find_last_release(root, "2.0.0") == "v1.10.0"
    assert find_last_release(root, "1.10.0") == "v1.9.0"
    repository.git("tag", "v2.0.0")
    repository.git("tag", "v2.0.0-of-this-commit")
    assert find_last_release(root, "2.0.0") == "v1.10.0"
    repository.git("checkout", "--quiet", "v1.9.0")
    commit_at(repository, 1_800_000_000)
    assert find_last_release(root, "2.0.0") == "v1.9.0"


def commit_at(repository: Repository, seconds: int) -> None:
    """Make an empty commit at a moment, which an alias sets, since no variable of the environment reaches git here."""
    alias = f"alias.at=!GIT_COMMITTER_DATE='@{seconds} +0000' git commit --quiet --allow-empty --message"
    repository.git("-c", alias, "at", "A state")
