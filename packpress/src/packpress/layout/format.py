"""Formats a delimited table in the canonical layout, as text, so that a change in a file is a change in the data.

UTF-8 without a byte order mark, LF, quotes only where needed, columns in the schema's order (then those that it lacks), rows
sorted by key in code-point order, no spaces at the ends of cells, NFC. A file in a dialect of its own keeps its delimiter,
quotes or escapes, and the line end that it declares. A file with comments, several header rows, or a header that is not the
first row is not formatted, because these would lose their places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from packpress.layout.canonical import (
    LINE_BREAK,
    NO_NOTATION,
    clean,
    has_columns,
    schema_order,
    wanted_columns,
    why_left_alone,
)
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import Dialect, Schema
from packpress.read.csv.tokenizer import TextFault
from packpress.read.data import BYTE_ORDER_MARK
from packpress.read.dialect.tokenizer import Comment, tokenize


@dataclass(frozen=True)
class Formatted:
    """The file in canonical layout, None if its quoting is broken, and what a person must fix: (line, message).

    ``left_alone`` says why such a file has no canonical layout, "" if it has one.
    """

    text: str | None
    unfixed: tuple[tuple[int, str], ...]
    left_alone: str = ""


def format_table(data: bytes, schema: Schema, dialect: Dialect) -> Formatted:
    """Returns the table in canonical layout; values change only in Unicode form and in spaces at the ends of cells."""
    if reason := why_left_alone(dialect):
        return Formatted(None, (), reason)
    rows: list[tuple[int, list[str]]] = []
    try:
        text = data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        return Formatted(None, ((1, f"is not UTF-8 at byte {error.start}; save the file as UTF-8"),))
    for item in tokenize(text.encode("utf-8"), dialect):
        if isinstance(item, TextFault):
            return Formatted(None, ((item.line, item.message),))
        if isinstance(item, Comment):
            return Formatted(None, (), why_left_alone(dialect, has_comments=True))
        if not item.is_blank:
            rows.append((item.line, [clean(cell.decode("utf-8")) for cell in item.cells]))
    if not rows and dialect.header:
        return Formatted(None, ((0, "the file is empty; it must have at least a header"),))
    header, body = (rows[0][1], rows[1:]) if dialect.header else (list(schema.names), rows)
    writer = DialectWriter(dialect)
    unfixed = tuple(_unfixed(header, body, schema, writer))
    is_sound = all(len(cells) == len(header) and writer.can_write(cells) for _, cells in body)
    if not is_sound or not has_columns(header, schema):
        return Formatted(None, unfixed)
    places = {name: place for place, name in enumerate(header)}
    names = schema_order(header, schema)
    order = [places[name] for name in names]
    ordered = [[cells[i] for i in order] for _, cells in body]
    key = [names.index(name) for name in schema.primary_key if name in names]
    ordered.sort(key=lambda cells: [cells[i] for i in key])
    return Formatted("".join(map(writer.write_row, [names] * dialect.header + ordered)), unfixed)


def _unfixed(
    header: list[str], body: list[tuple[int, list[str]]], schema: Schema, writer: DialectWriter
) -> Iterator[tuple[int, str]]:
    if not has_columns(header, schema):
        yield (1, wanted_columns(schema))
    for line, cells in body:
        if len(cells) != len(header):
            whole = "header" if writer.dialect.header else "schema"
            yield (line, f"the row has {len(cells)} cells, the {whole} {len(header)}")
        if any("\n" in cell or "\r" in cell for cell in cells):
            yield (line, LINE_BREAK)
        if not writer.can_write(cells):
            yield (line, NO_NOTATION)
