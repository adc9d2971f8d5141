"""Severities that differ from those of the checker: rules that a user ignores, or wants as a warning or as an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Outcome = Literal["error", "warning", "ignored"]
"""What becomes of an issue."""

# option and setting → what it makes of the issues of a rule
OUTCOMES: Mapping[str, Outcome] = {"ignore": "ignored", "warn": "warning", "error": "error"}

_UNWRITABLE = ("descriptor-", "dialect-", "header-", "parquet-", "path-", "schema-", "text-", "type-", "view-")
"""Beginnings of the rules whose errors leave a table or view, or values of it, unread."""
_UNWRITABLE_RULES = frozenset(
    {
        "cell-too-long",
        "edtf-date",
        "file-compression",
        "file-missing",
        "number-unpublished",
        "package-unreadable",
        "required",  # Parquet declares that such a column has no nulls
        "table-not-checked",
    }
)


def is_unwritable(rule: str) -> bool:
    """Returns whether an error of the rule leaves a value that cannot be published, whatever severity a user gives it."""
    return rule.startswith(_UNWRITABLE) or rule in _UNWRITABLE_RULES


class Override(NamedTuple):
    """What became of ``issues`` issues of a rule: their severity in the checker, and the outcome that a user chose.

    >>> from packpress import Override
    >>> Override("layout", "error", "ignored", 3).outcome
    'ignored'
    """

    rule: str
    severity: Severity
    outcome: Outcome
    issues: int


@dataclass(frozen=True)
class Severities:
    """The outcomes that a user chose: ``chosen`` by rule for this run, and from settings ``in_tables`` and ``everywhere``.

    In this order, the first one that has a rule decides. ``tables`` maps the files of the package to the names of their
    tables. ``doubtful`` are names that only a rule of the package can have, and ``known`` those of the checker: once the
    package's rules are loaded, the doubtful names are looked up.
    """

    chosen: Mapping[str, Outcome] = field(default_factory=dict)
    in_tables: Mapping[str, Mapping[str, Outcome]] = field(default_factory=dict)
    everywhere: Mapping[str, Outcome] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()

    def outcome(self, path: str, rule: str, severity: Severity) -> Outcome:
        """Returns what becomes of an issue in the file at ``path``."""
        if not (self.chosen or self.in_tables or self.everywhere):
            return severity
        of_table = self.in_tables.get(self.tables.get(path, ""), {})
        return self.chosen.get(rule) or of_table.get(rule) or self.everywhere.get(rule) or severity

    def for_files(self, tables: Mapping[str, str]) -> Severities:
        """Returns the same severities for a package whose files belong to these tables."""
        return replace(self, tables=tables)

    def rules(self) -> Iterator[str]:
        """Yields every rule for which an outcome was chosen, some more than once."""
        yield from (*self.chosen, *self.everywhere)
        for of_table in self.in_tables.values():
            yield from of_table


AS_FOUND = Severities()
"""The severities of the checker."""
