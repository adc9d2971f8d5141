"""``diff``: prints what changed between two states of the package."""

from __future__ import annotations

import argparse

from packpress import output
from packpress.changes.formats.csv import diff_csv
from packpress.changes.formats.report import report_changes
from packpress.commands import FINE, HERE
from packpress.commands.shared.settings import add_map, reading_copies

HELP = "Show what changed between two states of the package, by key."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the two states and the output format."""
    side = (
        "a package's folder or descriptor, a release (.zip), or a git revision of the package NEW, by default of the one here"
    )
    parser.add_argument("old", metavar="OLD", help=side)
    words = "the same (default: the package here, as it is now)"
    parser.add_argument("path", metavar="NEW", nargs="?", default=HERE, help=words)
    parser.set_defaults(as_path=str)  # HEAD and ./HEAD differ
    add_map(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=["csv", "json", "markdown", "text"], default="text")
    form.add_argument("--changelog", action="store_true", help="draft a changelog entry for the changes")


def run(options: argparse.Namespace) -> int:
    """Compares the two and prints the report."""
    sides = options.old, None if options.path is HERE else options.path, HERE
    with reading_copies(options, HERE):
        if options.format == "csv":
            for lines in diff_csv(*sides):
                output.write_csv(lines)
        else:
            output.write(report_changes(*sides, "changelog" if options.changelog else options.format))
    return FINE
