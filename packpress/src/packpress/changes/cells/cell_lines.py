"""Compares two sides and yields a line for each cell that differs, so that the lines turn the old tables into the new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from packpress.changes.cells.model import CHANGE_KINDS, CellLine, ChangeKind, Names, RowKey
from packpress.changes.compare.columns import ColumnPair
from packpress.changes.compare.diff import TableComparison, table_comparisons
from packpress.changes.compare.tables import TableRows
from packpress.changes.model import Action, RowChange
from packpress.changes.sides.side import Side
from packpress.package.model import Resource

# what happened to the row → the kind of its lines
_KINDS: Mapping[Action, ChangeKind] = {"removed": "delete", "changed": "modify", "added": "add"}


def cell_lines(old: Side, new: Side, left_out: Mapping[str, frozenset[str] | None] | None = None) -> Iterator[CellLine]:
    """Yields the changes from one side to the other: tables in the new order, removed ones last; rows by key, then columns.

    ``left_out`` has the columns of a table that are not compared, or None for the whole table. Memory grows with the changed
    rows of one table.
    """
    for found in table_comparisons(old, new, None, find_renamed=False):
        without = (left_out or {}).get(found.name, frozenset())
        if found.rows is not None and without is not None:
            yield from _TableLines.of(found, found.rows, without).lines()


@dataclass(frozen=True)
class _TableLines:
    """The lines of one table; ``rows`` compares the rows by the columns that identify them."""

    comparison: TableComparison
    rows: TableRows
    columns: Mapping[str, ColumnPair]
    old: Names | None
    new: Names | None

    @classmethod
    def of(cls, found: TableComparison, rows: TableRows, without: frozenset[str]) -> _TableLines:
        columns = [column for column in found.columns if column.name not in without]
        old, new = _names(found.old, without), _names(found.new, without)
        chosen = TableRows(rows.old, rows.new, columns)
        return cls(found, chosen, {column.name: column for column in columns}, old, new)

    def lines(self) -> Iterator[CellLine]:
        """Yields the lines about the table and its columns, then those of the rows."""
        table, before = self.comparison.name, self.comparison.old
        if before is not None and self.new is not None and before.name != table:
            yield CellLine(table, None, None, "modify", before.name, table)
        if self.old != self.new:
            kind: ChangeKind = "add" if self.old is None else "delete" if self.new is None else "modify"
            yield CellLine(table, None, None, kind, self.old, self.new)
        for name, was in self._renamed.items():
            yield CellLine(table, None, name, "modify", was, name)
        yield from self._keyed() if self._has_keys() else self._whole()

    @property
    def _renamed(self) -> Mapping[str, str]:
        """The old name of each column that has another name now."""
        if self.old is None or self.new is None:
            return {}
        assert self.comparison.old is not None
        assert self.comparison.old.schema is not None
        names = self.comparison.old.schema.names
        there = [column for column in self.columns.values() if column.new is not None]
        both = [(column.name, names[column.old]) for column in there if column.old is not None]
        return {name: was for name, was in both if name != was}

    def _has_keys(self) -> bool:
        """Returns whether the rows are matched by a primary key of one side, and no two rows of a side have the same."""
        identifying = {column.name for column in self.columns.values() if column.identifies}
        some = [resource.schema for resource in (self.comparison.new, self.comparison.old) if resource and resource.schema]
        was = self._renamed
        keys = [{*schema.primary_key} for schema in some if schema.primary_key]
        if identifying not in keys and {was.get(name, name) for name in identifying} not in keys:
            return False
        sides = ((self.rows.old, True), (self.rows.new, False))
        hashes = [self.rows.hashes(table, is_old) for table, is_old in sides if table is not None]
        return all(len(np.unique(found)) == len(found) for found in hashes)

    def _keyed(self) -> Iterator[CellLine]:
        """Yields a line for each cell, by the keys of the rows."""
        names = [column.name for column in self.columns.values() if column.identifies]
        for row in sorted(self.rows.changes(), key=lambda row: (row.key, CHANGE_KINDS.index(_KINDS[row.action]))):
            key: RowKey = tuple(zip(names, row.key, strict=True))
            yield from self._cells(row, key)

    def _cells(self, row: RowChange, key: RowKey) -> Iterator[CellLine]:
        table, kind = self.comparison.name, _KINDS[row.action]
        found = {cell.column: (cell.old, cell.new) for cell in row.cells}
        if kind != "modify":
            found = {name: (text, text) for name, text in key} | found
        for name, column in self.columns.items():
            if name not in found:
                continue
            old, new = found[name]
            if kind == "add" or column.old is None:
                yield CellLine(table, key, name, "add", None, new)
            elif kind == "delete" or column.new is None:
                yield CellLine(table, key, name, "delete", old, None)
            else:
                yield CellLine(table, key, name, "modify", old, new)

    def _whole(self) -> Iterator[CellLine]:
        """Yields a line for each row that only one side has; if the columns differ, for every row of both sides."""
        columns = [replace(column, identifies=True, readers=None) for column in self.columns.values()]
        old = [column for column in columns if column.old is not None]
        new = [column for column in columns if column.new is not None]
        if old == new:
            parts = [(TableRows(self.rows.old, self.rows.new, columns), columns)]
        else:
            parts = [(TableRows(self.rows.old, None, old), old), (TableRows(None, self.rows.new, new), new)]
        found = [
            (CHANGE_KINDS.index(_KINDS[row.action]), tuple(zip((column.name for column in part), row.key, strict=True)))
            for rows, part in parts
            for row in rows.changes()
        ]
        for number, key in sorted(found):
            yield CellLine(self.comparison.name, key, None, CHANGE_KINDS[number], None, None)


def _names(resource: Resource | None, without: frozenset[str]) -> Names | None:
    """Returns the compared columns of one side; None if it has no such table."""
    if resource is None or resource.schema is None:
        return None
    return tuple(name for name in resource.schema.names if name not in without)
