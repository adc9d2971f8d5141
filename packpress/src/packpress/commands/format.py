"""``format``: rewrites tables in their canonical layout."""

from __future__ import annotations

import argparse
import difflib
import io
from contextlib import nullcontext
from pathlib import Path

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.options import add_path
from packpress.escape import escape
from packpress.filesystem.write import write_file
from packpress.layout.format import format_table
from packpress.package.descriptor import read_package
from packpress.package.located import Located, has_file, locate
from packpress.package.model import Table
from packpress.package.outputs.leftovers import writing
from packpress.report import format_issue

HELP = "Rewrite the tables in their canonical layout, as text."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH and --check."""
    add_path(parser, "the package's folder, its descriptor, or one table's file to format alone (default: the current folder)")
    parser.add_argument("--check", action="store_true", help="show what would change without changing it")


def run(options: argparse.Namespace) -> int:
    """Formats each table, and prints what changed and what a person has to fix."""
    located = locate(options.path)
    with nullcontext() if options.check else writing(located.package):
        return _format(located, check=options.check)


def _format(located: Located, *, check: bool) -> int:
    package, issues = read_package(located.package, file=located.file)
    status = FINE
    for issue in issues:
        output.write_line(format_issue(issue))
        status = max(status, HAS_ISSUES if issue.severity == "error" else FINE)
    for resource in package.sources:
        for path in () if resource.compression else resource.paths:
            if not located.file or has_file((path,), located.file):
                status = max(status, format_file(package.root, path, resource, check=check))
    return status


def format_file(root: Path, path: str, resource: Table, *, check: bool = False) -> int:
    """Formats a file, or shows how it would change with ``check``; returns HAS_ISSUES if something is left to do.

    The caller holds the package where the file is to be written (``package.outputs.leftovers.writing``).
    """
    file = root / path
    if not file.is_file():
        output.write_line(f"{path}: the file is missing")
        return HAS_ISSUES
    data = file.read_bytes()
    formatted = format_table(data, resource.schema, resource.dialect)
    for line, message in formatted.unfixed:
        output.write_line(f"{path}:{line}: {message}")
    if formatted.left_alone:
        output.write_line(f"{path}: not formatted: {formatted.left_alone}")
        return FINE
    if formatted.text is None:
        return HAS_ISSUES
    if formatted.text.encode("utf-8") != data:
        if check:
            before, after = (list(io.StringIO(text, newline="\n")) for text in (data.decode("utf-8"), formatted.text))
            for changed in difflib.unified_diff(before, after, path, f"{path} (canonical)", n=1):
                output.write_line(escape(changed.rstrip("\n"), 400)[1:-1].replace('\\"', '"'))
            return HAS_ISSUES
        write_file(file, formatted.text.encode("utf-8"), read=data, shown=path)
        output.write_line(f"{path}: formatted")
    return HAS_ISSUES if formatted.unfixed else FINE
