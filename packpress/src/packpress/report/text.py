"""A report as text, one line per issue; its contents can neither move a cursor nor run a command of the CI runner."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.escape import escape, printable
from packpress.issue import LIMIT, Issue, Report
from packpress.output import Line
from packpress.report.fold import MAX_NAMES, Shown, shown_issues


def format_issue(issue: Issue) -> str:
    """Returns one line: place, value, what is wrong and what to do, rule."""
    return printable("".join(text for _, text in issue_line(Shown(issue))))


def issue_line(shown: Shown) -> Line:
    """Returns the line of ``format_issue`` in pieces, each with its role, and how many more of its kind there are."""
    issue = shown.issue
    is_error = issue.severity == "error"
    return (
        ("error" if is_error else "warning", format_place(issue)),
        ("", ": "),
        ("warning", "" if is_error else "warning: "),
        ("", f"{format_value(issue)}{issue.message}"),
        ("rule", f" [{issue.rule}]"),
        ("", format_more(shown)),
    )


def format_more(shown: Shown) -> str:
    """Returns ' (and 2 more like it: "views", "id")', or "" if there are no more of the kind."""
    if not shown.more:
        return ""
    names = [name if len(name) <= 40 else f'{name[:38]}…"' for name in shown.names[:MAX_NAMES]]
    listed = f": {', '.join(names)}{', …' if len(shown.names) > MAX_NAMES else ''}" if names else ""
    return f" (and {'' if shown.is_exact else 'at least '}{shown.more:,} more like it{listed})"


def format_place(issue: Issue) -> str:
    """Returns the place of the issue: path, line and column, as far as it has them."""
    line = str(issue.line) if issue.line else ""
    return ":".join([escape(part)[1:-1] for part in (issue.path, line, issue.column)]).rstrip(":")


def format_value(issue: Issue) -> str:
    """Returns the value in quotes and a space, to precede the message; "" if there is no value."""
    return f"{escape(issue.value)} " if issue.value else ""


def format_text(report: Report, limit: int | None = None, command: str = "") -> str:
    """Returns the report for people as ``report_lines`` has it. Ends with a line feed."""
    return "".join(printable("".join(text for _, text in line)) + "\n" for line in report_lines(report, limit, command))


def report_lines(report: Report, limit: int | None = None, command: str = "") -> Iterator[Line]:
    """Yields the lines of the report for people: the issues, errors first, then the totals.

    Shows at most five errors of a kind and one warning of a kind, or with a limit that many issues in total. ``command`` is
    the command that lists the others, with its options; by default an option of the command that was run.
    """
    listed = 0
    for shown in shown_issues(report) if limit is None else _first(report, limit):
        listed += 1
        yield issue_line(shown)
    if hidden := report.listable - listed:
        how = f"--limit {report.listable}" if limit is not None else how_to_list(report, command)
        yield (("", f"… and {format_count(hidden, 'more issue')}; {how} lists {'it' if hidden == 1 else 'them'}"),)
    for line in describe_overrides(report):
        yield (("", line),)
    yield (("valid" if report.valid else "error", format_verdict(report)),)


def _first(report: Report, limit: int) -> Iterator[Shown]:
    """Yields that many issues, errors first."""
    ordered = sorted(report.issues, key=lambda issue: issue.severity != "error")
    return map(Shown, ordered[:limit])


def how_to_list(report: Report, command: str = "") -> str:
    """Returns the options that list every issue of the report, preceded by the command if it is not the one that was run."""
    words = [command, "--format json", f"--limit {report.listable}" if report.listable > LIMIT else ""]
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
