"""Writes what changed since an earlier release, a cell a line, and the section of the changelog."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from packpress.changes.cells.cell_lines import cell_lines
from packpress.changes.cells.formats import csv_header, csv_line, json_line
from packpress.changes.changelog import version_section
from packpress.changes.sides.archive import Archive
from packpress.changes.sides.side import CHANGELOG, COPY_CHUNK, Side, open_side, open_sides
from packpress.errors import PackageError
from packpress.filesystem.scratch import temporary_folder
from packpress.filesystem.write import create_file
from packpress.package.paths import path_fault
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.names import CSV_ARCHIVE, RELEASE_FILE
from packpress.text_file import read_text

_UNSAFE = re.compile(r"[^0-9A-Za-z.+_-]+")


def write_changes(release: Release, since: Path | str) -> tuple[ReleaseFile, ...]:
    """Writes ``changes/<old>..<new>.jsonl`` and ``.csv``: the cells of the tables that changed.

    ``since`` is a git revision, or a folder or .zip of an earlier release or package. Since a release, the published tables
    are compared, without the columns and views that the build adds; otherwise, the tables that people edit. Raises
    PackageError if there is no such side, or if it is not a valid package.
    """
    with _open(release, since) as (old, new):
        before = old.name.version or ("" if isinstance(since, Path) else since)
        place = f"changes/{_file_part(before)}..{_file_part(release.version)}"
        paths = f"{place}.jsonl", f"{place}.csv"
        rows = 0
        with create_file(release.folder / paths[0]) as lines, create_file(release.folder / paths[1]) as csv:
            csv.write(csv_header().encode("utf-8"))
            for line in cell_lines(old, new, _added_by_build(release) if _is_release(since) else None):
                lines.write(json_line(line).encode("utf-8"))
                csv.write(csv_line(line).encode("utf-8"))
                rows += 1
    title = f"Cells that changed since {before or 'the earlier release'}"
    return (
        ReleaseFile(paths[0], f"{title}, for programs", "application/jsonl", rows),
        ReleaseFile(paths[1], f"{title}, as a table", "text/csv", rows),
    )


def write_version_notes(release: Release) -> tuple[ReleaseFile, ...]:
    """Writes the changelog's section on the version as CHANGES.md; writes nothing if there is no such section."""
    root = release.package.root
    if path_fault(root, CHANGELOG) is not None or not (root / CHANGELOG).is_file():
        return ()
    section = version_section(read_text(root / CHANGELOG, CHANGELOG), release.version)
    if not section:
        return ()
    with create_file(release.folder / "CHANGES.md") as file:
        file.write(section.encode("utf-8"))
    return (ReleaseFile("CHANGES.md", "What changed in this version, in words", "text/markdown"),)


def _file_part(name: str) -> str:
    """Returns the name as part of a file's name; "unversioned" if nothing is left of it."""
    return _UNSAFE.sub("-", name).strip("-.")[:60] or "unversioned"


def _added_by_build(release: Release) -> Mapping[str, frozenset[str] | None]:
    """Maps each published table to the columns that its source lacks, and each view to None."""
    sources = {table.name: frozenset(table.schema.names) for table in release.package.built_from}
    found: dict[str, frozenset[str] | None] = {}
    for table in release.tables:
        fields = table.schema.get("fields")
        names = frozenset(str(field["name"]) for field in fields) if isinstance(fields, list) else frozenset()
        found[table.name] = None if table.is_view else names - sources.get(table.name, names)
    return found


def _is_release(since: Path | str) -> bool:
    """Returns whether this is the folder or the .zip of a release that packpress wrote."""
    path = Path(since)
    if path.suffix == ".zip" and path.is_file():
        with zipfile.ZipFile(path) as archive:
            names = {name.rpartition("/")[2] for name in archive.namelist() if name.count("/") < 2}
        return {CSV_ARCHIVE, RELEASE_FILE} <= names
    return all((path / name).is_file() for name in (CSV_ARCHIVE, RELEASE_FILE))


@contextmanager
def _open(release: Release, since: Path | str) -> Iterator[tuple[Side, Side]]:
    """Opens both sides: of a release, the CSV that it publishes, and otherwise the package."""
    if not _is_release(since):
        with open_sides(since, None, release.package.path) as sides:
            yield sides
        return
    with _csv_archive(Path(since)) as file, open_side(file, file) as old:
        published = release.folder / CSV_ARCHIVE
        with open_side(published, published) as new:
            yield old, new


@contextmanager
def _csv_archive(since: Path) -> Iterator[Path]:
    """Yields the csv.zip of a release; extracts it if the release is a .zip."""
    if since.is_dir():
        yield since / CSV_ARCHIVE
        return
    with Archive(since) as archive, temporary_folder() as folder:
        found = archive.open(CSV_ARCHIVE)
        if found is None:
            raise PackageError(f"{since}: has no {CSV_ARCHIVE} beside its descriptor; give the folder of the release")
        stream, left = found
        with create_file(folder / CSV_ARCHIVE) as out:
            while left and (chunk := stream.read(min(left, COPY_CHUNK))):
                out.write(chunk)
                left -= len(chunk)
        yield folder / CSV_ARCHIVE
