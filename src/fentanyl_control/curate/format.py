"""The canonical layout of a delimited table, made on text alone, so that a change in a file is a change in the data.

UTF-8 without a mark, LF, quotes only where needed, columns in the schema's order (then those that it does not have), rows
sorted by key in code-point order, no space at the edge of a cell, NFC.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fentanyl_control.check.tokens import Fault, Tokenizer
from fentanyl_control.package.model import Dialect, Schema


@dataclass(frozen=True)
class Formatted:
    """The file in canonical layout, None when its quoting is broken, and what a person must mend: (line, message)."""

    text: str | None
    unfixed: tuple[tuple[int, str], ...]


def format_table(data: bytes, schema: Schema, dialect: Dialect) -> Formatted:
    """The table in canonical layout; no value changes but for Unicode form and space at the edges of cells."""
    rows: list[tuple[int, list[str]]] = []
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        return Formatted(None, ((1, f"is not UTF-8 at byte {error.start}; save the file as UTF-8"),))
    for item in Tokenizer(dialect.delimiter.encode()).read(text.encode("utf-8"), 1, final=True):
        if isinstance(item, Fault):
            return Formatted(None, ((item.line, item.message),))
        if not item.is_blank:
            rows.append((item.line, [_clean(cell) for cell in item.cells]))
    if not rows:
        return Formatted(None, ((0, "the file is empty; it must have at least its header"),))
    (_, header), body = rows[0], rows[1:]
    unfixed = tuple(_unfixed(header, body, schema))
    if any(len(cells) != len(header) for _, cells in body) or not _has_columns(header, schema):
        return Formatted(None, unfixed)
    places = {name: place for place, name in enumerate(header)}
    names = list(dict.fromkeys([*(name for name in schema.names if name in places), *header]))
    order = [places[name] for name in names]
    ordered = [[cells[i] for i in order] for _, cells in body]
    key = [names.index(name) for name in schema.primary_key if name in names]
    ordered.sort(key=lambda cells: [cells[i] for i in key])
    lines = [write_row(cells, dialect.delimiter) for cells in [names, *ordered]]
    return Formatted("\n".join(lines) + "\n", unfixed)


def _clean(cell: bytes) -> str:
    return unicodedata.normalize("NFC", cell.decode("utf-8")).strip(" \t")


def _has_columns(header: list[str], schema: Schema) -> bool:
    """Whether each column has a name of its own, and the names are the schema's where it asks for exactly its fields."""
    is_whole = schema.fields_match in ("exact", "equal")
    return len(set(header)) == len(header) and (not is_whole or set(header) == set(schema.names))


def _unfixed(header: list[str], body: list[tuple[int, list[str]]], schema: Schema) -> list[tuple[int, str]]:
    found = []
    if not _has_columns(header, schema):
        found.append((1, f"the header must have exactly the columns {', '.join(schema.names)}"))
    for line, cells in body:
        if len(cells) != len(header):
            found.append((line, f"the row has {len(cells)} cells, the header {len(header)}"))
        if any("\n" in cell or "\r" in cell for cell in cells):
            found.append((line, "a cell has a line break; write it as one line"))
    return found


def write_row(cells: list[str], delimiter: str) -> str:
    """The record as canonical text, quoted only where it must be, without a line end."""
    if cells == [""]:
        return '""'  # a blank line would be no record
    return delimiter.join(_quote(cell, delimiter) for cell in cells)


def _quote(cell: str, delimiter: str) -> str:
    if any(character in cell for character in (delimiter, '"', "\n", "\r")):
        return '"' + cell.replace('"', '""') + '"'
    return cell
