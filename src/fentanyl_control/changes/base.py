"""Holds a package against what it was before: its version, withdrawn identifiers and changelog must tell what changed."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from fentanyl_control.changes.bump import bump
from fentanyl_control.changes.changelog import has_entry
from fentanyl_control.changes.diff import compare
from fentanyl_control.changes.model import Bump, Diff, TableDiff
from fentanyl_control.changes.sides import CHANGELOG, Side, open_side
from fentanyl_control.issue import Findings, Issue, Report
from fentanyl_control.package.descriptor import DESCRIPTOR
from fentanyl_control.package.retired import retired


def check_base(root: Path, base: str | Path, findings: Findings) -> None:
    """Add an issue where the package in the folder ``root`` does not tell what changed since ``base``.

    Raises PackageError when the base is not there or is no sound package.
    """
    with ExitStack() as stack:
        old, new = (stack.enter_context(open_side(side, root)) for side in (base, root))
        found = compare(old, new)
        asked = bump(found)
        _check_version(found, asked, findings)
        for table in found.tables:
            if table.vanished:
                _check_vanished(table, new, findings)
        _check_changelog(old, new, asked, findings)


def with_base(report: Report, root: Path, base: str | Path) -> Report:
    """The report of a valid package, with what ``check_base`` finds as well; any other as it is."""
    if not report.valid:
        return report
    findings = Findings()
    check_base(root, base, findings)
    found = findings.report()
    issues = tuple(sorted((*report.issues, *found.issues)))
    return Report(issues, found.errors, report.warnings + found.warnings, (*report.layers, "changes"))


def _check_version(diff: Diff, asked: Bump, findings: Findings) -> None:
    if asked.is_enough or (not asked.old and not asked.new):
        return
    more = f" and {len(asked.reasons) - 1:,} more" if len(asked.reasons) > 1 else ""
    why = f"the changes since {diff.old.name} are {asked.part} ({asked.reasons[0]}{more})" if asked.reasons else "it went back"
    what = f"write {asked.least} or more" if asked.least else "write another version"
    message = f"{why}, and the version there is {asked.old}; {what}"
    findings.add(Issue(DESCRIPTOR, 0, "version", "", "version-bump", "error", message, asked.new))


def _check_vanished(table: TableDiff, new: Side, findings: Findings) -> None:
    """Name the identifiers that are gone without a line in the table of withdrawn ones."""
    keeps = retired(new.package)
    if keeps is None:
        what = f"{DESCRIPTOR} no longer says where withdrawn identifiers are kept; put press:retired back"
    elif table.name == keeps.resource:
        what = "the line of a withdrawn identifier is gone; put it back"
    else:
        (file, *_) = new.package.resource(keeps.resource).paths
        what = f"the row is gone; add a line for it to {file}, or put the row back"
    column = table.key[0] if table.key else ""
    gone = [row for row in table.rows if row.action == "removed" and not row.is_retired]
    for row in gone[: findings.room(table.path, column, "id-vanished")]:
        name = ", ".join(row.key)
        findings.add(Issue(table.path, 0, column, name, "id-vanished", "error", what, name))
    if (left := table.vanished - findings.keep) > 0:
        findings.count_only(table.path, column, "id-vanished", left)


def _check_changelog(old: Side, new: Side, asked: Bump, findings: Findings) -> None:
    if asked.part == "none" or (old.changelog is None and new.changelog is None):
        return
    version = asked.new if asked.is_enough else asked.least
    if not has_entry(new.changelog or "", old.changelog, version):
        draft = f'"fentanyl-control diff {old.name.name} --changelog" drafts them'
        message = f"tells nothing of what changed; add lines under Data, Schema or Code of {version or 'Unreleased'}; {draft}"
        findings.add(Issue(CHANGELOG, 0, "", "", "changelog-entry", "error", message))
