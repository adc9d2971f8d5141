"""Reads a table or a view of a SQLite file, as rows of canonical text."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from packpress.check.views.database import MAX_SECONDS, MAX_STEPS, STEPS_PER_ROW, FaultyViewError, Limit, quoted
from packpress.publish.release.content_hash import canonical_cell
from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.release.read_back.values import NumberMeaning, meaning_of

_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_LONGEST = 1_000_000_000


def sqlite_rows(path: Path, table: str, fields: Sequence[Mapping[str, Any]]) -> Iterator[list[str | None]]:
    """Yields the rows in the order in which they are stored, or in that of the view, with the columns of ``fields``.

    ``fields`` are Table Schema fields. The file is not changed. Raises UnreadableFileError.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            yield from stored_rows(connection, table, fields)
    except (sqlite3.Error, UnicodeError, ValueError) as error:
        raise UnreadableFileError(f'SQLite cannot read "{table}": {error}') from error


def stored_rows(
    connection: sqlite3.Connection, table: str, fields: Sequence[Mapping[str, Any]]
) -> Generator[list[str | None], None, None]:
    """Yields the rows of an open file. Raises UnreadableFileError, sqlite3.Error and ValueError."""
    found = connection.execute("SELECT type FROM sqlite_master WHERE name = ? AND type IN ('table', 'view')", (table,))
    kind = found.fetchone()
    if kind is None:
        raise UnreadableFileError(f'the file has no table "{table}"')
    names = ", ".join(quoted(field["name"]) for field in fields)
    meanings = [meaning_of(field) for field in fields]
    if kind == ("table",):
        # otherwise SQLite may read the rows from an index, which has another order
        rows = connection.execute(f"SELECT {names} FROM {quoted(table)} NOT INDEXED")
        yield from _as_text(rows, fields, meanings)
        return
    listed = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")]
    total = sum(connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0] for name in listed)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY)
    try:
        with Limit(connection, MAX_STEPS + STEPS_PER_ROW * total, time.monotonic() + MAX_SECONDS, _LONGEST):
            yield from _as_text(connection.execute(f"SELECT {names} FROM {quoted(table)}"), fields, meanings)
    except FaultyViewError as error:
        raise UnreadableFileError(f'the view "{table}" {error.message}') from error
    finally:
        connection.set_authorizer(None)


def _as_text(
    rows: sqlite3.Cursor, fields: Sequence[Mapping[str, Any]], meanings: Sequence[NumberMeaning]
) -> Iterator[list[str | None]]:
    columns = list(zip(fields, meanings, strict=True))
    for row in rows:
        yield [_cell(value, field, meaning) for value, (field, meaning) in zip(row, columns, strict=True)]


def _cell(value: Any, field: Mapping[str, Any], meaning: NumberMeaning) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bytes):
        raise ValueError(f'"{field["name"]}" has a BLOB')
    if meaning is NumberMeaning.BOOLEAN and value in (0, 1):
        value = bool(value)
    elif meaning is NumberMeaning.NUMBER:
        value = float(value)
    return canonical_cell(value, field)
