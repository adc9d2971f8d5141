"""Compares everything in a release with what the release says of itself."""

from __future__ import annotations

from pathlib import Path

from packpress.errors import LostValueError
from packpress.issue import Findings
from packpress.publish.verify.archive_members import check_members
from packpress.publish.verify.descriptions import StatedFiles, check_descriptions
from packpress.publish.verify.opened_release import OpenedRelease, open_release
from packpress.publish.verify.sums import compare_sums
from packpress.publish.verify.tables.compare_tables import compare_tables
from packpress.publish.verify.tables.schemas import table_shapes
from packpress.publish.verify.tables.unpacked_database import unpacked_database


def verify_contents(release: OpenedRelease, findings: Findings) -> None:
    """Reports files that are missing, changed or extra, tables that differ between formats, and descriptions that are wrong.

    A Parquet file with another hash is not opened: a damaged one can abort the process when pyarrow reads it.
    """
    stated, hashes = compare_sums(release, findings)
    changed = {path for path, digest in hashes.items() if stated.sums.get(path) != digest}
    reported = changed | check_members(release.files, changed, findings)
    files = {path: file for path, file in release.files.items() if path not in changed or not path.endswith(".parquet")}
    shapes = table_shapes(files, (table.name for table in stated.tables), findings)
    names = [table.name for table in stated.tables]
    with unpacked_database(files, names, reported, findings) as unpacked:
        compare_tables(unpacked, changed, stated.tables, shapes, findings)
    if stated.sums:
        rows = {table.name: table.rows for table in stated.tables}
        check_descriptions(release.files, StatedFiles(stated.sums, stated.sizes, rows), findings)


def require_intact(folder: Path) -> None:
    """Checks a release that was just written. Raises LostValueError if anything in it is not as it says."""
    findings = Findings()
    with open_release(folder, findings) as release:
        verify_contents(release, findings)
    for issue in findings.report(()).issues:
        raise LostValueError(f"{issue.path}: {issue.message} [{issue.rule}]")
