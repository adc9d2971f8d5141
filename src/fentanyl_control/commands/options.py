"""Options that several commands share: the file of rules, the form of a report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fentanyl_control.commands import FINE, HAS_ISSUES
from fentanyl_control.config import read_config
from fentanyl_control.issue import Report
from fentanyl_control.report import format_json, format_text

FORMATS = {"text": format_text, "json": format_json}


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add ``--rules FILE``; ``rules_file`` reads it."""
    parser.add_argument("--rules", type=Path, metavar="FILE", help="Python file of rules (default: as pyproject.toml says)")


def rules_file(options: argparse.Namespace) -> Path | None:
    """The rules file that was asked for, else the one that the working directory's own settings name."""
    if options.rules is not None:
        given: Path = options.rules
        return given
    return read_config(Path()).rules if options.package.resolve() == Path().resolve() else None


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format``; ``write_report`` follows it."""
    parser.add_argument("--format", choices=sorted(FORMATS), default="text")


def write_report(report: Report, options: argparse.Namespace) -> int:
    """Print the report in the form that was asked for; the exit code that follows from it."""
    sys.stdout.write(FORMATS[options.format](report))
    return FINE if report.valid else HAS_ISSUES
