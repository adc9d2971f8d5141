"""Checks a package against an earlier state: its version, withdrawn identifiers and changelog must reflect the changes."""

from __future__ import annotations

from pathlib import Path

from packpress.changes.bump import bump
from packpress.changes.changelog import has_entry
from packpress.changes.compare.diff import KEEP, compare
from packpress.changes.formats.sentences import side_words
from packpress.changes.model import Bump, Diff, TableDiff
from packpress.changes.sides.side import CHANGELOG, Side, open_sides
from packpress.changes.withdrawn import PROPERTY, withdrawn
from packpress.check.overrides import fit_to_package
from packpress.issue import Findings, Issue, Limits, Report
from packpress.package.model import Package
from packpress.severities import AS_FOUND, Severities
from packpress.text_file import read_text


def compare_with_base(
    report: Report, package: Path, base: str | Path, severities: Severities = AS_FOUND
) -> tuple[Report, Diff]:
    """Returns what changed since ``base``, and the report on the package with an issue where the package does not say so.

    ``package`` is its folder or its descriptor. The report is as it was where it has errors in anything but outputs. Raises
    PackageError when the base is missing or is not a sound package.
    """
    is_sound, findings = report.valid_but_for_outputs, Findings(Limits(report.limit), severities)
    with open_sides(base, None, package) as (old, new):
        found = compare(old, new, max(KEEP, report.limit) if is_sound else KEEP)
        if is_sound:
            findings.severities = fit_to_package(severities, new.package)
            _check(found, old, new, findings)
    return (report.joined(findings.report(("changes",))) if is_sound else report), found


def _check(found: Diff, old: Side, new: Side, findings: Findings) -> None:
    """Adds an issue where the new side does not say what changed."""
    asked = bump(found)
    _check_version(found, asked, new.package, findings)
    for table in found.tables:
        if table.vanished:
            _check_vanished(table, new, findings)
    _check_changelog(old, new, asked, findings)


def _check_version(diff: Diff, asked: Bump, package: Package, findings: Findings) -> None:
    if asked.is_enough or (not asked.old and not asked.new):
        return
    if asked.reasons:
        more = f" and {len(asked.reasons) - 1:,} more" if len(asked.reasons) > 1 else ""
        since = f"since {side_words(diff.old)} there is a {asked.part} change ({asked.reasons[0]}{more})"
    else:
        since = f"it was {asked.old} in {diff.old.name} and must not decrease"
    message = f"{since}; write {asked.least + ' or later' if asked.least else 'another version'} wherever it is stated"
    line = _version_line(package.path)
    findings.add(Issue(package.descriptor, line, "version", "", "version-bump", "warning", message, asked.new))


def _version_line(descriptor: Path) -> int:
    """Returns the line of the descriptor with its own version, the least indented one; 0 if it has none."""
    lines = enumerate(read_text(descriptor, descriptor.name).split("\n"), 1)
    found = [(len(line) - len(line.lstrip()), number) for number, line in lines if line.lstrip().startswith('"version"')]
    return min(found)[1] if found else 0


def _check_vanished(table: TableDiff, new: Side, findings: Findings) -> None:
    """Reports the identifiers that were removed without a line in the table of withdrawn ones."""
    keeps = withdrawn(new.package)
    if keeps is None:
        what = f"{new.package.descriptor} no longer says where withdrawn identifiers are kept; restore {PROPERTY}"
    elif table.name == keeps.resource:
        what = "the line of a withdrawn identifier is missing; restore it"
    else:
        (file, *_) = new.package.resource(keeps.resource).paths
        what = f"the row was removed; add a line for it to {file}, or restore the row"
    column = table.key[0] if table.key else ""
    gone = [row for row in table.rows if row.action == "removed" and not row.is_retired]
    gone = gone[: findings.room(table.path, column, "id-vanished")]
    for row in gone:
        name = ", ".join(row.key)
        findings.add(Issue(table.path, 0, column, name, "id-vanished", "error", what, name))
    if (left := table.vanished - len(gone)) > 0:
        findings.count_only(table.path, column, "id-vanished", left)


def _check_changelog(old: Side, new: Side, asked: Bump, findings: Findings) -> None:
    if asked.part == "none" or (old.changelog is None and new.changelog is None):
        return
    version = asked.new if asked.is_enough else asked.least
    if not has_entry(new.changelog or "", old.changelog, version):
        draft = f'"packpress diff {old.name.name} --changelog" drafts them'
        message = f"does not mention the changes; add lines under Data, Schema or Code of {version or 'Unreleased'}; {draft}"
        findings.add(Issue(CHANGELOG, 0, "", "", "changelog-entry", "error", message))
