"""Valid tables in memory, as typed columns: for rules, for proof and for the full build."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pyarrow as pa

from packpress.check.session import Session
from packpress.check.table import TableChecker
from packpress.types import field_type


class TypedTable(NamedTuple):
    """A valid table: its columns with the Arrow types of the schema, and its checker, which can read it again."""

    values: pa.Table
    checker: TableChecker

    def place(self, row: int) -> tuple[str, int]:
        """Returns the file and the physical line of a row."""
        return self.checker.keys.place(row)


def read_tables(session: Session) -> dict[str, TypedTable]:
    """Checks files, cells and keys; returns the valid tables, except those after the first error."""
    found: dict[str, TypedTable] = {}
    for checker in session.tables():
        if session.findings.is_blocked():
            continue
        batches = [batch.columns for batch in checker.batches()]
        if checker.is_right:
            found[checker.name] = TypedTable(typed_values(checker, batches), checker)
    session.finish()
    return found


def values_of(tables: Mapping[str, TypedTable]) -> dict[str, pa.Table]:
    """Returns the columns of each table."""
    return {name: table.values for name, table in tables.items()}


def typed_values(checker: TableChecker, batches: list[list[pa.Array]]) -> pa.Table:
    """Returns the batches as one table."""
    types = pa.schema([pa.field(field.name, field_type(field).arrow) for field in checker.schema.fields])
    return pa.Table.from_batches([pa.RecordBatch.from_arrays(batch, schema=types) for batch in batches], schema=types)
