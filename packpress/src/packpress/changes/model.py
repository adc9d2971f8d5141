"""The result of a comparison as frozen values, from the whole package down to a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

VersionPart = Literal["none", "patch", "minor", "major"]
PARTS: tuple[VersionPart, ...] = ("none", "patch", "minor", "major")
"""The parts of a version, from the least to the most demanding for a reader."""
Action = Literal["removed", "renamed", "changed", "added"]
ACTIONS: tuple[Action, ...] = ("removed", "renamed", "changed", "added")
"""What can happen to a row, most important first."""

WHAT = (
    "table-removed table-renamed table-added field-removed field-renamed field-added fields-reordered type-changed "
    "key-changed key-added key-removed code-removed constraint-tightened constraint-changed constraint-loosened code-added "
    "file-changed property-changed"
).split()
"""What can happen to the structure, most important first."""


@dataclass(frozen=True)
class CellChange:
    """A cell before and after, as text; "" if it was empty or its column or row did not exist.

    ``column`` is the new name. ``is_key`` says whether the column is part of a primary, unique or foreign key.
    """

    column: str
    old: str
    new: str
    is_key: bool = False


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed, renamed or changed, with the cells that differ.

    ``key`` is the row's primary key, or the whole row if the table has none; for a renamed row, or one whose key is the
    same value in another notation, it is the old key. An added row has all its non-empty cells as new, a removed row as
    old. ``successor`` is the identifier that replaces a removed one; ``is_retired`` says whether the table of withdrawn
    identifiers lists it.
    """

    action: Action
    key: tuple[str, ...]
    cells: tuple[CellChange, ...]
    successor: str = ""
    is_retired: bool = False

    @property
    def touches_key(self) -> bool:
        """Whether a key cell differs."""
        return any(cell.is_key for cell in self.cells)


@dataclass(frozen=True)
class SchemaChange:
    """A change of the structure or its description, with the part of the version that it increments.

    ``table`` is "" for the package itself, ``field`` is "" for the table itself. ``what`` is one of ``WHAT``. ``property``
    is the property of the descriptor or schema that differs, "" for the object itself. ``old`` and ``new`` are names, or
    values as JSON, or "" if absent.
    """

    table: str
    field: str
    what: str
    property: str
    old: str
    new: str
    part: VersionPart


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table.

    ``counts`` has the number of rows for each action; ``rows`` has at most ``diff.KEEP`` of each, most important first.
    ``columns`` has the number of changed cells per column. ``vanished`` is the number of identifiers that were removed
    without a line in the table of withdrawn identifiers. ``path`` is the table's file, the old one if the table was
    removed.
    """

    name: str
    path: str
    key: tuple[str, ...] = ()
    old_name: str = ""
    is_referenced: bool = False
    schema: tuple[SchemaChange, ...] = ()
    counts: Mapping[Action, int] = field(default_factory=dict)
    rows: tuple[RowChange, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    vanished: int = 0

    def count(self, action: Action) -> int:
        """Returns the number of rows with this action."""
        return self.counts.get(action, 0)


@dataclass(frozen=True)
class SideName:
    """One side of a comparison: how it was specified, and the version and date of its descriptor, or ""."""

    name: str
    version: str
    created: str = ""


@dataclass(frozen=True)
class Diff:
    """What changed between two states of a package; ``tables`` has the changed ones, in the new descriptor's order."""

    old: SideName
    new: SideName
    schema: tuple[SchemaChange, ...] = ()
    tables: tuple[TableDiff, ...] = ()

    @property
    def schema_changes(self) -> tuple[SchemaChange, ...]:
        """Changes of the package and of all tables, those that increment the version most first."""
        found = [*self.schema, *(change for table in self.tables for change in table.schema)]
        return tuple(sorted(found, key=lambda change: (-PARTS.index(change.part), WHAT.index(change.what))))

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.schema and not self.tables

    def rows(self, action: Action, shown: int) -> tuple[tuple[TableDiff, RowChange], ...]:
        """Returns the rows with this action, at most ``shown`` of each table, rows with a changed key first."""
        found = [(table, row) for table in self.tables for row in [row for row in table.rows if row.action == action][:shown]]
        return tuple(sorted(found, key=lambda item: action == "changed" and not item[1].touches_key))

    def count(self, action: Action) -> int:
        """Returns the number of rows with this action in all tables."""
        return sum(table.count(action) for table in self.tables)


@dataclass(frozen=True)
class Bump:
    """What a diff requires of the version.

    ``part`` is the part to increment, ``reasons`` are the changes that require it. ``least`` is the lowest sufficient
    version, "" if the old one is not MAJOR.MINOR.PATCH; ``is_enough`` says whether the new version is sufficient.
    """

    part: VersionPart
    reasons: tuple[str, ...]
    old: str
    new: str
    least: str
    is_enough: bool
