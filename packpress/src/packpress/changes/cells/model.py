"""One line of a file of changes: a cell, a whole row, or the columns of a table before and after."""

from __future__ import annotations

from typing import Literal, NamedTuple

ChangeKind = Literal["add", "modify", "delete"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("delete", "modify", "add")
"""The kinds in the order in which the lines of a row have them."""
Names = tuple[str, ...]
RowKey = tuple[tuple[str, str], ...]
"""The columns that identify a row, each with the text of its cell."""


class CellLine(NamedTuple):
    """What happened to a cell of ``table``; ``old`` and ``new`` are its text, None where there was or is no such cell.

    ``key`` identifies the row: the new names of its key columns, with the old texts if the row existed. A row that is added
    or deleted has a line for each cell of its key and each other cell that is not empty. ``column`` is the new name.

    Without ``column``, the line is about a whole row whose columns are all in ``key``, of a table in which nothing
    identifies rows. Without ``key`` too, it is about the table: its columns before and after, or its old and new name as
    texts. Without ``key`` but with ``column``, it is about the name of that column.
    """

    table: str
    key: RowKey | None
    column: str | None
    change: ChangeKind
    old: str | Names | None
    new: str | Names | None


class TextTable(NamedTuple):
    """A table as texts: its columns and its rows, in the order of the columns."""

    columns: Names
    rows: tuple[Names, ...]
