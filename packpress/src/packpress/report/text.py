"""A report in words, a line an issue; what it says can neither move a cursor nor command the machine that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from packpress.escape import escape, printable
from packpress.issue import LIMIT, Issue, Report

SHOWN = 5
"""How many issues of one rule in one column are shown in words; all are counted."""


def format_issue(issue: Issue) -> str:
    """One line: place, value, fault and what to do, rule."""
    mark = "" if issue.severity == "error" else "warning: "
    return printable(f"{format_place(issue)}: {mark}{format_value(issue)}{issue.message} [{issue.rule}]")


def format_place(issue: Issue) -> str:
    """Where the issue is: path, line and column, as far as it has them."""
    line = str(issue.line) if issue.line else ""
    return ":".join([escape(part)[1:-1] for part in (issue.path, line, issue.column)]).rstrip(":")


def format_value(issue: Issue) -> str:
    """The value in quotes and a space, to stand before what is said of it; nothing where there is no value."""
    return f"{escape(issue.value)} " if issue.value else ""


def of_each_kind(report: Report, limit: int = SHOWN) -> Iterator[Issue]:
    """The issues in order, but at most ``limit`` of one rule in one column."""
    shown: Counter[tuple[str, str, str]] = Counter()
    for issue in report.issues:
        kind = (issue.path, issue.column, issue.rule)
        shown[kind] += 1
        if shown[kind] <= limit:
            yield issue


def format_text(report: Report, limit: int | None = None, command: str = "") -> str:
    """The report for people: a line an issue, then the counts. Ends with a line feed.

    At most five issues of a kind are shown, or with a limit so many in all. ``command`` is what lists the others, with its
    options; by default the option of the command that was run.
    """
    issues = of_each_kind(report) if limit is None else report.issues[:limit]
    lines = [format_issue(issue) for issue in issues]
    if hidden := report.total - len(lines):
        how = f"--limit {report.total}" if limit is not None else how_to_list(report, command)
        lines.append(f"… and {count(hidden, 'more issue')}; {how} lists {'it' if hidden == 1 else 'them'}")
    return "\n".join([*lines, format_verdict(report)]) + "\n"


def how_to_list(report: Report, command: str = "") -> str:
    """The options that list every issue of the report, after the command where it is another one than was run."""
    words = [command, "--format json", f"--limit {report.total}" if report.total > LIMIT else ""]
    return " ".join(word for word in words if word)


def format_verdict(report: Report) -> str:
    """Whether the package is valid, the counts, and how far the check went, on one line."""
    verdict = "valid" if report.valid else "not valid"
    counts = f"{count(report.errors, 'error')}, {count(report.warnings, 'warning')}"
    return f"{verdict}: {counts} (checked: {describe_layers(report)})"


def describe_layers(report: Report) -> str:
    """What was checked: "files, cells", or "files, cells, of data/loans.csv alone"."""
    alone = [f"of {escape(report.file, 200)[1:-1]} alone"] if report.file else []
    return ", ".join([*report.layers, *alone])


def count(number: int, noun: str) -> str:
    """The number with its noun: "1 error", "2,000 errors"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
