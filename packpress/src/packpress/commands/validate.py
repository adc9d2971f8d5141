"""``validate``: says what is wrong with the package."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from packpress.check.validate import Checked, examine
from packpress.commands.options import add_format, add_rules, limits, rules_file, write_report
from packpress.commands.progress import progress
from packpress.errors import PackageError
from packpress.issue import Issue, Report
from packpress.package.descriptor import DESCRIPTOR
from packpress.report.pull import Pull

if TYPE_CHECKING:
    from packpress.changes.revision import Revision
    from packpress.publish.coverage import Coverage

HELP = "Say what is wrong with the package."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how deep to look, and how to say it."""
    parser.add_argument("--quick", action="store_true", help="files, cells and keys only; no rules, no second opinion")
    parser.add_argument("--base", metavar="REV", help="what the version and the changelog must tell the changes from")
    add_rules(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Check the package, compare it with its base, and print the report."""
    if options.save:
        from packpress.commands.save import refuse_files

        refuse_files(options)
    pull = Pull(options.package)
    base = _base(options)
    rules = rules_file(options)
    try:
        with progress() as tell:
            checked = examine(options.package, quick=options.quick, rules=rules, limits=limits(options), progress=tell)
    except PackageError as error:
        if options.format != "text" or options.save:
            write_report(unreadable(error), options, pull)
        raise
    report = checked.report
    pull = pull._replace(coverage=_coverage(checked))
    if options.base is not None:
        from packpress.commands.base import hold_against, touched

        report, pull = hold_against(options.base, report, pull)
        pull = pull._replace(touched=touched(base, report))
    return write_report(report, options, pull)


def _base(options: argparse.Namespace) -> Revision | None:
    """The revision to compare lines with; a wrong one is refused before the check, which may take long."""
    if options.base is None:
        return None
    from packpress.commands.base import open_lines

    return open_lines(options.package, options.base)


def unreadable(error: PackageError) -> Report:
    """The report on a package that cannot be read at all, for those who read nothing but reports."""
    message = str(error).removeprefix(f"{DESCRIPTOR}: ")
    return Report((Issue(DESCRIPTOR, 0, "", "", "package-unreadable", "error", message),), 1, 0)


def _coverage(checked: Checked) -> Coverage | None:
    """The coverage of the coded texts; None where the package is not valid or was checked without its rules."""
    if not checked.report.valid_but_for_outputs or not checked.tables:
        return None
    from packpress.publish.coverage import coverage

    return coverage(checked.package, checked.tables)
