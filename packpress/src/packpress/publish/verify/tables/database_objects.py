"""Checks which tables, views and triggers the database of a release has: those of the release, and no others."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from packpress.escape import escape
from packpress.publish.release.database.own_names import own_names

_INTERNAL = frozenset(["sqlite_sequence", *(f"sqlite_stat{number}" for number in (1, 2, 3, 4))])
"""The tables that SQLite itself makes. A trigger may have such a name as well, if the schema was written directly."""


def database_faults(file: Path, tables: Collection[str]) -> tuple[list[str], bool]:
    """Returns what is wrong with the objects of the database, and whether it is that of these tables at all."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            listed = connection.execute("SELECT type, name FROM sqlite_master ORDER BY type, name").fetchall()
    except (sqlite3.Error, UnicodeError) as error:
        return [f"SQLite cannot read the database: {error}"], False
    known = {name.lower() for name in tables}
    there = {str(name).lower() for kind, name in listed if kind in ("table", "view")}
    if known and known.isdisjoint(there):
        return ["the database has none of the tables of the release, so it is another one"], False
    list(own_names(known))  # adds its names
    faults = []
    for kind, name in listed:
        is_ours = kind in ("table", "view") and str(name).lower() in known
        is_internal = kind == "index" or (kind == "table" and str(name).lower() in _INTERNAL)
        if not is_ours and not is_internal:
            faults.append(f"the database has the {kind} {escape(str(name))}, which is not part of the release")
    return faults, True
