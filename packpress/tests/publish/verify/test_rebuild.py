"""The release of a commit is made again from a copy of its files, in a work tree of the same repository."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.changes.conftest import SCHEMA, Repository, write_package
from tests.publish.verify.tiny_release import JSONL, describe, seal, with_tools, write_release

from packpress.changes.git import Git
from packpress.errors import PackageError, PackpressError
from packpress.issue import Findings, Issue
from packpress.publish.release.release import Released
from packpress.publish.verify import rebuild
from packpress.publish.verify.opened_release import open_release
from packpress.publish.verify.rebuild import compare_with_commit, make_release
from packpress.publish.verify.verify_release import verify_release


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package in a folder of a repository, with a tag and a later state."""
    (tmp_path / "repository").mkdir()
    made = Repository(tmp_path / "repository")
    made.git("init", "--quiet", "--initial-branch", "main")
    root = write_package(made.root / "pack", {"t": (SCHEMA, "id,name,n\na,first,1\n")}, version="1.0.0")
    (root / "link").symlink_to("t.csv")
    made.commit()
    made.git("tag", "v1.0.0")
    write_package(root, {"t": (SCHEMA, "id,name,n\na,second,1\n")}, version="1.1.0")
    made.commit()
    return root


def differences(
    release: Path, package: Path, change: Callable[[Path], object] = lambda made: None
) -> tuple[tuple[Issue, ...], Path]:
    """What is reported if the commit gives a copy of the release with a change, and the release is then compared."""

    def make(copy: Path, out: Path) -> Path:
        assert (copy.parent / "t.csv").read_text(encoding="utf-8") == "id,name,n\na,first,1\n"
        assert not (copy.parent / "link").exists()
        git = Git(copy.parent)
        assert git.folder == "pack"
        assert git.ask("rev-parse", "HEAD") == Git(package).ask("rev-parse", "v1.0.0")
        made = Path(shutil.copytree(release, out / "made"))
        change(made)
        return made

    findings = Findings()
    with open_release(release, findings) as opened:
        compare_with_commit(opened, package, "v1.0.0", findings, make)
    return findings.report().issues, release


SAME = "every table has the same content"
# what the commit gives instead → the file that differs first, its severity and the message
CASES: dict[str, tuple[Callable[[Path], object], str, str, str]] = {
    "text": (
        lambda made: (made / "README.md").write_text("# Tiny\n\nMore\n"),
        "README.md",
        "error",
        f"differs from the release of v1.0.0 from line 2 on; {SAME}",
    ),
    "missing": (
        lambda made: (made / "LICENSE").write_text("x\n"),
        "LICENSE",
        "error",
        f"is missing, but in the release of v1.0.0; {SAME}",
    ),
    "extra": (lambda made: (made / JSONL).unlink(), JSONL, "error", f"is not in the release of v1.0.0; {SAME}"),
}


@pytest.mark.parametrize(("change", "path", "severity", "message"), CASES.values(), ids=CASES)
def test_the_first_difference_is_named(
    change: Callable[[Path], object], path: str, severity: str, message: str, tmp_path: Path, package: Path
) -> None:
    found, _ = differences(write_release(tmp_path / "1.0.0"), package, change)
    assert [(issue.path, issue.rule, issue.severity, issue.message) for issue in found] == [
        (path, "release-commit", severity, message)
    ]


def test_a_release_of_the_commit_has_no_issue(tmp_path: Path, package: Path) -> None:
    assert differences(write_release(tmp_path / "1.0.0"), package)[0] == ()


def test_other_tools_explain_other_bytes_of_the_same_content(tmp_path: Path, package: Path) -> None:
    def change(made: Path) -> None:
        (made / "README.md").write_text("# tiny\n", encoding="utf-8")
        describe(made)
        seal(made)
        with_tools(made, {"pyarrow": "2"})

    (issue,), _ = differences(write_release(tmp_path / "1.0.0"), package, change)
    assert (issue.path, issue.severity) == ("README.md", "warning")
    assert issue.message.endswith(f"{SAME}; it was made with pyarrow 1 instead of 2")


def test_a_revision_that_does_not_exist_or_lacks_the_package_is_refused(tmp_path: Path, package: Path) -> None:
    release = write_release(tmp_path / "1.0.0")
    with pytest.raises(PackageError, match=r"v9\.0\.0"):
        verify_release(release, against="v9.0.0", package=package)


def test_the_repository_and_its_files_stay_as_they_are(tmp_path: Path, package: Path) -> None:
    root = package.parent
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    differences(write_release(tmp_path / "1.0.0"), package)
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before


def test_a_commit_that_cannot_be_released_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Released("refused", "1.0.0", tmp_path / "1.0.0", "it has errors")
    monkeypatch.setattr(rebuild, "release", lambda path, out, severities: answer)
    with pytest.raises(PackpressError, match="the commit cannot be released: it has errors"):
        make_release(tmp_path, tmp_path)
    answer = Released("written", "1.0.0", tmp_path / "1.0.0")
    assert make_release(tmp_path, tmp_path) == tmp_path / "1.0.0"
