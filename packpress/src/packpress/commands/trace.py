"""``trace``: compares the passages and fragments with the texts that they were coded from."""

from __future__ import annotations

import argparse
from pathlib import Path

from packpress.commands.options import add_format, add_path, limits, whole_package, write_report
from packpress.proof.trace import trace
from packpress.report.pull import Pull

HELP = "Compare the passages and fragments with the texts that they were coded from."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add where the texts are, and how to say what differs."""
    add_path(parser)
    parser.add_argument("--texts", type=Path, required=True, metavar="DIR", help="folder of the texts, <source id>.txt each")
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Hold the package against its texts and print the report."""
    package = whole_package(options.path, "trace")
    if options.save:
        from packpress.commands.save import refuse_files

        refuse_files(options, package)
    return write_report(trace(package, options.texts, limits(options)), options, Pull(package))
