"""Releases a version of a package: builds it, writes every file that people download, and puts them in place at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from packpress.changes.sides.head import find_last_release, read_head
from packpress.check.progress import Progress, silent
from packpress.errors import PackageError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import make_folder
from packpress.filesystem.write_folder import move_folder
from packpress.issue import Report
from packpress.package.descriptor import read_package
from packpress.package.located import split_package
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.build import build
from packpress.publish.metadata.facts.lack import Lack
from packpress.publish.release.latest import first_difference, place_fault, point_latest
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.release_json import write_release_json, write_sums
from packpress.publish.release.sources import day_of, source_fault, sources_of
from packpress.publish.release.stage import move_built
from packpress.publish.release.writers import write_release_files
from packpress.publish.targets import open_folder
from packpress.publish.verify.verify_contents import require_intact
from packpress.severities import AS_FOUND, Severities

DIST = "dist"
_BUILT = "built"


@dataclass(frozen=True)
class Released:
    """What became of a release: ``written``, ``same`` if it was there already, or ``refused`` for ``reason``.

    ``folder`` is where the release is or would be, and ``report`` that of the check if it refused the package. ``notes`` say
    what the release lacks, and why, but for what its descriptions lack: ``lacks``.
    """

    status: Literal["written", "same", "refused"]
    version: str
    folder: Path
    reason: str = ""
    report: Report | None = None
    day: str = ""
    commit: str | None = None
    is_latest: bool = False
    files: tuple[ReleaseFile, ...] = ()
    notes: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()


def release(
    path: Path,
    *,
    out: Path | None = None,
    since: Path | str | None = None,
    rules: Path | None = None,
    severities: Severities = AS_FOUND,
    progress: Progress = silent,
) -> Released:
    """Writes a release of the package at ``path`` (its folder or descriptor) to ``out``, by default ``dist``, by its version.

    The folder appears whole or not at all and is never changed: a release that is there already is the ``same`` if it has the
    same bytes, and otherwise the new one is refused. So is a package with errors, or one that differs from the commit that is
    checked out. ``since`` is the earlier release to compare with, by default the newest tag ``v…`` before this commit.
    """
    root, _ = split_package(path)
    package, _ = read_package(path)
    version = str(package.raw.get("version", ""))
    dist = root / DIST if out is None else out
    place = dist / version
    head = read_head(root, sources_of(package, rules))
    if fault := source_fault(package, head) or place_fault(dist, version):
        return Released("refused", version, place, fault)
    hashes = SourceHashes(package)
    open_folder(root, dist)
    make_folder(dist)
    with temporary_folder(dist) as scratch:
        built = build(path, rules=rules, out=scratch / _BUILT, with_codebook=True, severities=severities, progress=progress)
        if not built.report.valid or built.report.unwritable:
            return Released("refused", version, place, "the package has errors", built.report)
        tables = move_built(package, scratch / _BUILT, scratch / version)
        commit = None if head is None else head.commit
        made = Release(package, version, day_of(package, head), tables, scratch / version, commit)
        past = find_last_release(root, version) if since is None else since
        files, lacking, lacks = write_release_files(made, past)
        write_release_json(made, files)
        write_sums(made.folder)
        require_intact(made.folder)
        hashes.require_unchanged()
        if read_head(root, sources_of(package, rules)) != head:
            raise PackageError(f"{package.descriptor}: the commit or a file changed meanwhile; run the command again")
        is_there = place.exists()
        if is_there and (difference := first_difference(made.folder, place)):
            fault = f"{place.as_posix()} exists, and {difference}; a release is never changed: undo that, or raise the version"
            return Released("refused", version, place, fault, None, made.day, commit)
        if not is_there:
            move_folder(made.folder, place)
        is_latest = point_latest(made, dist, scratch)
        notes = (*_notes(made, built.left_out, past), *lacking)
    status: Literal["written", "same"] = "same" if is_there else "written"
    return Released(status, version, place, "", None, made.day, commit, is_latest, files, notes, lacks)


def _notes(made: Release, left_out: tuple[str, ...], past: Path | str | None) -> Iterator[str]:
    if made.commit is None:
        yield "no commit is named, because the package is in no repository"
    if left_out:
        yield f"without {', '.join(left_out)}"
    if past is None:
        yield "without changes, because there is no earlier tag v…; name an earlier release with --since"
