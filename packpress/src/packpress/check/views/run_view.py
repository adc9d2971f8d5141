"""Runs a compiled view, and writes its result as CSV; the rows must be in a total order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from math import isinf
from typing import Any

import pyarrow as pa

from packpress.check.views.compile_view import Compiled
from packpress.check.views.database import Database, FaultyViewError
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import Dialect
from packpress.types import field_type
from packpress.types.boolean import false_values, true_values
from packpress.types.field import Field

RESULT_ROWS, RESULT_BYTES = 1_000_000, 100_000_000
"""How many rows and bytes the result of a view may have."""
_ORDER = "sort by a key of the result at the end of ORDER BY"


def run_view(database: Database, compiled: Compiled) -> bytes:
    """Returns the result as CSV in the canonical layout. Raises FaultyViewError."""
    schema = compiled.view.table.schema
    writer, written = DialectWriter(Dialect()), list[str]()
    cells = [_cell_writer(field) for field in schema.fields]
    seen: dict[tuple[Any, ...], int] = {}
    size = len(head := writer.write_row(list(schema.names)))
    with database.limited():
        for number, row in enumerate(database.connection.execute(compiled.sql), 1):
            key = tuple(row[place] for place in compiled.sorts_by)
            if seen.setdefault(key, hash(row)) != hash(row):
                raise FaultyViewError("view-order", _tie(compiled, number))
            line = writer.write_row([write(value) for write, value in zip(cells, row, strict=True)])
            size += len(line)
            if number > RESULT_ROWS or size > RESULT_BYTES:
                message = f"the result has more than {RESULT_ROWS:,} rows or {RESULT_BYTES:,} bytes"
                raise FaultyViewError("view-limit", f"{message}; select fewer, or group them")
            written.append(line)
    return (head + "".join(written)).encode("utf-8")


def run_safely(database: Database, compiled: Compiled) -> bytes:
    """Returns the result of the view. Raises FaultyViewError also for an error of SQLite, such as a text in no encoding."""
    try:
        return run_view(database, compiled)
    except (sqlite3.Error, UnicodeError, OverflowError) as error:
        raise FaultyViewError("view-sql", f"cannot be run by SQLite: {error}; correct the statement") from error


def check_same(first: bytes, second: bytes) -> None:
    """Raises FaultyViewError if the result is another one for the same rows in the opposite order."""
    if first == second:
        return
    lines, others = first.splitlines(), second.splitlines()
    number = next((n for n, (a, b) in enumerate(zip(lines, others, strict=False)) if a != b), min(len(lines), len(others)))
    message = f"line {number + 1:,} of the result depends on the order of the rows in the tables"
    remedy = "sort by a key in each subquery whose order matters, and round sums of decimals"
    raise FaultyViewError("view-order", f"{message}; {remedy}")


def _tie(compiled: Compiled, number: int) -> str:
    """Returns the message about a row whose place among others is left open."""
    names = compiled.view.table.schema.names
    if not compiled.sorts_by:
        return f"the rows of the result have no order of their own; {_ORDER}, by the names of its columns"
    listed = ", ".join(names[place] for place in compiled.sorts_by)
    return f"row {number:,} of the result has the same {listed} as another row, so their order is open; {_ORDER}"


def _cell_writer(field: Field) -> Callable[[Any], str]:
    """Returns a function that writes a value of SQLite as a cell of the field: for a boolean, 1 becomes ``true``."""
    missing = "" if "" in field.missing_values or not field.missing_values else field.missing_values[0]
    is_number = pa.types.is_floating(field_type(field).arrow)
    words: Sequence[str] = ()
    if pa.types.is_boolean(field_type(field).arrow):
        words = ([*false_values(field), "false"][0], [*true_values(field), "true"][0])

    def write(value: Any) -> str:
        if type(value) is str:
            return value  # most are
        if value is None:
            return missing
        if isinstance(value, bytes):
            raise FaultyViewError("view-value", f'"{field.name}" of the result is a BLOB; cast it to text')
        if words and value in (0, 1):
            return words[int(value)]
        if isinstance(value, float):
            if isinf(value):
                return "INF" if value > 0 else "-INF"
            return repr(value).removesuffix(".0") if is_number else repr(value)
        return str(value)

    return write
