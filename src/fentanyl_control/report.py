"""A report in words for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from fentanyl_control.issue import Issue, Report

SHOWN = 5
"""How many issues of one rule in one column are shown in words; all are counted."""


def escape(text: str, limit: int = 80) -> str:
    """The text in quotes as JSON writes it, so that no cell can begin a line or move a cursor; cut at ``limit``."""
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return printable(json.dumps(shown, ensure_ascii=False))


def printable(text: str, keep: str = "") -> str:
    """The text with every character that does not print, such as a line break, as JSON escapes it; but for ``keep``."""
    return "".join(c if c.isprintable() or c in keep else json.dumps(c)[1:-1] for c in text)


def format_issue(issue: Issue) -> str:
    """One line: place, value, fault and what to do, rule."""
    line = str(issue.line) if issue.line else ""
    place = ":".join([escape(part)[1:-1] for part in (issue.path, line, issue.column)]).rstrip(":")
    value = f"{escape(issue.value)} " if issue.value else ""
    mark = "" if issue.severity == "error" else "warning: "
    return f"{place}: {mark}{value}{printable(issue.message)} [{issue.rule}]"


def format_text(report: Report) -> str:
    """The report for people: a line an issue, at most five of a kind, then the counts. Ends with a line feed."""
    lines: list[str] = []
    shown: Counter[tuple[str, str, str]] = Counter()
    for issue in report.issues:
        kind = (issue.path, issue.column, issue.rule)
        shown[kind] += 1
        if shown[kind] <= SHOWN:
            lines.append(format_issue(issue))
    hidden = report.errors + report.warnings - len(lines)
    if hidden > 0:
        lines.append(f"… and {_count(hidden, 'more issue')} of the same kinds; --format json lists them")
    verdict = "valid" if report.valid else "not valid"
    counts = f"{_count(report.errors, 'error')}, {_count(report.warnings, 'warning')}"
    lines.append(f"{verdict}: {counts} (checked: {', '.join(report.layers)})")
    return "\n".join(lines) + "\n"


def format_json(report: Report) -> str:
    """The report for programs: one JSON object with valid, errors, warnings, layers and issues. Ends with a line feed."""
    document = {
        "valid": report.valid,
        "errors": report.errors,
        "warnings": report.warnings,
        "layers": list(report.layers),
        "issues": [asdict(issue) for issue in report.issues],
    }
    return printable(json.dumps(document, ensure_ascii=False, indent=2), keep="\n") + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
