"""``validate``: says what is wrong with the package."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from fentanyl_control.changes import bump, diff
from fentanyl_control.changes.base import with_base
from fentanyl_control.changes.markdown import format_markdown as format_changes
from fentanyl_control.check.validate import Checked, examine
from fentanyl_control.commands.options import add_format, add_rules, rules_file, write_report
from fentanyl_control.commands.progress import progress
from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Issue, Report
from fentanyl_control.package.descriptor import DESCRIPTOR
from fentanyl_control.publish.coverage import Coverage, coverage
from fentanyl_control.report.pull import Pull
from fentanyl_control.report.touched import Touched, read_touched

HELP = "Say what is wrong with the package."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how deep to look, and how to say it."""
    parser.add_argument("--quick", action="store_true", help="files, cells and keys only; no rules, no second opinion")
    parser.add_argument("--base", metavar="REV", help="what the version and the changelog must tell the changes from")
    add_rules(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Check the package, hold it against its base, and print the report."""
    pull = Pull(options.package, _touched(options))
    rules = None if options.quick else rules_file(options)
    try:
        with progress() as tell:
            checked = examine(options.package, quick=options.quick, rules=rules, progress=tell)
    except PackageError as error:
        if options.format != "text" or options.save:
            write_report(unreadable(error), options, pull)
        raise
    report = checked.report
    pull = replace(pull, coverage=_coverage(checked))
    if options.base is not None:
        report = with_base(report, options.package, options.base)
        pull = _with_changes(pull, options.base)
    return write_report(report, options, pull)


def _touched(options: argparse.Namespace) -> Touched | None:
    """The lines that differ from the base; None without one, and where it is a folder or a release, which has no lines."""
    if options.base is None or Path(options.base).exists():
        return None
    return read_touched(options.package, options.base)


def _with_changes(pull: Pull, base: str) -> Pull:
    """With what changed since the base; as it is where a side has faults that let no rows be compared."""
    try:
        found = diff(base, root=pull.root)
    except PackageError:
        return pull
    asked = bump(found)
    return replace(
        pull, part=asked.part, least="" if asked.part == "none" else asked.least, changes=format_changes(found, asked)
    )


def unreadable(error: PackageError) -> Report:
    """The report on a package that cannot be read at all, for those who read nothing but reports."""
    message = str(error).removeprefix(f"{DESCRIPTOR}: ")
    return Report((Issue(DESCRIPTOR, 0, "", "", "package-unreadable", "error", message),), 1, 0)


def _coverage(checked: Checked) -> Coverage | None:
    """The coverage of the coded texts; None where the package is not valid or was checked without its rules."""
    return coverage(checked.package, checked.tables) if checked.report.valid and checked.tables else None
