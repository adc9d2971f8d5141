"""The definition of a strict table with its keys and codes, and the indexes of its foreign keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from packpress.check.keys.table_keys import referenced_fields, unique_keys
from packpress.check.views.database import quoted
from packpress.package.model import ForeignKey, Package, Schema
from packpress.publish.release.columns.survey import ColumnSurvey
from packpress.publish.release.database.stored_column import StoredColumn


class StoredTable(NamedTuple):
    """A table of the file: its schema, its columns, and what their values have in common."""

    name: str
    schema: Schema
    columns: tuple[StoredColumn, ...]
    surveys: tuple[ColumnSurvey, ...]

    @property
    def by_name(self) -> Mapping[str, StoredColumn]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The primary key and the unique keys, in this order."""
        return tuple(fields for _, fields in unique_keys(self.schema))


class Reference(NamedTuple):
    """A foreign key of a table: its columns, and the table and columns that they refer to."""

    fields: tuple[str, ...]
    owner: str
    owner_fields: tuple[str, ...]


def table_sql(table: StoredTable, references: Sequence[Reference], probe: sqlite3.Connection) -> str:
    """Returns ``CREATE TABLE``; ``probe`` is a connection that says how SQLite reads a number."""
    parts = [_column_sql(table, column, number, probe) for number, column in enumerate(table.columns)]
    for number, fields in enumerate(table.keys):
        parts.append(f"{'UNIQUE' if number or not table.schema.primary_key else 'PRIMARY KEY'} ({_names(fields)})")
    for key in references:
        refers = f"FOREIGN KEY ({_names(key.fields)}) REFERENCES {quoted(key.owner)} ({_names(key.owner_fields)})"
        parts.append(f"{refers} DEFERRABLE INITIALLY DEFERRED")
    inner = ",\n  ".join(parts)
    return f"CREATE TABLE {quoted(table.name)} (\n  {inner}\n) STRICT"


def _column_sql(table: StoredTable, column: StoredColumn, number: int, probe: sqlite3.Connection) -> str:
    name, field = quoted(column.name), column.published.field
    kind = column.type
    if table.schema.primary_key == (column.name,) and kind == "INTEGER" and not table.surveys[number].is_rising:
        kind = "INT"  # SQLite would sort the rows by a key of the type INTEGER
    parts = [name, kind]
    if field.is_required or column.name in table.schema.primary_key:
        parts.append("NOT NULL")
    allowed = column.allowed()
    if pa.types.is_boolean(column.published.arrow):
        allowed = (0, 1) if allowed is None else tuple(int(value) for value in allowed)
    if allowed is not None and (listed := _literals(allowed, probe)) is not None:
        parts.append(f"CHECK ({name} IN ({listed}))")
    return " ".join(parts)


def _literals(values: Sequence[Any], probe: sqlite3.Connection) -> str | None:
    """Returns the values as SQL; None if SQLite reads one of the numbers as another."""
    written = []
    for value in values:
        if isinstance(value, str):
            if "\0" in value:
                continue  # no cell contains it
            text = value.replace("'", "''")
            written.append(f"'{text}'")
        elif value == value:  # NaN is not in the column
            literal = repr(value).replace("inf", "9e999")
            if probe.execute(f"SELECT {literal}").fetchone() != (value,):
                return None
            written.append(literal)
    return ", ".join(written)


def references(package: Package, tables: Mapping[str, StoredTable], table: StoredTable) -> Iterator[Reference]:
    """Yields the foreign keys of the table that SQLite can enforce.

    It compares stored values and needs a key on the other side, so keys are left out if they refer to columns that are no
    key, that have another type, or whose values have several notations.
    """
    for key in table.schema.foreign_keys:
        found = _reference(package, tables, table, key)
        if found is not None:
            yield found


def _reference(package: Package, tables: Mapping[str, StoredTable], table: StoredTable, key: ForeignKey) -> Reference | None:
    owner, fields = referenced_fields(key, table.name)
    if owner not in tables:
        made_from = next((resource.made_from for resource in package.resources if resource.name == owner), "")
        owner = made_from
    target = tables.get(owner)
    if target is None or {*fields} not in [{*columns} for columns in target.keys]:
        return None
    pairs = [(table.by_name[a], target.by_name[b]) for a, b in zip(key.fields, fields, strict=True)]
    if not all(a.type == b.type and _is_comparable(a) and _is_comparable(b) for a, b in pairs):
        return None
    return Reference(key.fields, owner, fields)


def _is_comparable(column: StoredColumn) -> bool:
    """Returns whether equal values of the column are stored alike."""
    return not column.published.is_text or column.published.kind.has_one_notation


def index_sql(table: StoredTable, taken: set[str]) -> Iterator[str]:
    """Yields ``CREATE INDEX`` for the columns of each foreign key with which no key begins; adds their names to ``taken``.

    Rows without a reference are not in the index, which SQLite still uses for every join and for ``=`` and ``IN``.
    """
    known = list(table.keys)
    for key in table.schema.foreign_keys:
        if any(fields[: len(key.fields)] == key.fields for fields in known):
            continue
        known.append(key.fields)
        name = free_name(f"{table.name} by {', '.join(key.fields)}", taken)
        stated = "" if len(key.fields) > 1 or _is_full(table, key.fields[0]) else f" WHERE {quoted(key.fields[0])} IS NOT NULL"
        yield f"CREATE INDEX {quoted(name)} ON {quoted(table.name)} ({_names(key.fields)}){stated}"


def _is_full(table: StoredTable, name: str) -> bool:
    return table.by_name[name].published.field.is_required or name in table.schema.primary_key


def free_name(wanted: str, taken: set[str]) -> str:
    """Returns the name, or one with a number if it is taken, whatever its case; adds it to ``taken``, in lower case."""
    name, number = wanted, 1
    while name.lower() in taken:
        number += 1
        name = f"{wanted} {number}"
    taken.add(name.lower())
    return name


def _names(fields: Sequence[str]) -> str:
    return ", ".join(map(quoted, fields))
