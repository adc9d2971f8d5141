"""Arguments that several commands share: the package, the rules file, the format of a report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path
from typing import Any

from packpress import output
from packpress.commands import FINE, HAS_ISSUES, HERE
from packpress.commands.help.parser import invalid_choice
from packpress.errors import PackpressError
from packpress.escape import escape
from packpress.issue import FOR_PROGRAMS, FOR_WORDS, LIMIT, Limits, Report
from packpress.package.located import locate
from packpress.report.pull import Pull
from packpress.report.text import report_lines

# format → the module of report/ with its function, format_<name>; imported only if used
REPORT_FORMATS = {
    "text": "text",
    "json": "json",
    "github": "github",
    "markdown": "markdown",
    "sarif": "sarif",
    "outputs": "github",
}
_OF_ISSUES_ALONE = ("text", "json")
_IN_WORDS = ("text", "markdown", "outputs")
"""Formats that show a few issues of each kind, so that no more need to be kept."""
_LIMITED = ("text", "sarif")
"""Formats with a default limit of their own."""
_ADDED_TO = ("markdown", "outputs")
"""Formats that are appended to a file, since other steps write to it too; the others replace the file."""


PACKAGE_PATH = "the package's folder or its descriptor (default: the current folder)"


def add_path(parser: argparse.ArgumentParser, words: str = PACKAGE_PATH, as_path: Callable[[str], Path] = Path) -> None:
    """Adds PATH, which ``as_path`` makes a path; ``locate`` or ``whole_package`` reads it."""
    parser.set_defaults(as_path=as_path)
    parser.add_argument("path", nargs="?", type=as_path, default=HERE, metavar="PATH", help=words)


def whole_package(path: Path, work: str) -> Path:
    """Returns the folder or the descriptor of the package. Raises PackpressError if the path means a single table."""
    located = locate(path)
    if located.file:
        raise PackpressError(
            f"{path}: is one table of a package, and {work} needs the whole package; give its folder, {located.root}"
        )
    return located.package


def add_full(parser: argparse.ArgumentParser) -> None:
    """Adds ``--full``, and ``--rules FILE`` and ``--no-rules``, which go with it."""
    parser.add_argument(
        "--full", action="store_true", help='also run the rules and the second opinion; needs the extra "publish"'
    )
    add_rules(parser, "with --full: ")


def add_rules(parser: argparse.ArgumentParser, when: str = "") -> None:
    """Adds ``--rules FILE`` and ``--no-rules``; ``settings`` has the functions that read them."""
    words = "run the rules in this Python file or folder (default: those in pyproject.toml, if run in the package's own folder)"
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--rules", type=Path, metavar="FILE", help=when + words)
    either.add_argument("--no-rules", action="store_true", help=f"{when}run no rules file, so none of the package's code")


def require_full(options: argparse.Namespace) -> None:
    """Raises PackpressError if an option is about rules that will not run.

    With ``--full``, keeps jsonschema from compiling the grammar of IRIs, which takes a second, if it is installed: frictionless
    checks no formats. A program that calls ``validate`` may check some itself, so only a command does this.
    """
    if options.full:
        sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # None means that it cannot be imported
        return
    if options.rules is not None:
        raise PackpressError("--rules: rules run only with --full; add --full or remove --rules")
    if options.no_rules:
        raise PackpressError("--no-rules: rules run only with --full; remove --no-rules or add --full")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Adds ``--format`` and ``--save``; ``write_report`` follows them."""
    parser.add_argument(
        "--format", choices=sorted(REPORT_FORMATS), default="text", help="how to print the report (default: text)"
    )
    words = "also write the report to a file, in any of the formats"
    add_limit(parser)
    parser.add_argument("--save", nargs=2, action=_Save, default=(), metavar=("FORMAT", "FILE"), help=words)


def add_limit(parser: argparse.ArgumentParser, formats: Collection[str] = tuple(REPORT_FORMATS)) -> None:
    """Adds ``--limit N``, ``--errors-only`` and ``-q``, which shorten a report in one of the formats."""
    defaults = {"json": f"json {LIMIT:,}", "sarif": "sarif 5,000", "text": "text five of a kind"}
    shown = ", ".join(words for name, words in defaults.items() if name in formats)
    listed = f"list at most N issues (default: {shown}); all are counted"
    parser.add_argument("--limit", type=_number, metavar="N", help=listed)
    parser.add_argument("--errors-only", action="store_true", help="list no warnings, in any format; they are still counted")
    quiet = "print nothing if there are no errors, otherwise, in format text, only the totals"
    parser.add_argument("-q", "--quiet", action="store_true", help=quiet)


def _number(text: str) -> int:
    """Returns the number of issues. Raises ArgumentTypeError if the text is not a whole number from 0 on."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{escape(text)} is not a whole number, such as 1000")
    return int(text)


def limits(options: argparse.Namespace) -> Limits:
    """Returns how many issues must be kept for the requested reports."""
    if options.limit is not None:
        return Limits(options.limit)
    forms = (options.format, *(form for form, _ in options.save))
    return FOR_WORDS if all(form in _IN_WORDS for form in forms) else FOR_PROGRAMS


class _Save(argparse.Action):
    """Stores each pair of format and file as a tuple."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: str | None = None
    ) -> None:
        form, file = values
        if form not in REPORT_FORMATS:
            parser.error(f"argument {option_string}: {invalid_choice(form, sorted(REPORT_FORMATS))}")
        namespace.save = (*namespace.save, (form, Path(file)))


def write_report(report: Report, options: argparse.Namespace, pull: Pull) -> int:
    """Prints the report in the requested format and saves it; returns the exit code."""
    if options.errors_only:
        report = report.without_warnings()
    for form, file in options.save:
        from packpress.commands.shared.save import save

        save(file, _format(form, report, pull, options.limit), is_added=form in _ADDED_TO)
    if options.quiet and report.valid:
        return FINE
    if options.format == "text":
        lines = report_lines(report, options.limit)
        output.write_lines(list(lines)[-1:] if options.quiet else lines)
    else:
        write = output.write_commands if options.format == "github" else output.write
        write(_format(options.format, report, pull, options.limit))
    return FINE if report.valid else HAS_ISSUES


def _format(form: str, report: Report, pull: Pull, limit: int | None) -> str:
    writer = getattr(import_module(f"packpress.report.{REPORT_FORMATS[form]}"), f"format_{form}")
    given = {"limit": limit} if limit is not None and form in _LIMITED else {}
    written: str = writer(report, **given) if form in _OF_ISSUES_ALONE else writer(report, pull, **given)
    return written if form == "github" else output.guard(written)
