"""Judges that are SQLite itself: its checks of the database of a release, and the writes that the database must refuse."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.judges.readers import database, quoted
from tests.judges.verdict import Judges, NotJudgedError, read


def bad_writes(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Changes of the first row of a table that the schemas forbid: what is wrong, the table and the column."""
    resources = [resource for resource in read(folder, "datapackage.json")["resources"] if "schema" in resource]
    fields = [(resource["name"], field) for resource in resources for field in resource["schema"]["fields"]]
    keys = [(resource["name"], key["fields"][0]) for resource in resources for key in resource["schema"].get("foreignKeys", ())]
    codes = [(table, field["name"]) for table, field in fields if "enum" in field.get("constraints", {})]
    numbers = [(table, field["name"]) for table, field in fields if field["type"] in ("integer", "number")]
    for wrong, places in (("a missing key", keys), ("an unknown code", codes), ("text as a number", numbers)):
        if places:
            yield wrong, *places[0]


def judge_refusals(folder: Path) -> list[str]:
    """The forbidden changes that the database accepts."""
    accepted, writes = [], list(bad_writes(folder))
    if not writes:
        raise NotJudgedError("the schemas have no key, code or number")
    for wrong, table, column in writes:
        with closing(sqlite3.connect(database(folder), isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN")
            statement = f"UPDATE {quoted(table)} SET {quoted(column)} = 'no such value' WHERE rowid = 1"
            try:
                if not connection.execute(statement).rowcount:
                    raise NotJudgedError(f"{table} has no row to change")
                connection.execute("COMMIT")
            except sqlite3.IntegrityError:
                continue
            accepted.append(f"{table}.{column} accepts {wrong}")
    return accepted


def without_constraints(folder: Path) -> None:
    """Makes each table anew with its rows alone."""
    with closing(sqlite3.connect(database(folder))) as connection:
        connection.execute("PRAGMA legacy_alter_table = ON")  # so that a view may name the table
        for table in dict.fromkeys(table for _, table, _ in bad_writes(folder)):
            connection.execute(f"CREATE TABLE copied AS SELECT * FROM {quoted(table)}")
            connection.execute(f"DROP TABLE {quoted(table)}")
            connection.execute(f"ALTER TABLE copied RENAME TO {quoted(table)}")
        connection.commit()


def judge_integrity(folder: Path) -> list[str]:
    """What SQLite's own checks find: the structure of the file, and rows whose foreign keys lead nowhere."""
    with closing(sqlite3.connect(database(folder))) as connection:
        found: list[Any] = connection.execute("PRAGMA foreign_key_check").fetchall()
        found += [words for (words,) in connection.execute("PRAGMA integrity_check") if words != "ok"]
    return list(map(str, found))


def break_key(folder: Path) -> None:
    with closing(sqlite3.connect(database(folder))) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%FOREIGN KEY%'").fetchall()
        if not tables:
            raise NotJudgedError("no table has a foreign key to break")
        table, sql = tables[0]
        (column,) = re.findall(r'FOREIGN KEY \(("(?:[^"]|"")+")', sql)[:1]
        connection.execute(f"UPDATE {quoted(table)} SET {column} = 'no such key' WHERE rowid = 1")
        connection.commit()


DATABASE: Judges = {
    "SQLite, by its own checks": (judge_integrity, break_key),
    "SQLite, which refuses bad writes": (judge_refusals, without_constraints),
}
