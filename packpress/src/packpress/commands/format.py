"""``format``: rewrites tables, in the canonical layout if the package requires it."""

from __future__ import annotations

import argparse
import difflib
import io
from collections.abc import Iterable
from contextlib import nullcontext

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.commands.shared.options import add_path
from packpress.commands.shared.settings import add_map, reading_copies
from packpress.escape import escape
from packpress.filesystem.write import digest_of, write_file, write_pieces
from packpress.issue import Issue
from packpress.layout.format import format_table
from packpress.layout.long_table import BY_BLOCKS, look, pieces
from packpress.package.descriptor import read_package
from packpress.package.located import Located, has_file, locate
from packpress.package.model import INLINE, NAMESPACE, Package, Table
from packpress.package.outputs.leftovers import writing
from packpress.package.text.encodings import UTF_8
from packpress.read.encoding.whole import decode_text, encode_text
from packpress.report import format_issue

HELP = "Rewrite tables as text; in the canonical layout, sorted, if the package requires it."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds PATH and --check."""
    add_path(parser, "the package's folder, its descriptor, or one table's file to format alone (default: the current folder)")
    add_map(parser)
    parser.add_argument("--check", action="store_true", help="show what would change without changing it")


def run(options: argparse.Namespace) -> int:
    """Formats each table, and prints what changed and what a person has to fix."""
    located = locate(options.path)
    with reading_copies(options, located.package), nullcontext() if options.check else writing(located.package):
        return _format(located, check=options.check)


def _format(located: Located, *, check: bool) -> int:
    package, issues = read_package(located.package, file=located.file)
    status = print_issues(issues)
    for resource in package.built_from:
        if resource.format == INLINE and not located.file:
            output.write_line(f"{resource.paths[0]}: not formatted: inline data")
        for path in () if resource.compression or resource.format == INLINE else resource.paths:
            if not located.file or has_file((path,), located.file):
                status = max(status, format_file(package, path, resource, check=check))
    return status


def print_issues(issues: Iterable[Issue]) -> int:
    """Prints the issues of a descriptor; returns HAS_ISSUES if one is an error."""
    status = FINE
    for issue in issues:
        output.write_line(format_issue(issue))
        status = max(status, HAS_ISSUES if issue.severity == "error" else FINE)
    return status


def format_file(package: Package, path: str, resource: Table, *, check: bool = False) -> int:
    """Formats a file, or shows how it would change with ``check``; returns HAS_ISSUES if something is left to do.

    The caller holds the package where the file is to be written (``package.outputs.leftovers.writing``).
    """
    file, encoding = package.root / path, resource.dialect.encoding
    if not file.is_file():
        output.write_line(f"{path}: the file is missing")
        return HAS_ISSUES
    if file.stat().st_size >= BY_BLOCKS and (done := _format_long(package, path, resource, check=check)) is not None:
        return done
    data = file.read_bytes()
    formatted = format_table(data, resource.schema, resource.dialect, canonical=package.has_layout)
    for line, message in formatted.unfixed:
        output.write_line(f"{path}:{line}: {message}")
    if formatted.left_alone:
        output.write_line(f"{path}: not formatted: {formatted.left_alone}")
        return FINE
    if formatted.text is None:
        return HAS_ISSUES
    _say_kept(package, path, formatted.kept)
    after = encode_text(formatted.text, encoding, data)
    if after != data:
        if check:
            _show(path, data.decode("utf-8") if encoding == UTF_8 else decode_text(data, encoding), formatted.text, package)
            return HAS_ISSUES
        write_file(file, after, read=data, shown=path)
        _say_formatted(package, path, resource)
    return HAS_ISSUES if formatted.unfixed else FINE


def _format_long(package: Package, path: str, resource: Table, *, check: bool) -> int | None:
    """Formats a long file block by block; returns None if it must be formatted as a whole, or shown with ``check``."""
    file, canonical = package.root / path, package.has_layout
    digest = digest_of(file)
    looked = look(file, resource.schema, resource.dialect, canonical=canonical)
    if looked is None or (check and not looked.is_formatted):
        return None
    _say_kept(package, path, looked.kept)
    if not looked.is_formatted:
        made = pieces(file, resource.schema, resource.dialect, canonical=canonical)
        write_pieces(file, made, digest=digest, shown=path)
        _say_formatted(package, path, resource)
    return FINE


def _say_kept(package: Package, path: str, kept: tuple[str, ...]) -> None:
    if kept:
        how = f'write "{NAMESPACE}layout": "canonical" in {package.descriptor} to have it changed'
        output.write_line(f"{path}: kept as it is: {', '.join(kept)}; {how}")


def _say_formatted(package: Package, path: str, resource: Table) -> None:
    output.write_line(f"{path}: formatted")
    if stale := [name for name in ("bytes", "hash") if name in resource.raw]:
        listed = " and ".join(f'"{name}"' for name in stale)
        output.write_line(f"{path}: {listed} in {package.descriptor} no longer match; validate, and write what it says")


def _show(path: str, before: str, after: str, package: Package) -> None:
    """Prints the lines that would change."""
    named = f"{path} ({'canonical' if package.has_layout else 'formatted'})"
    lines = [list(io.StringIO(text, newline="\n")) for text in (before, after)]
    for changed in difflib.unified_diff(lines[0], lines[1], path, named, n=1):
        output.write_line(escape(changed.rstrip("\n"), 400)[1:-1].replace('\\"', '"'))
