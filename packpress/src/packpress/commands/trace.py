"""``trace``: compares the passages and fragments with the texts that they were coded from."""

from __future__ import annotations

import argparse
from pathlib import Path

from packpress.commands.options import add_format, limits, write_report
from packpress.curate.trace import trace

HELP = "Compare the passages and fragments with the texts that they were coded from."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add where the texts are, and how to say what differs."""
    parser.add_argument("--texts", type=Path, required=True, metavar="DIR", help="folder of the texts, <source id>.txt each")
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Hold the package against its texts and print the report."""
    if options.save:
        from packpress.commands.save import refuse_files

        refuse_files(options)
    return write_report(trace(options.package, options.texts, limits(options)), options)
