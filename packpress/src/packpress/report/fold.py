"""Which issues of a report people see, and in which order: errors first, and warnings of one kind as one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from packpress.issue import Issue, Report

MAX_OF_A_KIND = 5
"""How many errors of one rule in one column, and how many kinds of warnings of one rule, are shown in words."""
MAX_NAMES = 8
"""How many other names that warnings of one kind are about are shown."""

# "resource 1: ", 'resource "a": field "b": ', "the package: ": the part of the package that a message is about
_SUBJECT = r'^(?:(?:the (?:package|schema|dialect)|(?:resource|field) (?:[0-9]+|"(?:[^"\\]|\\.)*"))(?:: | (?=has )))+'
_NAME = r'"(?:[^"\\]|\\.)*"'
_VALUE = rf"{_NAME}|[0-9]+"


class Shown(NamedTuple):
    """An issue that is shown, and how many more of its kind are not; ``is_exact`` is false if there may be still more.

    ``names`` are the first other names that the messages of its kind are about.
    """

    issue: Issue
    more: int = 0
    is_exact: bool = True
    names: tuple[str, ...] = ()


class _Kind:
    """The first warning of a kind, how many there are, and the names that their messages are about."""

    def __init__(self, first: Issue) -> None:
        self.first, self.count = first, 0
        self.names: dict[str, None] = {}


def shown_issues(report: Report) -> Iterator[Shown]:
    """Yields the errors by place, at most five of one rule in one column, then the first warning of each kind.

    Warnings are of one kind if rule and message are the same but for the part of the package, names and values.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for issue in report.issues:
        place = (issue.path, issue.column, issue.rule)
        seen[place] += issue.severity == "error"
        if issue.severity == "error" and seen[place] <= MAX_OF_A_KIND:
            yield Shown(issue)
    yield from _folded([issue for issue in report.issues if issue.severity == "warning"], report)


def _folded(warnings: list[Issue], report: Report) -> Iterator[Shown]:
    """Yields the first warning of each kind with the number of the others, at most five kinds of a rule."""
    kinds: dict[tuple[str, str], _Kind] = {}
    for issue in warnings:
        message = re.sub(_SUBJECT, "", issue.message, count=1)
        kind = kinds.setdefault((issue.rule, re.sub(_VALUE, "", message)), _Kind(issue))
        kind.count += 1
        if not issue.line and (name := re.search(_NAME, message)) and len(kind.names) <= MAX_NAMES + 1:
            kind.names[name[0]] = None
    kinds_of = Counter(rule for rule, _ in kinds)
    unlisted = Counter({rule: number for severity, rule, number in report.by_rule if severity == "warning"})
    unlisted -= Counter(issue.rule for issue in warnings)
    shown: Counter[str] = Counter()
    for (rule, _), kind in kinds.items():
        shown[rule] += 1
        if shown[rule] <= MAX_OF_A_KIND:
            is_only = kinds_of[rule] == 1  # then those that the report does not list are of this kind too
            more = kind.count - 1 + (unlisted[rule] if is_only else 0)
            yield Shown(kind.first, more, is_only or not unlisted[rule], tuple(kind.names)[1:])
