"""Makes the release of a git commit again, in a temporary folder, and names the first difference from the one that is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from packpress.changes.git import Git
from packpress.changes.sides.revision import LINK, SUBMODULE, Revision
from packpress.errors import PackageError, PackpressError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.issue import Findings, Issue, Severity
from packpress.package.located import split_package
from packpress.publish.release.names import RELEASE_FILE, SIGNATURE_FILES, SUMS_FILE
from packpress.publish.release.release import release
from packpress.publish.verify.opened_release import OpenedRelease, open_release
from packpress.publish.verify.sums import Stated, compare_sums
from packpress.severities import AS_FOUND, Severities

_CHUNK = 1024 * 1024
MakeRelease = Callable[[Path, Path], Path]
"""Releases the package in a folder into another one, and returns the folder of the release."""


def make_release(package: Path, out: Path, severities: Severities = AS_FOUND) -> Path:
    """Returns the folder of the release of the package, below ``out``. Raises PackpressError if it is refused."""
    made = release(package, out=out, severities=severities)
    if made.status == "refused":
        raise PackpressError(f"the commit cannot be released: {made.reason}")
    return made.folder


def compare_with_commit(
    release: OpenedRelease, package: Path, revision: str, findings: Findings, make: MakeRelease | None = None
) -> None:
    """Reports the first file that differs from the release of the revision, in the repository of the package.

    ``make`` makes that release, by default without settings. Neither hooks nor filters run, and nothing is fetched. Raises
    PackageError if there is no such revision.
    """
    with (
        _checked_out(package, revision) as copy,
        temporary_folder() as out,
        open_release((make or make_release)(copy, out), Findings()) as made,
    ):
        compare_releases(release, made, revision, findings)


def compare_releases(release: OpenedRelease, made: OpenedRelease, revision: str, findings: Findings) -> None:
    """Reports the first file in which the release differs from the one that was made of the revision."""
    (theirs, found), (ours, wanted) = (compare_sums(item, Findings()) for item in (release, made))
    contents = {table.name: table.content_sha256 for table in ours.tables}
    others = sorted(table.name for table in theirs.tables if contents.pop(table.name, "") != table.content_sha256)
    others += sorted(contents)
    # release.json follows from the other files, so it comes last
    paths = sorted({*found, *wanted} - {SUMS_FILE, *SIGNATURE_FILES}, key=lambda path: (path == RELEASE_FILE, path))
    for path in paths:
        if found.get(path) == wanted.get(path):
            continue
        if path not in wanted:
            what = f"is not in the release of {revision}"
        elif path not in found:
            what = f"is missing, but in the release of {revision}"
        else:
            what = f"differs from the release of {revision} {_place(release.files[path], made.files[path])}"
        tools = _other_tools(theirs, ours)
        is_explained = bool(tools) and not others and path in found and path in wanted
        severity: Severity = "warning" if is_explained else "error"
        same = f"tables with other content: {', '.join(others)}" if others else "every table has the same content"
        findings.add(Issue(path, 0, "", "", "release-commit", severity, f"{what}; {same}{tools}"))
        return


def _place(file: Path, other: Path) -> str:
    """Returns where two files begin to differ: "from line 3 on", or "from byte 12 on"."""
    at = lines = 0
    with file.open("rb") as ours, other.open("rb") as theirs:
        while True:
            a, b = ours.read(_CHUNK), theirs.read(_CHUNK)
            if a != b:
                size = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
                is_text = b"\0" not in a
                return f"from line {lines + a[:size].count(10) + 1:,} on" if is_text else f"from byte {at + size:,} on"
            at, lines = at + len(a), lines + a.count(10)


def _other_tools(theirs: Stated, ours: Stated) -> str:
    """Returns the tools of other versions, which may give other bytes: "; made with pyarrow 25.0 instead of 26.0"."""
    names = sorted({*theirs.tools, *ours.tools})
    pairs = [(name, theirs.tools.get(name, "none"), ours.tools.get(name, "none")) for name in names]
    said = [f"{name} {there} instead of {here}" for name, there, here in pairs if there != here]
    return f"; it was made with {', '.join(said)}" if said else ""


@contextmanager
def _checked_out(package: Path, revision: str) -> Iterator[Path]:
    """Copies the package of the revision to a temporary folder that is a work tree of the same repository."""
    root, descriptor = split_package(package)
    git = Git(root)
    with Revision(root, revision) as files, temporary_folder() as folder:
        commit = (git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") or b"").decode()
        common = (git.ask("rev-parse", "--git-common-dir") or b"").decode("utf-8", "surrogateescape").removesuffix("\n")
        tree = folder / "tree"
        _write(folder / "git" / "HEAD", commit.encode())
        _write(folder / "git" / "commondir", os.fsencode(f"{(git.git_dir / common).resolve()}\n"))
        _write(tree / ".git", os.fsencode(f"gitdir: {folder / 'git'}\n"))
        target = tree / git.folder
        for path, entry in files.entries.items():
            if entry.mode not in (LINK, SUBMODULE):
                _copy(files, path, target / path)
        if not (target / descriptor).is_file():
            raise PackageError(f"{revision}: has no {descriptor}; the package did not exist there")
        yield target / descriptor


def _write(file: Path, data: bytes) -> None:
    with create_file(file) as out:
        out.write(data)


def _copy(files: Revision, path: str, target: Path) -> None:
    found = files.open(path)
    assert found is not None
    stream, left = found
    with create_file(target) as out:
        while left and (chunk := stream.read(min(left, _CHUNK))):
            out.write(chunk)
            left -= len(chunk)
    if left:
        raise PackageError(f"{path}: git gave less than its size; see git fsck")
