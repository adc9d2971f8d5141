"""Adds a view as its SELECT, if that gives the published rows on the tables of the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing

from packpress.check.views.database import quoted
from packpress.publish.release.columns.release_column import ReleaseColumn
from packpress.publish.release.model import PublishedTable
from packpress.publish.release.read_back.sqlite_rows import stored_rows
from packpress.publish.release.read_back.unreadable import UnreadableFileError


def add_view(connection: sqlite3.Connection, sql: str, table: PublishedTable, columns: Sequence[ReleaseColumn]) -> bool:
    """Adds the view and returns True if its rows are the published ones; else the file stays as it was.

    The SELECT was written for the tables as they are checked. In the file, a moment may have another notation, for example.
    """
    try:
        connection.execute(f"CREATE VIEW {quoted(table.name)} AS {sql}")
    except (sqlite3.Error, ValueError):
        return False
    fields = [{**column.field.raw, "name": column.name} for column in columns]
    try:
        with closing(stored_rows(connection, table.name, fields)) as found:
            is_same = all(row == wanted for row, wanted in zip(found, _published_rows(table, columns), strict=True))
    except (sqlite3.Error, ValueError, OverflowError, UnreadableFileError):
        is_same = False
    if not is_same:
        connection.execute(f"DROP VIEW {quoted(table.name)}")
    return is_same


def _published_rows(table: PublishedTable, columns: Sequence[ReleaseColumn]) -> Iterator[list[str | None]]:
    for batch in table.batches():
        yield from map(list, zip(*(column.texts(batch.column(column.name)) for column in columns), strict=True))
