"""The tables ``metadata`` and ``columns`` of the file, which describe the package to whoever has only the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from packpress.check.views.database import quoted
from packpress.publish.release.columns.words import codes_of, licences_of, type_of, unit_of
from packpress.publish.release.database.table_sql import StoredTable
from packpress.publish.release.model import Release

_NOTES = (
    "Tables are STRICT. A boolean is 0 or 1; days and moments are text in ISO 8601; a decimal beyond float64, and "
    "each number of a column that contains NaN, is text. PRAGMA foreign_keys = ON enforces the references."
)


def add_metadata(connection: sqlite3.Connection, name: str, release: Release, more: Mapping[str, str]) -> None:
    """Creates the table of the package's properties, with ``more`` rows at its end."""
    raw = release.package.raw
    rows = {
        "name": raw.get("name"),
        "title": raw.get("title"),
        "version": release.version,
        "licenses": licences_of(release.package),
        "created": release.day,
        "homepage": raw.get("homepage"),
        "notes": _NOTES,
        **more,
    }
    connection.execute(f"CREATE TABLE {quoted(name)} (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT")
    stated = [(key, value) for key, value in rows.items() if isinstance(value, str) and value]
    connection.executemany(f"INSERT INTO {quoted(name)} VALUES (?, ?)", stated)


def add_columns(connection: sqlite3.Connection, name: str, tables: Sequence[StoredTable]) -> None:
    """Creates the table of columns, with what each means."""
    texts = ", ".join(f"{column} TEXT" for column in ("title", "description", "unit", "codes"))
    keys = "resource TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, stored_as TEXT NOT NULL"
    connection.execute(f"CREATE TABLE {quoted(name)} ({keys}, {texts}, PRIMARY KEY (resource, position)) STRICT")
    rows = [
        (table.name, position, column.name, type_of(field), column.type, *(text or None for text in words))
        for table in tables
        for position, column in enumerate(table.columns, 1)
        for field in (column.published.field,)
        for words in ((field.title, field.description, unit_of(field), codes_of(field)),)
    ]
    connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({', '.join('?' * 9)})", rows)
