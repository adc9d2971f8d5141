"""What ``validate --base`` adds to a check: touched lines, changes, and whether version and changelog reflect them."""

from __future__ import annotations

from pathlib import Path

from packpress.changes.bump import bump
from packpress.changes.check_base import compare_with_base
from packpress.changes.formats.markdown import diff_markdown
from packpress.changes.lines import open_base, read_touched
from packpress.changes.sides.revision import Revision
from packpress.changes.sides.side import names_files
from packpress.changes.touched import Touched
from packpress.errors import PackageError
from packpress.issue import Findings, Limits, Report
from packpress.package.located import split_package
from packpress.report.at_file import at_file
from packpress.report.pull import Pull
from packpress.settings.config import Config
from packpress.settings.from_base import report_changed_settings
from packpress.severities import AS_FOUND, Severities


def open_lines(package: Path, base: str) -> Revision | None:
    """Returns the revision whose lines are compared; None if the base is a folder or a release, compared by rows only."""
    return None if names_files(base, package) else open_base(split_package(package)[0], base)


def touched(revision: Revision | None, report: Report) -> Touched | None:
    """Returns the lines that differ from the revision in the files that have an issue."""
    return None if revision is None else read_touched(revision, {at_file(issue).path for issue in report.issues})


def compare_base(base: str, report: Report, pull: Pull, severities: Severities = AS_FOUND) -> tuple[Report, Pull]:
    """Returns the report with what the base says of a valid package, and what changed since.

    Nothing is said of the changes where a package with errors has faults that let no rows be compared.
    """
    try:
        compared, found = compare_with_base(report, pull.package, base, severities)
    except PackageError:
        if report.valid_but_for_outputs:
            raise
        return report, pull
    asked = bump(found)
    least = "" if asked.part == "none" else asked.least
    return compared, pull._replace(part=asked.part, least=least, changes=diff_markdown(found, asked))


def with_changed_settings(report: Report, base: Revision, config: Config, severities: Severities) -> Report:
    """Returns the report with an issue for each setting of the folder that differs from ``config``, those of the base."""
    findings = Findings(Limits(report.limit), severities)
    report_changed_settings(base, config, findings)
    return report.joined(findings.report())
