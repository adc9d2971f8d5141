"""``validate``: says what is wrong with the package."""

from __future__ import annotations

import argparse

from fentanyl_control.check.validate import validate
from fentanyl_control.commands.options import add_format, add_rules, rules_file, write_report
from fentanyl_control.commands.progress import progress

HELP = "Say what is wrong with the package."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add how deep to look, and how to say it."""
    parser.add_argument("--quick", action="store_true", help="files, cells and keys only; no rules, no second opinion")
    add_rules(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Check the package and print the report."""
    rules = None if options.quick else rules_file(options)
    with progress() as tell:
        report = validate(options.package, quick=options.quick, rules=rules, progress=tell)
    return write_report(report, options)
