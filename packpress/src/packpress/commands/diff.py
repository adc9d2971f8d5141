"""``diff``: says what changed between two states of the package."""

from __future__ import annotations

import argparse

from packpress import output
from packpress.changes.formats.report import report_changes
from packpress.commands import FINE, HERE

HELP = "Say what changed between two states of the package, by key."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the two states, and how to say what differs."""
    side = "a package's folder or descriptor, a release (.zip), or a git revision of the package that NEW names, else of here"
    parser.add_argument("old", metavar="OLD", help=side)
    words = "the same (default: the package here, as it is now)"
    parser.add_argument("path", metavar="NEW", nargs="?", default=HERE, help=words)
    parser.set_defaults(as_path=str)  # HEAD and ./HEAD are not the same
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--format", choices=["csv", "json", "markdown", "text"], default="text")
    form.add_argument("--changelog", action="store_true", help="draft the changelog's entry for the changes")


def run(options: argparse.Namespace) -> int:
    """Compare the two and print the report."""
    form = "changelog" if options.changelog else options.format
    for piece in report_changes(options.old, None if options.path is HERE else options.path, HERE, form):
        output.write(piece)
    return FINE
