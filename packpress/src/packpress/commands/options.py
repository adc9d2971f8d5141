"""Options that several commands share: the file of rules, the form of a report."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from packpress import output
from packpress.commands import FINE, HAS_ISSUES
from packpress.errors import PackpressError
from packpress.issue import FOR_PROGRAMS, FOR_WORDS, LIMIT, Limits, Report
from packpress.report import escape
from packpress.report.pull import Pull

# name → the module of report/ that has its function, format_<name>; imported only where it is asked for
FORMATS = {
    "text": "text",
    "json": "json",
    "github": "github",
    "markdown": "markdown",
    "sarif": "sarif",
    "outputs": "github",
}
_OF_ISSUES_ALONE = ("text", "json")
_IN_WORDS = ("text", "markdown", "outputs")
"""What shows a few issues of each kind, so that no more need to be kept."""
_LIMITED = ("text", "sarif")
"""What lists another number of issues than the report has, where no limit is given."""
_ADDED_TO = ("markdown", "outputs")
"""What is added to the end of a file, for other steps write to it too; every other form has a file of its own."""


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Add ``--rules FILE`` and ``--no-rules``; ``rules_file`` reads them."""
    words = "run the rules in this Python file; default: in the package's own folder, the file that its pyproject.toml names"
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--rules", type=Path, metavar="FILE", help=words)
    either.add_argument("--no-rules", action="store_true", help="run no rules file: none of the package's code")


def rules_file(options: argparse.Namespace) -> Path | None:
    """The file of rules to run, None for none: the one given, else the one that the settings of the working directory name.

    The settings count only where that directory is the package's own folder, never with ``--quick``. So code of a package is
    run by whoever stands in its folder, and by nobody who judges it from elsewhere.
    """
    is_quick = getattr(options, "quick", False)
    if is_quick and options.rules is not None:
        raise PackpressError("--quick runs no rules; leave out --quick or --rules")
    if is_quick or options.no_rules:
        return None
    if options.rules is not None:
        given: Path = options.rules
        return given
    from packpress.config import read_config

    return read_config(Path()).rules if options.package.resolve() == Path().resolve() else None


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add ``--format`` and ``--save``; ``write_report`` follows them."""
    parser.add_argument("--format", choices=sorted(FORMATS), default="text")
    words = "write the report to a file as well, in any of the formats"
    listed = f"list at most N issues (default: json {LIMIT:,}, sarif 5,000, text five of a kind); all are counted"
    parser.add_argument("--limit", type=_number, metavar="N", help=listed)
    parser.add_argument("--save", nargs=2, action=_Save, default=(), metavar=("FORMAT", "FILE"), help=words)


def _number(text: str) -> int:
    """The number of issues; raises ArgumentTypeError where the text is not a whole number from 0 on."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{escape(text)} is not a whole number, such as 1000")
    return int(text)


def limits(options: argparse.Namespace) -> Limits:
    """How many issues must be kept for the reports that were asked for."""
    if options.limit is not None:
        return Limits(options.limit)
    forms = (options.format, *(form for form, _ in options.save))
    return FOR_WORDS if all(form in _IN_WORDS for form in forms) else FOR_PROGRAMS


class _Save(argparse.Action):
    """Keeps each pair of a format and a file, as a tuple."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: str | None = None
    ) -> None:
        form, file = values
        if form not in FORMATS:
            parser.error(f"argument {option_string}: invalid format: {form!r} (choose from {', '.join(sorted(FORMATS))})")
        namespace.save = (*namespace.save, (form, Path(file)))


def write_report(report: Report, options: argparse.Namespace, pull: Pull | None = None) -> int:
    """Print the report in the form that was asked for, and save it; the exit code that follows from it."""
    pull = pull or Pull(options.package)
    for form, file in options.save:
        from packpress.commands.save import save

        save(file, _format(form, report, pull, options.limit), is_added=form in _ADDED_TO)
    write = output.write_commands if options.format == "github" else output.write
    write(_format(options.format, report, pull, options.limit))
    return FINE if report.valid else HAS_ISSUES


def _format(form: str, report: Report, pull: Pull, limit: int | None) -> str:
    writer = getattr(import_module(f"packpress.report.{FORMATS[form]}"), f"format_{form}")
    given = {"limit": limit} if limit is not None and form in _LIMITED else {}
    written: str = writer(report, **given) if form in _OF_ISSUES_ALONE else writer(report, pull, **given)
    return written if form == "github" else output.guard(written)
