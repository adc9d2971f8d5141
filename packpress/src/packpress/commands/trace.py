"""``trace``: compares passages and fragments with the texts from which they were coded."""

from __future__ import annotations

import argparse
from pathlib import Path

from packpress.commands.shared.options import add_format, add_path, limits, whole_package, write_report
from packpress.commands.shared.settings import add_map, add_severities, read_settings, refuse_copies
from packpress.package.forms.local_copies import using_copies
from packpress.proof.trace import trace
from packpress.report.pull import Pull

HELP = "Compare passages and fragments with the texts from which they were coded."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the folder of the texts and the output format."""
    add_path(parser)
    parser.add_argument(
        "--texts", type=Path, required=True, metavar="DIR", help="folder with the texts, each as <source id>.txt"
    )
    add_map(parser)
    add_severities(parser)
    add_format(parser)


def run(options: argparse.Namespace) -> int:
    """Compares the package with its texts and prints the report."""
    package = whole_package(options.path, "trace")
    if options.save:
        from packpress.commands.shared.save import refuse_files

        refuse_files(options, package)
    settings = read_settings(options, package)
    refuse_copies(options, settings.copies)
    with using_copies(settings.copies):
        report = trace(package, options.texts, limits(options), settings.severities)
        return write_report(report, options, Pull(package))
