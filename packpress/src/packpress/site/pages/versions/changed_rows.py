"""Groups the lines of a file of changes by table and row, for pages that show them cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from packpress.changes.cells.model import CellLine, ChangeKind, RowKey


@dataclass(frozen=True)
class ChangedRow:
    """What happened to a row, and each of its cells that was added, changed or removed.

    A row is only added or deleted if its key is; a cell that is added to a row belongs to a new column.
    """

    key: RowKey
    change: ChangeKind
    cells: tuple[CellLine, ...]


@dataclass(frozen=True)
class ChangedTable:
    """A table's changes: those of its columns and name, and those of its rows."""

    name: str
    structure: tuple[CellLine, ...]
    rows: tuple[ChangedRow, ...]

    def count(self, change: ChangeKind) -> int:
        """Returns how many rows were added, changed or removed."""
        return sum(row.change == change for row in self.rows)


def group_changes(lines: Iterable[CellLine]) -> tuple[ChangedTable, ...]:
    """Returns the changes table by table, each row once, in the order of the lines."""
    return tuple(_table(name, list(found)) for name, found in groupby(lines, key=lambda line: line.table))


def _table(name: str, lines: list[CellLine]) -> ChangedTable:
    rows = []
    for key, found in groupby((line for line in lines if line.key), key=lambda line: line.key):
        assert key is not None
        rows.append(_row(key, tuple(found)))
    return ChangedTable(name, tuple(line for line in lines if not line.key), tuple(rows))


def _row(key: RowKey, cells: tuple[CellLine, ...]) -> ChangedRow:
    """Returns the row, with what happened to its key; to the whole row, in a table without a key."""
    columns = {column for column, _ in key}
    kinds = {line.change for line in cells if line.column is None or line.column in columns}
    change: ChangeKind = "add" if kinds == {"add"} else "delete" if kinds == {"delete"} else "modify"
    return ChangedRow(key, change, cells)
