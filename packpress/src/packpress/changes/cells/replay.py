"""Applies the lines of a file of changes to the old tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from packpress.changes.cells.model import CellLine, Names, RowKey, TextTable
from packpress.errors import PackageError
from packpress.escape import escape

_Row = dict[str, str]


def replay(old: Mapping[str, TextTable], lines: Iterable[CellLine]) -> dict[str, TextTable]:
    """Returns the new tables: the old ones after the changes, with kept rows in the old order and new rows behind them.

    Raises PackageError if a line does not fit the old tables, for instance because a cell has another text.
    """
    tables = {name: _Replayed(name, table) for name, table in old.items()}
    for line in lines:
        if line.key is None and line.column is None and isinstance(line.old, str):
            if line.old not in tables or line.table in tables:
                raise _unfit(line, f"there must be a table {escape(line.old)} and none of its new name")
            tables[line.table] = tables.pop(line.old)
        elif line.key is None and line.column is None and line.change == "add":
            if line.table in tables:
                raise _unfit(line, "the table exists already")
            tables[line.table] = _Replayed(line.table, TextTable((), ()))
        if line.table not in tables:
            raise _unfit(line, "there is no such table")
        tables[line.table].apply(line)
    return {name: table.result() for name, table in tables.items() if not table.is_deleted}


class _Replayed:
    """One table to which lines are applied; its rows map the new names of columns to cells."""

    def __init__(self, name: str, old: TextTable) -> None:
        self.name, self.columns, self.old_columns = name, old.columns, old.columns
        self.is_deleted = False
        self._rows: list[_Row | None] = [dict(zip(old.columns, row, strict=True)) for row in old.rows]
        self._index: dict[Names, dict[Names, list[int]]] = {}
        self._gone: set[int] = set()
        self._added: dict[RowKey, _Row] = {}
        self._whole: list[_Row] = []

    def apply(self, line: CellLine) -> None:
        """Makes the change of one line. Raises PackageError if it does not fit."""
        if line.key is None:
            self._apply_to_columns(line)
        elif line.column is None:
            self._apply_to_row(line, line.key)
        elif (number := self._find(line.key)) is None:
            if line.change != "add":
                raise _unfit(line, "there is no such row")
            self._added.setdefault(line.key, {})[line.column] = _cell(line)
        else:
            self._apply_to_cell(line, number)

    def result(self) -> TextTable:
        """Returns the table after all lines."""
        kept = [row for number, row in enumerate(self._rows) if row is not None and number not in self._gone]
        rows: Sequence[_Row] = [*kept, *self._added.values(), *self._whole]
        return TextTable(self.columns, tuple(tuple(row.get(name, "") for name in self.columns) for row in rows))

    def _apply_to_columns(self, line: CellLine) -> None:
        if line.column is not None:
            if not isinstance(line.old, str) or line.old not in self.old_columns:
                raise _unfit(line, "there is no column of the old name")
            for row in self._rows:
                if row is not None:
                    row[line.column] = row.pop(line.old)
        elif line.change == "delete":
            self.is_deleted = True
        elif isinstance(line.new, tuple):
            if line.change == "modify" and line.old != self.old_columns:
                raise _unfit(line, f"the old columns are {', '.join(map(escape, self.old_columns))}")
            self.columns = line.new

    def _apply_to_row(self, line: CellLine, key: RowKey) -> None:
        """Adds or deletes one row that is its own key."""
        if line.change == "add":
            self._whole.append(dict(key))
            return
        numbers = self._numbers(key)
        if not numbers:
            raise _unfit(line, "there is no such row")
        self._rows[numbers.pop(0)] = None

    def _apply_to_cell(self, line: CellLine, number: int) -> None:
        row = self._rows[number]
        assert row is not None
        assert line.column is not None
        if line.change != "add" and row.get(line.column) != line.old:
            raise _unfit(line, f"the cell is {escape(row.get(line.column, ''))}, not {escape(str(line.old))}")
        if line.change == "delete":
            if line.column in self.columns:  # a cell of a column that stays, so its row goes
                self._gone.add(number)
        else:
            row[line.column] = _cell(line)

    def _find(self, key: RowKey) -> int | None:
        numbers = self._numbers(key)
        return numbers[0] if numbers else None

    def _numbers(self, key: RowKey) -> list[int]:
        """Returns the old rows with that key that are not yet taken; finds them by the texts before any change."""
        names, texts = tuple(name for name, _ in key), tuple(text for _, text in key)
        if names not in self._index:
            found: dict[Names, list[int]] = {}
            for number, row in enumerate(self._rows):
                if row is not None:
                    found.setdefault(tuple(row.get(name, "") for name in names), []).append(number)
            self._index[names] = found
        return self._index[names].get(texts, [])


def _cell(line: CellLine) -> str:
    if not isinstance(line.new, str):
        raise _unfit(line, "the new cell must be a text")
    return line.new


def _unfit(line: CellLine, why: str) -> PackageError:
    key = ", ".join(f"{name} {escape(text)}" for name, text in line.key or ())
    column = f"column {escape(line.column)}" if line.column else ""
    place = " ".join(part for part in (f"table {escape(line.table)}", key, column) if part)
    return PackageError(f"the changes do not fit the old tables: {place}: {why}; take the release from which they were made")
