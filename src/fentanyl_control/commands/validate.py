"""``validate``: says what is wrong with the package."""

from __future__ import annotations

import argparse
from dataclasses import replace

from fentanyl_control.check.validate import Checked, examine
from fentanyl_control.commands.options import add_format, add_rules, rules_file, write_report
from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Issue, Report
from fentanyl_control.package.descriptor import DESCRIPTOR
from fentanyl_control.publish.coverage import Coverage, coverage
from fentanyl_control.report.pull import Pull
from fentanyl_control.report.touched import read_touched

HELP = "Say what is wrong with the package."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how deep to look, and how to say it."""
    parser.add_argument("--quick", action="store_true", help="files, cells and keys only; no rules, no second opinion")
    parser.add_argument("--base", metavar="REV", help="git revision that the changes are compared with")
    add_rules(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Check the package and print the report."""
    touched = None if options.base is None else read_touched(options.package, options.base)
    pull = Pull(options.package, touched)
    try:
        checked = examine(options.package, quick=options.quick, rules=None if options.quick else rules_file(options))
    except PackageError as error:
        if options.format != "text" or options.save:
            write_report(_unreadable(error), options, pull)
        raise
    pull = replace(pull, coverage=_coverage(checked))
    return write_report(checked.report, options, pull)


def _unreadable(error: PackageError) -> Report:
    """The report on a package that cannot be read at all, for those who read nothing but reports."""
    message = str(error).removeprefix(f"{DESCRIPTOR}: ")
    return Report((Issue(DESCRIPTOR, 0, "", "", "package-unreadable", "error", message),), 1, 0)


def _coverage(checked: Checked) -> Coverage | None:
    """The coverage of the coded texts; None where the package is not valid or was checked without its rules."""
    return coverage(checked.package, checked.tables) if checked.report.valid and checked.tables else None
