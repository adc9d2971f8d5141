"""Which lines differ from a revision, whatever the files are called and whatever they say."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from packpress.changes.lines import open_base, read_touched
from packpress.changes.touched import Touched
from packpress.errors import PackpressError

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a new repository, as nobody in particular."""

    def run(*arguments: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        command = ["git", "-C", str(tmp_path), *identity, *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    run("init", "--quiet")
    return run


def commit(git: Git, root: Path, **files: bytes) -> None:
    write(root, files)
    git("add", "--all", ".")
    git("commit", "--quiet", "--allow-empty", "--message", "x")


def touched(root: Path, base: str, *paths: str) -> Touched:
    return read_touched(open_base(root, base), paths)


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


LINES = b"1\n2\n3\n4\n5\n"
# what was done to a file of five lines → its lines now, the lines that are touched
CHANGES: dict[str, tuple[bytes, tuple[range, ...]]] = {
    "a line changed": (b"1\n2\nx\n4\n5\n", (range(3, 4),)),
    "a line added": (b"1\n2\n3\nx\n4\n5\n", (range(4, 5),)),
    "lines added at the end": (b"1\n2\n3\n4\n5\nx\ny\n", (range(6, 8),)),
    "two places": (b"x\n2\n3\n4\ny\n", (range(1, 2), range(5, 6))),
    "a line removed": (b"1\n2\n4\n5\n", ()),
    "the last line end removed": (b"1\n2\n3\n4\n5", (range(5, 6),)),
    "lines that moved": (b"3\n4\n5\n1\n2\n", (range(4, 6),)),
    "a repeated line": (b"1\n2\n2\n3\n4\n5\n", (range(3, 4),)),
    "every line": (b"x\n", (range(1, 2),)),
    "nothing left": (b"", ()),
    "other line ends and a line": (b"1\r\n2\r\nx\r\n4\r\n5\r\n", (range(3, 4),)),
    "lines that look like a patch": (b"1\n++ b/other\n@@ -1 +1,9 @@\n4\n5\n", (range(2, 4),)),
}


@pytest.mark.parametrize(("after", "expected"), CHANGES.values(), ids=CHANGES)
def test_the_lines_that_differ_are_touched(after: bytes, expected: tuple[range, ...], git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=LINES)
    write(tmp_path, {"data": after})
    assert touched(tmp_path, "HEAD", "data") == Touched({"data": expected})


def test_removed_lines_that_look_like_a_header_are_none(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=b"1\n-- a/x\n++ b/x\n4\n")
    write(tmp_path, {"data": b"1\n++ c\n4\n"})
    assert touched(tmp_path, "HEAD", "data") == Touched({"data": (range(2, 3),)})


NAMES = (
    "plain",
    "with space",
    "a\nb",
    'say "so"',
    "back\\slash",
    "$(touch x)",
    "-rf",
    "::set-env name=a::b",
    "国",
    "tab\there",
    "*",
)


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_has_the_name_it_has(name: str, git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, **{name: LINES, "plain-old": LINES})
    write(tmp_path, {name: b"x\n2\n3\n4\n5\n"})
    assert touched(tmp_path, "HEAD", name, "plain-old") == Touched({name: (range(1, 2),)})


def test_a_new_file_is_touched_in_every_line(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path)
    commit(git, tmp_path, **{"a\nb": LINES})
    found = touched(tmp_path, "HEAD~", "a\nb")
    assert found == Touched({"a\nb": None})
    assert [found.has("a\nb", 0), found.has("a\nb", 10**9), found.has("other", 0)] == [True, True, False]


def test_paths_are_those_of_the_package(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, **{"in/package/data": LINES, "elsewhere": LINES})
    write(tmp_path, {"in/package/data": b"x\n", "elsewhere": b"x\n"})
    assert touched(tmp_path / "in" / "package", "HEAD", "data", "../../elsewhere") == Touched({"data": (range(1, 2),)})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_every_line_of_a_changed_file_in_utf_16_counts(encoding: str, git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data="a,b\n1,2\n".encode(encoding))
    write(tmp_path, {"data": "a,b\n1,3\n".encode(encoding)})
    assert touched(tmp_path, "HEAD", "data") == Touched({"data": None})


def test_a_binary_file_is_touched_as_a_whole(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=b"\0\1")
    write(tmp_path, {"data": b"\0\2"})
    found = touched(tmp_path, "HEAD", "data")
    assert [found.has("data", 0), found.has("data", 1)] == [True, False]


def pointer(data: bytes) -> bytes:
    """What Git LFS commits in place of the data."""
    digest = hashlib.sha256(data).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n".encode()


# what was committed, what is there now → whether it differs, and in which lines
WHOLES: dict[str, tuple[bytes, bytes, dict[str, tuple[range, ...] | None]]] = {
    "nothing changed": (LINES, LINES, {}),
    "other line ends": (LINES, LINES.replace(b"\n", b"\r\n"), {}),
    "the file of a pointer": (pointer(LINES), LINES, {}),
    "another file than that of the pointer": (pointer(LINES), b"x\n", {"data": None}),
    "another pointer": (pointer(LINES), pointer(b"x\n"), {"data": (range(2, 4),)}),
    "a pointer in place of the file": (LINES, pointer(LINES), {"data": (range(1, 4),)}),
    "a long line": (LINES, b"x" * 17_000_000, {"data": None}),
}


@pytest.mark.parametrize(("before", "after", "expected"), WHOLES.values(), ids=WHOLES)
def test_a_file_that_is_the_same_in_substance_is_not_touched(
    before: bytes, after: bytes, expected: dict[str, tuple[range, ...] | None], git: Git, tmp_path: Path
) -> None:
    commit(git, tmp_path, data=before)
    write(tmp_path, {"data": after})
    assert touched(tmp_path, "HEAD", "data") == Touched(expected)


def test_a_link_is_compared_by_its_target(git: Git, tmp_path: Path) -> None:
    for name in ("same", "other", "file"):
        (tmp_path / name).symlink_to("target")
    commit(git, tmp_path, target=LINES, link=LINES)
    for name, target in {"other": "elsewhere", "link": "target"}.items():
        (tmp_path / name).unlink()
        (tmp_path / name).symlink_to(target)
    (tmp_path / "file").unlink()
    write(tmp_path, {"file": LINES})
    expected = Touched({"other": None, "file": None, "link": None})
    assert touched(tmp_path, "HEAD", "same", "other", "file", "link") == expected


def test_files_come_and_go(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, old=LINES, kept=LINES, **{"folder/data": LINES})
    (tmp_path / "old").rename(tmp_path / "renamed")
    (tmp_path / "folder" / "data").unlink()
    (tmp_path / "folder" / "data").mkdir()
    names = ("old", "renamed", "kept", "folder/data", "never/there", "/etc/passwd", "../up", "")
    assert touched(tmp_path, "HEAD", *names) == Touched({"old": (), "renamed": None, "folder/data": None})


def test_a_file_outside_that_a_link_of_folders_leads_to_is_not_read(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, **{"pack/data/a": LINES, "elsewhere/a": LINES})
    (tmp_path / "pack" / "data").rename(tmp_path / "pack" / "old")
    (tmp_path / "pack" / "data").symlink_to("../elsewhere")
    assert touched(tmp_path / "pack", "HEAD", "data/a") == Touched({"data/a": None})


def test_files_of_a_submodule_are_not_touched(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=LINES)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path), "sub")
    commit(git, tmp_path)
    write(tmp_path, {"sub/data": b"x\n", "sub/new": b"x\n"})
    assert touched(tmp_path, "HEAD", "sub", "sub/data", "sub/new") == Touched()


def test_a_repository_with_sha_256_is_compared_as_well(git: Git, tmp_path: Path) -> None:
    root = tmp_path / "other"
    root.mkdir()
    git("init", "--quiet", "--object-format=sha256", "other")
    write(root, {"same": LINES, "data": LINES})
    git("-C", "other", "add", ".")
    git("-C", "other", "commit", "--quiet", "--message", "x")
    write(root, {"data": b"x\n"})
    assert touched(root, "HEAD", "same", "data") == Touched({"data": (range(1, 2),)})


REVISIONS = ("unknown", "--output=ran", "-rf", "$(touch ran)", "")


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_that_is_none_is_said_to_be_none(revision: str, git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=LINES)
    with pytest.raises(PackpressError, match=r"^git cannot compare with "):
        open_base(tmp_path, revision)
    assert not (tmp_path / "ran").exists()


def test_outside_of_a_work_tree_nothing_can_be_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(PackpressError, match=r"^git cannot compare with HEAD: "):
        open_base(tmp_path, "HEAD")


def test_without_git_it_is_said_what_is_missing(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(git, tmp_path, data=LINES)
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path), "", ".")))
    with pytest.raises(PackpressError, match=r"git is not installed"):
        open_base(tmp_path, "HEAD")
