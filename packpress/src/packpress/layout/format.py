"""Formats a delimited table as text: in the canonical layout, so that a change in a file is a change in the data, or as it is.

The layout: no byte order mark, LF, quotes only where needed, columns in the schema's order (then those that it lacks), rows
sorted by key in code-point order, no spaces at the ends of cells, NFC. A file in a dialect of its own keeps its delimiter,
quotes or escapes, and the line end that it declares; a file in another encoding than UTF-8 keeps it. A file with comments,
several header rows, or a header that is not the first row is not formatted, because these would lose their places.

In a package that does not require the layout, every value stays as it is, and so does the order of rows and columns: only
quotes, line ends and the byte order mark change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from packpress.read.characters import is_composed
from packpress.read.csv.tokenizer import TextFault
from packpress.read.dialect.tokenizer import Comment, tokenize
from packpress.read.encoding.whole import EncodingError, decode_text

_Rows = list[tuple[int, list[str]]]
_BLANK = "the line is blank; remove it, or write an empty cell"


@dataclass(frozen=True)
class Formatted:
    """The file in canonical layout, None if its quoting is broken, and what a person must fix: (line, message).

    ``left_alone`` says why such a file has no canonical layout, "" if it has one. ``kept`` says what differs from the layout
    and was kept as it is, because the package does not require the layout.
    """

    text: str | None
    unfixed: tuple[tuple[int, str], ...]
    left_alone: str = ""
    kept: tuple[str, ...] = ()


def format_table(data: bytes, schema: Schema, dialect: Dialect, *, canonical: bool = True) -> Formatted:
    """Returns the table in canonical layout; values change only in Unicode form and in spaces at the ends of cells.

    If not ``canonical``, no value changes, and rows and columns stay where they are.
    """
    if reason := why_left_alone(dialect):
        return Formatted(None, (), reason)
    rows: _Rows = []
    blank: list[tuple[int, str]] = []
    try:
        text = decode_text(data, dialect.encoding)
    except EncodingError as error:
        return Formatted(None, ((error.line, str(error)),))
    for item in tokenize(text.encode("utf-8"), dialect):
        if isinstance(item, TextFault):
            return Formatted(None, ((item.line, item.message),))
        if isinstance(item, Comment):
            return Formatted(None, (), why_left_alone(dialect, has_comments=True))
        if item.is_blank:
            blank.append((item.line, _BLANK))
        else:
            rows.append((item.line, [cell.decode("utf-8") for cell in item.cells]))
    if not rows and dialect.header:
        return Formatted(None, ((0, "the file is empty; it must have at least a header"),))
    if canonical:
        return _canonical(rows, schema, dialect)
    if blank and rows and len(rows[0][1]) == 1:  # where there is one column, it may be a row
        return Formatted(None, tuple(blank))
    return _as_it_is(rows, schema, dialect)


def _canonical(rows: _Rows, schema: Schema, dialect: Dialect) -> Formatted:
    rows = [(line, list(map(clean, cells))) for line, cells in rows]
    header, body = (rows[0][1], rows[1:]) if dialect.header else (list(schema.names), rows)
    writer = DialectWriter(dialect)
    unfixed = tuple(_unfixed(header, body, writer, canonical=True))
    if not has_columns(header, schema):
        unfixed = ((1, wanted_columns(schema)), *unfixed)
    if not _is_sound(header, body, writer) or not has_columns(header, schema):
        return Formatted(None, unfixed)
    places = {name: place for place, name in enumerate(header)}
    names = schema_order(header, schema)
    order = [places[name] for name in names]
    ordered = [[cells[i] for i in order] for _, cells in body]
    key = [names.index(name) for name in schema.primary_key if name in names]
    ordered.sort(key=lambda cells: [cells[i] for i in key])
    return Formatted("".join(map(writer.write_row, [names] * dialect.header + ordered)), unfixed)


def _as_it_is(rows: _Rows, schema: Schema, dialect: Dialect) -> Formatted:
    header, body = (rows[0][1], rows[1:]) if dialect.header else (list(schema.names), rows)
    writer = DialectWriter(dialect)
    if not _is_sound(header, body, writer):
        return Formatted(None, tuple(_unfixed(header, body, writer, canonical=False)))
    text = "".join(writer.write_row(cells) for _, cells in rows)
    return Formatted(text, (), kept=tuple(_departures(header, [cells for _, cells in body], schema)))


def _is_sound(header: list[str], body: _Rows, writer: DialectWriter) -> bool:
    return all(len(cells) == len(header) and writer.can_write(cells) for _, cells in body)


def departures(header: list[str], schema: Schema, is_sorted: bool, of_cells: Mapping[str, bool]) -> Iterator[str]:
    """Yields how a table differs from the canonical layout, in words that continue "kept as they are: ".

    ``is_sorted`` says whether its rows are in the order of their keys, ``of_cells`` what is true of a cell.
    """
    if len(set(header)) == len(header) and header != schema_order(header, schema):
        yield "columns in another order than the schema"
    if not is_sorted:
        yield f"rows not sorted by {', '.join(name for name in schema.primary_key if name in header)}"
    yield from (words for words, is_true in of_cells.items() if is_true)


def _departures(header: list[str], body: list[list[str]], schema: Schema) -> Iterator[str]:
    """Yields ``departures`` of the table."""
    key = [header.index(name) for name in schema.primary_key if name in header]
    cells = [cell for row in (header, *body) for cell in row]
    of_cells = {
        "spaces at the ends of cells": any(cell != cell.strip(" \t") for cell in cells),
        "text that is not in normal form C": any(not is_composed(cell) for cell in cells),
        "line breaks in cells": any("\n" in cell or "\r" in cell for cell in cells),
    }
    yield from departures(header, schema, _is_sorted([[cells[i] for i in key] for cells in body]), of_cells)


def _is_sorted(keys: Sequence[list[str]]) -> bool:
    return all(before <= after for before, after in pairwise(keys))


def _unfixed(header: list[str], body: _Rows, writer: DialectWriter, *, canonical: bool) -> Iterator[tuple[int, str]]:
    """Yields the rows that a person must fix, as (line, message); in the canonical layout, line breaks are among them."""
    for line, cells in body:
        if len(cells) != len(header):
            whole = "header" if writer.dialect.header else "schema"
            yield (line, f"the row has {len(cells)} cells, the {whole} {len(header)}")
        if canonical and any("\n" in cell or "\r" in cell for cell in cells):
            yield (line, LINE_BREAK)
        if not writer.can_write(cells):
            yield (line, NO_NOTATION)
