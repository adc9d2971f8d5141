"""An issue: one problem in a package, with its place and what to do about it."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from packpress.severities import AS_FOUND, Outcome, Override, Severities, is_unwritable
from packpress.severities import Severity as Severity

STALE = "output-stale"
"""The rule for an output that was built from another state of its sources."""
LIMIT = 100_000
"""How many issues a report lists by default; all of them are counted."""
RESERVE = 10_000
"""How many more issues than a report lists are kept, until those that it certainly does not list are discarded."""
MAX_TEXT = 1_000
"""How many characters of a key, message or value are kept: they show cells and schemas, which may be megabytes."""


class Issue(NamedTuple):
    """One problem; sorts by place.

    ``path`` is relative to the package. ``line`` is the physical line (from 1) on which the cell begins, the row number in
    a file without lines (Parquet), or 0 if the issue concerns the whole file. ``column`` is a field name or "". ``key`` is
    the row's primary key or "". ``rule`` is a name in docs/rules.md, or the name of one of the package's own rules.
    ``message`` says what is wrong and what to do, and ``value`` is the text of the cell or "". The texts come from the files
    as they are, cut after 1,000 characters; escape them before printing.

    >>> from packpress import validate
    >>> issue = validate("loans").issues[0]
    >>> print(f'{issue.path}:{issue.line}:{issue.column}: "{issue.value}" {issue.message} [{issue.rule}]')
    loans.csv:3:copies: "x" is not a whole number; write digits only [type-integer]
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
    """Returns the issue with long texts cut."""
    if max(len(issue.key), len(issue.message), len(issue.value)) <= MAX_TEXT:
        return issue
    key, message, value = (
        t if len(t) <= MAX_TEXT else f"{t[: MAX_TEXT - 1]}…" for t in (issue.key, issue.message, issue.value)
    )
    return issue._replace(key=key, message=message, value=value)


class Limits(NamedTuple):
    """How many issues are kept: in total, and per kind (path, column, rule and severity); None means no limit."""

    total: int = LIMIT
    of_a_kind: int | None = None

    @property
    def most(self) -> int:
        """How many issues of one kind are kept at most."""
        return self.total if self.of_a_kind is None else min(self.total, self.of_a_kind)


FOR_PROGRAMS = Limits()
FOR_WORDS = Limits(10_000, 100)
"""Limits for reports in words, which show five issues of a kind."""
_Kind = tuple[str, str, str, Severity]
_Ranked = tuple[int, Issue]
"""An issue with its number among those of its kind, from 1."""


class Findings:
    """Collects issues in bounded memory: counts all of them and keeps as many as the limits allow.

    Issues are added with the severity of the checker, and reported with the outcome that ``severities`` have for them. Those
    of a kind are added in the order of their places. The report lists the first of each kind before the second of any, so it
    does not depend on which kind comes first, or on the size of the blocks in which a table is checked.
    """

    def __init__(self, limits: Limits = FOR_PROGRAMS, severities: Severities = AS_FOUND) -> None:
        self.limits, self.severities = limits, severities
        self._kept: list[_Ranked] = []
        self._kept_of: Counter[_Kind] = Counter()
        self._last: _Ranked | None = None
        self._counts: Counter[_Kind] = Counter()
        self._overridden: Counter[tuple[str, Severity, Outcome]] = Counter()
        self._at_fault: set[tuple[str | None, str | None]] = set()
        self._blocked: set[str | None] = set()

    def add(self, issue: Issue, times: int = 1) -> None:
        """Counts the issue ``times`` times, and keeps it if the report may list it."""
        kind = _kind(issue)
        if self.room(*kind):
            outcome = self.severities.outcome(issue.path, issue.rule, issue.severity)
            assert outcome != "ignored"  # for which there is no room
            self._keep(issue if outcome == issue.severity else issue._replace(severity=outcome))
        self._count(kind, times)

    def _keep(self, issue: Issue) -> None:
        kind = _kind(issue)
        ranked = self._kept_of[kind] + 1, _cut(issue)
        if self._last is not None and ranked > self._last:
            return
        self._kept.append(ranked)
        self._kept_of[kind] += 1
        if len(self._kept) > self.limits.total + RESERVE:
            self._kept = sorted(self._kept)[: self.limits.total]
            self._last = self._kept[-1]
            self._kept_of = Counter(_kind(kept) for _, kept in self._kept)

    def room(self, path: str, column: str, rule: str, severity: Severity = "error") -> int:
        """Returns how many more issues of this kind may be kept."""
        outcome = self.severities.outcome(path, rule, severity)
        if outcome == "ignored":
            return 0
        most = self.limits.total if self._last is None else self._last[0]
        if self.limits.of_a_kind is not None:
            most = min(most, self.limits.of_a_kind)
        return max(0, most - self._kept_of[path, column, rule, outcome])

    @property
    def kept(self) -> int:
        """Number of issues in memory, at least those that the report lists."""
        return len(self._kept)

    def merge(self, other: Findings) -> None:
        """Adds the findings of another part of the package, which were collected with the same limits and severities."""
        for _, issue in other._kept:
            if self.room(*_kind(issue)):
                self._keep(issue)
        self._counts.update(other._counts)
        self._overridden.update(other._overridden)
        self._at_fault |= other._at_fault
        self._blocked |= other._blocked

    def count_only(self, path: str, column: str, rule: str, times: int, severity: Severity = "error") -> None:
        """Counts ``times`` issues of a kind without keeping them."""
        self._count((path, column, rule, severity), times)

    def _count(self, kind: _Kind, times: int) -> None:
        path, column, rule, severity = kind
        outcome = self.severities.outcome(path, rule, severity)
        if outcome != "ignored":
            self._counts[path, column, rule, outcome] += times
        if outcome != severity and times:
            self._overridden[rule, severity, outcome] += times
        if severity == "error" and times:
            self._at_fault.update(((path, column), (path, None), (None, None)))
        if times and (outcome == "error" or (severity == "error" and is_unwritable(rule))):
            self._blocked.update((path, None))

    def has_errors(self, path: str | None = None, column: str | None = None) -> bool:
        """Returns whether the checker found an error in that column of that file, in that file, or at all.

        It counts whatever the user made of it, so that an error is not reported again by the checks that follow.
        """
        return (path, column) in self._at_fault

    def is_blocked(self, path: str | None = None) -> bool:
        """Returns whether an error in that file, or in any, stops later layers and builds.

        Those are errors of the report, and errors that leave a value unread, even if the user ignores or lowers them.
        """
        return path in self._blocked

    def report(self, layers: tuple[str, ...] = ()) -> Report:
        """Returns the issues so far, sorted by place, with the layers that ran."""
        kept = _share(sorted(issue for _, issue in self._kept), self.limits.total)
        errors = sum(n for kind, n in self._counts.items() if kind[3] == "error")
        warnings = sum(n for kind, n in self._counts.items() if kind[3] == "warning")
        by_rule: Counter[tuple[Severity, str]] = Counter()
        for (_, _, rule, severity), number in self._counts.items():
            by_rule[severity, rule] += number
        counted = tuple((*kind, number) for kind, number in sorted(by_rule.items()))
        overrides = tuple(Override(*kind, number) for kind, number in sorted(self._overridden.items()))
        return Report(tuple(kept), errors, warnings, layers, counted, self.limits.total, overrides=overrides)


def _kind(issue: Issue) -> _Kind:
    return issue.path, issue.column, issue.rule, issue.severity


def _share(issues: list[Issue], limit: int) -> list[Issue]:
    """Returns at most ``limit`` of the sorted issues, in order: the first of each kind before the second of any."""
    if len(issues) <= limit:
        return issues
    seen: Counter[_Kind] = Counter()
    ranked = []
    for issue in issues:
        seen[_kind(issue)] += 1
        ranked.append((seen[_kind(issue)], issue))
    return sorted(issue for _, issue in sorted(ranked)[:limit])


class Report(NamedTuple):
    """The result of a check: its issues, the total of errors and warnings, and the layers that ran.

    ``issues`` are sorted by place; there are at most ``limit``. If more were found, the report lists the first of each kind
    before the second of any: a kind is a rule in a column of a file. Equal issues are listed as often as they occur.
    ``by_rule`` has the total for each severity and rule, listed or not. ``file`` is the path of the file if a single table was
    checked, "" for the whole package. ``lists_warnings`` is false if warnings are counted but, on demand, not listed.
    ``overrides`` lists the issues that were ignored or have another severity than the checker's, because the user asked for
    it: rule, severity in the checker, what became of it and how many. Ignored issues count nowhere else.

    >>> from packpress import validate
    >>> report = validate("loans", limit=1)
    >>> len(report.issues), report.total
    (1, 2)
    >>> report.by_rule
    (('error', 'type-date', 1), ('error', 'type-integer', 1))
    """

    issues: tuple[Issue, ...]
    errors: int
    warnings: int
    layers: tuple[str, ...] = ()
    by_rule: tuple[tuple[Severity, str, int], ...] = ()
    limit: int = LIMIT
    file: str = ""
    lists_warnings: bool = True
    overrides: tuple[Override, ...] = ()

    @property
    def total(self) -> int:
        """Number of issues, listed or not."""
        return self.errors + self.warnings

    @property
    def listable(self) -> int:
        """Number of issues that the report would list without a limit."""
        return self.total if self.lists_warnings else self.errors

    def without_warnings(self) -> Report:
        """Returns the report with its warnings counted but not listed."""
        errors = tuple(issue for issue in self.issues if issue.severity == "error")
        return self._replace(issues=errors, lists_warnings=False)

    @property
    def valid(self) -> bool:
        """Whether there are no errors; warnings do not count."""
        return self.errors == 0

    @property
    def valid_but_for_outputs(self) -> bool:
        """Whether all errors are outdated outputs, which the build would write again; false if something is ``unwritable``."""
        stale = sum(number for severity, rule, number in self.by_rule if (severity, rule) == ("error", STALE))
        return self.errors == stale and not self.unwritable

    def joined(self, other: Report) -> Report:
        """Returns the report with the issues and the layers of another one on the same package."""
        return Report(
            tuple(sorted((*self.issues, *other.issues))),
            self.errors + other.errors,
            self.warnings + other.warnings,
            (*self.layers, *other.layers),
            tuple(sorted((*self.by_rule, *other.by_rule))),
            self.limit,
            self.file,
            self.lists_warnings,
            tuple(sorted((*self.overrides, *other.overrides))),
        )

    @property
    def unwritable(self) -> tuple[Override, ...]:
        """The errors that were ignored or lowered although they leave values that cannot be published."""
        return tuple(item for item in self.overrides if item.severity == "error" and is_unwritable(item.rule))
