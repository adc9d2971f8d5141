"""The full-text search of the file: an index of the words of each row, whose text stays in the tables.

FTS5 reads the text of a hit from a view, so that no text is stored twice, and ``snippet`` and ``highlight`` still work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from packpress.check.views.database import quoted
from packpress.publish.release.database.table_sql import StoredTable
from packpress.types.field import Field

SEARCH_NOTE = (
    "Words of the text columns, without codes, references and addresses: SELECT resource, key FROM {} WHERE text MATCH ?. "
    "The key is the primary key, as a JSON array if it has several columns, or the number of the row."
)
NO_SEARCH_NOTE = "There is no full-text search: SQLite was compiled without FTS5."
_ROWS, _TEXTS = "_rows", "_texts"
"""How the names end of the table of searched rows, and of the view of their texts."""
SEARCH_TABLES = ("", _ROWS, _TEXTS, "_data", "_idx", "_docsize", "_config")
"""How the names end of all tables of the search, of which FTS5 creates the last ones."""
_CODES = "NOT EXISTS (SELECT 1 FROM {table} WHERE {column} GLOB '*[^!-~]*')"
"""Whether no value of a column has a space or a character beyond ASCII."""
_ROW_NUMBERS = ("rowid", "_rowid_", "oid")


def has_full_text(connection: sqlite3.Connection) -> bool:
    """Returns whether SQLite was compiled with FTS5."""
    options = {name for (name,) in connection.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options


def add_full_text(connection: sqlite3.Connection, name: str, tables: Sequence[StoredTable], *, with_sizes: bool = True) -> None:
    """Creates the search by that name over the filled tables.

    ``with_sizes`` stores how many words each row has. Without them the file is smaller, and FTS5 counts the words of the hits
    when it ranks them.
    """
    rows, texts = quoted(name + _ROWS), quoted(name + _TEXTS)
    connection.execute(
        f"CREATE TABLE {rows} (id INTEGER NOT NULL PRIMARY KEY, resource INTEGER NOT NULL, row INTEGER NOT NULL) STRICT"
    )
    names, keys, words = dict[int, str](), dict[int, str](), dict[int, str]()
    for table in tables:
        number, columns = _row_number(table), list(_columns_with_words(connection, table))
        if number is None or not columns:
            continue
        place = len(names)
        source = f"FROM {quoted(table.name)} NOT INDEXED"
        text = _joined([f"coalesce({quoted(column)} || char(10), '')" for column in columns])
        names[place] = _literal(table.name)
        keys[place] = f"(SELECT {_key(table, number)} {source} WHERE {number} = row)"
        words[place] = f"(SELECT {text} {source} WHERE {number} = row)"
        connection.execute(
            f"INSERT INTO {rows} (resource, row) SELECT ?, {number} {source} WHERE {text} <> '' ORDER BY {number}", [place]
        )
    parts = (("resource", names), ("key", keys), ("text", words))
    stored = ", ".join(f"{_by_place(found)} AS {column}" for column, found in parts)
    connection.execute(f"CREATE VIEW {texts} AS SELECT id, {stored} FROM {rows}")
    options = f"content = {quoted(name + _TEXTS)}, content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'"
    options += "" if with_sizes else ", columnsize = 0"
    connection.execute(f"CREATE VIRTUAL TABLE {quoted(name)} USING fts5(resource UNINDEXED, key UNINDEXED, text, {options})")
    for command in ("rebuild", "optimize"):
        connection.execute(f"INSERT INTO {quoted(name)} ({quoted(name)}) VALUES (?)", [command])


def _row_number(table: StoredTable) -> str | None:
    """Returns a name of the row number that no column has; None if there is none."""
    names = {column.name.lower() for column in table.columns}
    return next((name for name in _ROW_NUMBERS if name not in names), None)


def _columns_with_words(connection: sqlite3.Connection, table: StoredTable) -> Iterator[str]:
    """Yields the columns whose text is meant for people, without codes and references."""
    referring = {name for key in table.schema.foreign_keys for name in key.fields}
    for column in table.columns:
        field, kind = column.published.field, column.published.kind
        is_prose = column.published.is_text and kind.is_words and field.format == "default" and column.name not in referring
        if is_prose and not _has_codes(connection, table.name, field):
            yield column.name


def _has_codes(connection: sqlite3.Connection, table: str, field: Field) -> bool:
    """Returns whether the values are listed, or follow a pattern and have neither a space nor a character beyond ASCII."""
    if field.categories or "enum" in field.constraints:
        return True
    question = _CODES.format(table=quoted(table), column=quoted(field.name))
    return "pattern" in field.constraints and bool(connection.execute(f"SELECT {question}").fetchone()[0])


def _joined(texts: Sequence[str]) -> str:
    """Returns the texts as one expression, as flat as it may be, since SQLite limits its depth."""
    if len(texts) == 1:
        return texts[0]
    half = len(texts) // 2
    return f"({_joined(texts[:half])} || {_joined(texts[half:])})"


def _key(table: StoredTable, number: str) -> str:
    """Returns the expression for the key of a row."""
    names = [quoted(name) for name in table.schema.primary_key] or [number]
    return f"CAST({names[0]} AS TEXT)" if len(names) == 1 else f"json_array({', '.join(names)})"


def _by_place(expressions: Mapping[int, str]) -> str:
    cases = " ".join(f"WHEN {place} THEN {expression}" for place, expression in expressions.items())
    return f"CASE resource {cases} END" if cases else "NULL"


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"
