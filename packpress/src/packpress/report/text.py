"""A report as text, one line per issue; its contents can neither move a cursor nor run a command of the CI runner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from packpress.escape import escape, printable
from packpress.issue import LIMIT, Issue, Report

MAX_OF_A_KIND = 5
"""How many issues of one rule in one column are shown in words; all are counted."""


def format_issue(issue: Issue) -> str:
    """Returns one line: place, value, what is wrong and what to do, rule."""
    mark = "" if issue.severity == "error" else "warning: "
    return printable(f"{format_place(issue)}: {mark}{format_value(issue)}{issue.message} [{issue.rule}]")


def format_place(issue: Issue) -> str:
    """Returns the place of the issue: path, line and column, as far as it has them."""
    line = str(issue.line) if issue.line else ""
    return ":".join([escape(part)[1:-1] for part in (issue.path, line, issue.column)]).rstrip(":")


def format_value(issue: Issue) -> str:
    """Returns the value in quotes and a space, to precede the message; "" if there is no value."""
    return f"{escape(issue.value)} " if issue.value else ""


def of_each_kind(report: Report, limit: int = MAX_OF_A_KIND) -> Iterator[Issue]:
    """Yields the issues in order, at most ``limit`` of one rule in one column."""
    shown: Counter[tuple[str, str, str]] = Counter()
    for issue in report.issues:
        kind = (issue.path, issue.column, issue.rule)
        shown[kind] += 1
        if shown[kind] <= limit:
            yield issue


def format_text(report: Report, limit: int | None = None, command: str = "") -> str:
    """Returns the report for people: one line per issue, then the totals. Ends with a line feed.

    Shows at most five issues of a kind, or with a limit that many in total. ``command`` is the command that lists the
    others, with its options; by default an option of the command that was run.
    """
    issues = of_each_kind(report) if limit is None else report.issues[:limit]
    lines = [format_issue(issue) for issue in issues]
    if hidden := report.total - len(lines):
        how = f"--limit {report.total}" if limit is not None else how_to_list(report, command)
        lines.append(f"… and {format_count(hidden, 'more issue')}; {how} lists {'it' if hidden == 1 else 'them'}")
    return "\n".join([*lines, *describe_overrides(report), format_verdict(report)]) + "\n"


def how_to_list(report: Report, command: str = "") -> str:
    """Returns the options that list every issue of the report, preceded by the command if it is not the one that was run."""
    words = [command, "--format json", f"--limit {report.total}" if report.total > LIMIT else ""]
    return " ".join(word for word in words if word)


def format_verdict(report: Report) -> str:
    """Returns one line: whether the package is valid, the totals, and how far the check went."""
    verdict = "valid" if report.valid else "not valid"
    counts = f"{format_count(report.errors, 'error')}, {format_count(report.warnings, 'warning')}"
    return f"{verdict}: {counts} (checked: {describe_layers(report)})"


def describe_overrides(report: Report) -> list[str]:
    """Returns a line for the issues that were ignored, and one for those whose severity was changed."""
    ignored = [f"{item.rule} {item.issues:,}" for item in report.overrides if item.outcome == "ignored"]
    changed = [
        f"{item.rule} {item.issues:,} (from {item.severity} to {item.outcome})"
        for item in report.overrides
        if item.outcome != "ignored"
    ]
    said = (("ignored", ignored), ("severity changed", changed))
    return [f"{title}: {', '.join(words)}" for title, words in said if words]


def describe_layers(report: Report) -> str:
    """Returns what was checked: "files, cells", or "files, cells, of data/loans.csv alone"."""
    alone = [f"of {escape(report.file, 200)[1:-1]} alone"] if report.file else []
    return ", ".join([*report.layers, *alone])


def format_count(number: int, noun: str) -> str:
    """Returns the number with its noun: "1 error", "2,000 errors"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
