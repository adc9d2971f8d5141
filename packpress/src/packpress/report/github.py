"""A report as annotations of a pull request and outputs of a step, in the syntax of GitHub Actions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packpress.escape import printable
from packpress.issue import Issue, Report, Severity
from packpress.report.at_file import at_file
from packpress.report.pull import Pull
from packpress.report.spans import CellSpan, find_spans
from packpress.report.text import format_count, format_place, format_text, format_value, how_to_list

MAX_ANNOTATIONS = 10
"""How many annotations of each severity GitHub accepts from a step; it drops the others silently."""
MAX_ANNOTATION = 4000
"""Maximum length of a message; the runner cuts it at 4,096."""

# character that a property of a command cannot contain → its escape; percent first
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}


@dataclass(frozen=True)
class _Annotation:
    """An annotation at the place of an issue, or without a place; it stands for ``issues`` issues."""

    title: str
    message: str
    issues: int
    issue: Issue | None = None


def format_github(report: Report, pull: Pull) -> str:
    """Returns the report as text, then as workflow commands, at most ten of each severity; ends with a line feed.

    If all issues fit, each gets an annotation. Otherwise those on lines that the pull request touches come first, the first
    of each rule before the second; then one annotation for each rule with more issues, with their number.
    """
    lines = []
    severities: tuple[Severity, ...] = ("error", "warning")
    for severity in severities:
        if severity == "warning" and not report.lists_warnings:
            continue
        chosen = _choose(report, pull, severity)
        spans = find_spans(pull.package, [item.issue for item in chosen if item.issue])
        lines += [_command(severity, _properties(item, spans, pull.folder), item.message) for item in chosen]
    if pull.least:
        message = f"the changes require a {pull.part} version: {pull.least} or later"
        lines.append(_command("notice", {"title": "version"}, message))
    return format_text(pull.in_repository(report)) + "".join(f"{line}\n" for line in lines)


def format_outputs(report: Report, pull: Pull) -> str:
    """Returns the outputs of a step: valid, errors, bump. Ends with a line feed."""
    outputs = {"valid": str(report.valid).lower(), "errors": str(report.errors), "bump": pull.part}
    return "".join(_output(name, value) for name, value in outputs.items())


def _choose(report: Report, pull: Pull, severity: Severity) -> list[_Annotation]:
    issues = _touched_first([at_file(issue) for issue in report.issues if issue.severity == severity], pull)
    total = report.errors if severity == "error" else report.warnings
    if len(issues) == total <= MAX_ANNOTATIONS:
        return [_annotate(issue) for issue in issues]
    shown = [issue for issue in issues if _is_touched(issue, pull)]
    found = [*map(_annotate, shown), *_one_of_each(report, severity, shown, issues)]
    if len(found) <= MAX_ANNOTATIONS:
        return found
    kept = found[: MAX_ANNOTATIONS - 1]
    rest = format_count(total - sum(item.issues for item in kept), f"more {severity}")
    return [
        *kept,
        _Annotation(
            f"more {severity}s",
            f"{rest}; the log and the summary show some of each kind, {how_to_list(report)} lists them all",
            0,
        ),
    ]


def _touched_first(issues: list[Issue], pull: Pull) -> list[Issue]:
    """Returns the issues on touched lines first, and of these the first of each rule before the second."""
    seen: Counter[str] = Counter()
    order = {}
    for issue in issues:
        is_touched = _is_touched(issue, pull)
        order[issue] = (not is_touched, seen[issue.rule] if is_touched else 0)
        seen[issue.rule] += is_touched
    return sorted(issues, key=order.__getitem__)


def _is_touched(issue: Issue, pull: Pull) -> bool:
    return pull.touched is not None and pull.touched.has(issue.path, issue.line)


def _one_of_each(report: Report, severity: Severity, shown: list[Issue], issues: list[Issue]) -> Iterator[_Annotation]:
    """Yields the first issue of each rule that is not shown, with the number of others."""
    left = Counter({rule: number for its_severity, rule, number in report.by_rule if its_severity == severity})
    left -= Counter(issue.rule for issue in shown)
    for issue in issues[len(shown) :]:
        if number := left.pop(issue.rule, 0):
            yield _annotate(issue, number)


def _annotate(issue: Issue, number: int = 1) -> _Annotation:
    more = f" (and {number - 1:,} more of {issue.rule})" if number > 1 else ""
    title = f"{issue.column}: {issue.rule}" if issue.column else issue.rule
    place = "" if issue.path.isprintable() else f"{format_place(issue)}: "
    return _Annotation(title, f"{place}{format_value(issue)}{issue.message}{more}", number, issue)


def _properties(item: _Annotation, spans: Mapping[Issue, CellSpan], folder: str) -> dict[str, str]:
    """Returns title and place; columns count characters from 1, and the end column is inclusive.

    A path with non-printable characters, in the package or above it, is left out, because a property cannot escape them.
    """
    properties = {"title": printable(item.title)}
    if item.issue is None or not (path := folder + item.issue.path).isprintable():
        return properties
    properties |= {"file": path}
    if item.issue.line:
        properties |= {"line": str(item.issue.line)}
    if span := spans.get(item.issue):
        properties |= {"col": str(span.start), "endColumn": str(max(span.start, span.end - 1))}
    return properties


def _command(name: str, properties: Mapping[str, str], message: str) -> str:
    """Returns a workflow command whose contents cannot end it, start another one or be taken for a property."""
    stated = ",".join(f"{key}={_escape(value, ':,')}" for key, value in properties.items())
    return f"::{name} {stated}::{_escape(printable(message)[:MAX_ANNOTATION])}"


def _escape(text: str, more: str = "") -> str:
    """Returns the text escaped for a command: three characters in messages, and also separators in properties."""
    return "".join(_ESCAPES[c] if c in "%\r\n" or c in more else c for c in text)


def _output(name: str, value: str) -> str:
    """Returns a line of the file of outputs, or several if the value has a line end, between marks that it cannot contain."""
    if "\n" not in value and "\r" not in value:
        return f"{name}={value}\n"
    mark = "end-" + hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()  # a text cannot contain its own hash
    return f"{name}<<{mark}\n{value}\n{mark}\n"
