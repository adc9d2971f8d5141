"""The writers of a release in the order in which they are called; each may read the files of those before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from packpress.package.model import Package
from packpress.publish.metadata.facts.lack import Lack
from packpress.publish.metadata.write_metadata import missing_addresses, missing_facts, write_metadata
from packpress.publish.release.files.changes import write_changes, write_version_notes
from packpress.publish.release.files.csv_zip import write_csv_zip
from packpress.publish.release.files.image import write_image
from packpress.publish.release.files.jsonl_zip import write_jsonl_zip
from packpress.publish.release.files.sqlite_zip import write_sqlite_zip
from packpress.publish.release.files.xlsx import write_xlsx
from packpress.publish.release.left_out import LeftOut
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.stage import built_files

Files = tuple[ReleaseFile, ...]

WRITERS: tuple[Callable[[Release], Files], ...] = (
    built_files,
    write_csv_zip,
    write_jsonl_zip,
    write_sqlite_zip,
    write_xlsx,
    write_version_notes,
    write_image,
)
"""Writers of tables and texts."""
SINCE_WRITERS: tuple[Callable[[Release, Path | str], Files], ...] = (write_changes,)
"""Writers of what changed since an earlier release: a folder, an archive or a git revision."""
DESCRIBERS: tuple[Callable[[Release, Files], Files], ...] = (write_metadata,)
"""Writers of what describes all files so far."""
REMARKS: tuple[Callable[[Package], tuple[Lack, ...]], ...] = (missing_facts, missing_addresses)
"""Functions that return what the descriptions lack for want of facts."""


def write_release_files(release: Release, since: Path | str | None) -> tuple[Files, tuple[str, ...], tuple[Lack, ...]]:
    """Writes every file of the release but those that prove it; writes no changes if ``since`` is None.

    Returns the files, in words what is left out of them, and why, and what the descriptions lack.
    """
    files: Files = ()
    notes: tuple[str, ...] = ()
    for write in WRITERS:
        try:
            files += write(release)
        except LeftOut as left:
            notes += (str(left),)
    if since is not None:
        for write_since in SINCE_WRITERS:
            files += write_since(release, since)
    for describe in DESCRIBERS:
        files += describe(release, files)
    return files, notes, tuple(lack for find in REMARKS for lack in find(release.package))
