"""Which lines differ from a revision, whatever the files are called and whatever they say."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fentanyl_control.errors import PressError
from fentanyl_control.report.touched import Touched, read_touched

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
    "lines that look like a patch": (b"1\n++ b/other\n@@ -1 +1,9 @@\n4\n5\n", (range(2, 4),)),
}


@pytest.mark.parametrize(("after", "expected"), CHANGES.values(), ids=CHANGES)
def test_the_lines_that_differ_are_touched(after: bytes, expected: tuple[range, ...], git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=LINES)
    write(tmp_path, {"data": after})
    assert read_touched(tmp_path, "HEAD") == Touched({"data": expected})


def test_removed_lines_that_look_like_a_header_are_none(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=b"1\n-- a/x\n++ b/x\n4\n")
    write(tmp_path, {"data": b"1\n++ c\n4\n"})
    assert read_touched(tmp_path, "HEAD") == Touched({"data": (range(2, 3),)})


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
    assert read_touched(tmp_path, "HEAD") == Touched({name: (range(1, 2),)})


def test_a_new_file_is_touched_in_every_line(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path)
    commit(git, tmp_path, **{"a\nb": LINES})
    touched = read_touched(tmp_path, "HEAD~")
    assert touched == Touched({"a\nb": None})
    assert [touched.has("a\nb", 0), touched.has("a\nb", 10**9), touched.has("other", 0)] == [True, True, False]


def test_paths_are_those_of_the_package(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, **{"in/package/data": LINES, "elsewhere": LINES})
    write(tmp_path, {"in/package/data": b"x\n", "elsewhere": b"x\n"})
    assert read_touched(tmp_path / "in" / "package", "HEAD") == Touched({"data": (range(1, 2),)})


def test_a_binary_file_is_touched_as_a_whole(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=b"\0\1")
    write(tmp_path, {"data": b"\0\2"})
    touched = read_touched(tmp_path, "HEAD")
    assert [touched.has("data", 0), touched.has("data", 1)] == [True, False]


def test_what_the_repository_configures_is_not_run(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=LINES, **{".gitattributes": b"data diff=odd\n"})
    for setting in ("diff.odd.textconv", "diff.odd.command", "diff.external"):
        git("config", setting, f"touch {tmp_path / 'ran'};")
    write(tmp_path, {"data": b"x\n"})
    assert read_touched(tmp_path, "HEAD") == Touched({"data": (range(1, 2),)})
    assert not (tmp_path / "ran").exists()


REVISIONS = ("unknown", "--output=ran", "-rf", "$(touch ran)", "")


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_that_is_none_is_said_to_be_none(revision: str, git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, data=LINES)
    with pytest.raises(PressError, match=r"^git cannot compare with "):
        read_touched(tmp_path, revision)
    assert not (tmp_path / "ran").exists()


def test_outside_of_a_work_tree_nothing_can_be_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(PressError, match=r"^git cannot compare with HEAD: "):
        read_touched(tmp_path, "HEAD")


def test_without_git_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PressError, match=r"^git is not installed"):
        read_touched(tmp_path, "HEAD")
