"""An issue: one thing that is wrong with a package, with its place and what to do about it."""

from __future__ import annotations

from collections import Counter
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
STALE = "output-stale"
"""The rule that an output breaks which was made from another state of its sources."""
MAX_TEXT = 1_000
"""How many characters of a key, a message or a value are kept: they show cells and schemas, which may be megabytes."""


class Issue(NamedTuple):
    """One finding; sorts by place.

    ``path`` is relative to the package. ``line`` is the physical line (from 1) on which the cell begins, the number of the
    row in a file without lines (Parquet), 0 when the finding concerns the whole file. ``column`` is a field name or "".
    ``key`` is the row's primary key or "".
    """

    path: str
    line: int
    column: str
    key: str
    rule: str
    severity: Severity
    message: str
    value: str = ""


def _cut(issue: Issue) -> Issue:
    """The issue with no text longer than is kept."""
    if max(len(issue.key), len(issue.message), len(issue.value)) <= MAX_TEXT:
        return issue
    key, message, value = (
        t if len(t) <= MAX_TEXT else f"{t[: MAX_TEXT - 1]}…" for t in (issue.key, issue.message, issue.value)
    )
    return issue._replace(key=key, message=message, value=value)


class Findings:
    """Collects issues in bounded memory: all are counted, at most ``keep`` are kept per path, column and rule."""

    def __init__(self, keep: int = 100) -> None:
        self.keep = keep
        self._kept: list[Issue] = []
        self._counts: Counter[tuple[str, str, str, Severity]] = Counter()
        self._at_fault: set[tuple[str | None, str | None]] = set()

    def add(self, issue: Issue, times: int = 1) -> None:
        """Count the issue ``times`` times, and keep it while its kind has room."""
        kind = (issue.path, issue.column, issue.rule, issue.severity)
        if self._counts[kind] < self.keep:
            self._kept.append(_cut(issue))
        self._count(kind, times)

    def room(self, path: str, column: str, rule: str, severity: Severity = "error") -> int:
        """How many more issues of this kind would be kept."""
        return max(0, self.keep - self._counts[(path, column, rule, severity)])

    def count_only(self, path: str, column: str, rule: str, times: int, severity: Severity = "error") -> None:
        """Count ``times`` issues of a kind that are not kept."""
        self._count((path, column, rule, severity), times)

    def _count(self, kind: tuple[str, str, str, Severity], times: int) -> None:
        self._counts[kind] += times
        if kind[3] == "error" and times:
            self._at_fault.update(((kind[0], kind[1]), (kind[0], None), (None, None)))

    def has_errors(self, path: str | None = None, column: str | None = None) -> bool:
        """Whether an error was found: in that column of that file, in that file, or in any. Asked for each table and key."""
        return (path, column) in self._at_fault

    def report(self, layers: tuple[str, ...] = ()) -> Report:
        """The findings so far, sorted by place, with the layers that ran."""
        kept = tuple(sorted(set(self._kept)))
        errors = sum(n for kind, n in self._counts.items() if kind[3] == "error")
        warnings = sum(n for kind, n in self._counts.items() if kind[3] == "warning")
        by_rule: Counter[tuple[Severity, str]] = Counter()
        for (_, _, rule, severity), number in self._counts.items():
            by_rule[severity, rule] += number
        return Report(kept, errors, warnings, layers, tuple((*kind, number) for kind, number in sorted(by_rule.items())))


class Report(NamedTuple):
    """What a check found: the issues kept, how many errors and warnings there are in all, and the layers that ran.

    ``by_rule`` has how many there are of each severity and rule.
    """

    issues: tuple[Issue, ...]
    errors: int
    warnings: int
    layers: tuple[str, ...] = ()
    by_rule: tuple[tuple[Severity, str, int], ...] = ()

    @property
    def valid(self) -> bool:
        """Whether no error was found; warnings do not count."""
        return self.errors == 0

    @property
    def valid_but_for_outputs(self) -> bool:
        """Whether no error was found except outputs that the build would write again."""
        stale = sum(number for severity, rule, number in self.by_rule if (severity, rule) == ("error", STALE))
        return self.errors == stale
