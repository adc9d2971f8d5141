"""What a comparison gives: frozen values, from the whole package down to a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Part = Literal["none", "patch", "minor", "major"]
PARTS: tuple[Part, ...] = ("none", "patch", "minor", "major")
"""The parts of a version, from the least to the one that asks most of a reader."""
Action = Literal["removed", "renamed", "changed", "added"]
ACTIONS: tuple[Action, ...] = ("removed", "renamed", "changed", "added")
"""What can happen to a row, with what matters most first."""

WHAT = (
    "table-removed table-renamed table-added field-removed field-renamed field-added fields-reordered type-changed "
    "key-changed key-added key-removed code-removed constraint-tightened constraint-changed constraint-loosened code-added "
    "file-changed property-changed"
).split()
"""What can happen to the structure, with what matters most first."""


@dataclass(frozen=True)
class CellChange:
    """A cell before and after, as text; "" where it was empty or its column or row was not there.

    ``column`` has its new name. ``is_key`` says whether it takes part in a primary, unique or foreign key.
    """

    column: str
    old: str
    new: str
    is_key: bool = False


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed, renamed or changed, with the cells that differ.

    ``key`` is the row's primary key, the whole row where the table has none; of a renamed row and of one whose key is written
    otherwise it is the old one. An added
    row has all its filled cells as new ones, a removed row as old ones. ``successor`` is the identifier that takes the
    place of one that is gone; ``is_retired`` says whether the table of withdrawn identifiers has it.
    """

    action: Action
    key: tuple[str, ...]
    cells: tuple[CellChange, ...]
    successor: str = ""
    is_retired: bool = False

    @property
    def touches_key(self) -> bool:
        """Whether a cell of a key differs."""
        return any(cell.is_key for cell in self.cells)


@dataclass(frozen=True)
class SchemaChange:
    """A change of the structure or of its description, with the part of the version that it moves.

    ``table`` is "" for the package itself, ``field`` is "" for the table itself. ``what`` is one of ``WHAT``, ``property``
    the property of the descriptor or schema that differs, "" where it is the thing itself. ``old`` and ``new`` are names,
    or values as JSON, "" where there is none.
    """

    table: str
    field: str
    what: str
    property: str
    old: str
    new: str
    part: Part


@dataclass(frozen=True)
class TableDiff:
    """What changed in one table.

    ``counts`` counts every row by what happened to it; ``rows`` keeps at most ``diff.KEEP`` of each, with what matters
    most first. ``columns`` counts the changed cells of each column. ``vanished`` counts identifiers that are gone without
    a line in the table of withdrawn identifiers. ``path`` is the table's file, that of the old side where it is gone.
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
        """How many rows that happened to."""
        return self.counts.get(action, 0)


@dataclass(frozen=True)
class SideName:
    """One of the two that are compared: how it was asked for, and the version and date of its descriptor, "" without."""

    name: str
    version: str
    created: str = ""


@dataclass(frozen=True)
class Diff:
    """What changed between two states of a package; ``tables`` has those that changed, in the new descriptor's order."""

    old: SideName
    new: SideName
    schema: tuple[SchemaChange, ...] = ()
    tables: tuple[TableDiff, ...] = ()

    @property
    def schema_changes(self) -> tuple[SchemaChange, ...]:
        """Those of the package and of all tables, with what moves the version most first."""
        found = [*self.schema, *(change for table in self.tables for change in table.schema)]
        return tuple(sorted(found, key=lambda change: (-PARTS.index(change.part), WHAT.index(change.what))))

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.schema and not self.tables

    def rows(self, action: Action, shown: int) -> tuple[tuple[TableDiff, RowChange], ...]:
        """The rows that this happened to, at most so many of a table, those of which a key changed first."""
        found = [(table, row) for table in self.tables for row in [row for row in table.rows if row.action == action][:shown]]
        return tuple(sorted(found, key=lambda item: action == "changed" and not item[1].touches_key))

    def count(self, action: Action) -> int:
        """How many rows of all tables that happened to."""
        return sum(table.count(action) for table in self.tables)


@dataclass(frozen=True)
class Bump:
    """What a difference asks of the version.

    ``part`` is the part of the recipe that the changes move, ``reasons`` says which of them do. ``least`` is the lowest
    version that is enough, "" where the old one is not MAJOR.MINOR.PATCH; ``is_enough`` whether the new one is.
    """

    part: Part
    reasons: tuple[str, ...]
    old: str
    new: str
    least: str
    is_enough: bool
