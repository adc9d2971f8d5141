"""The machine feed: every row that came, changed or went between two states, as CSV (RFC 4180).

The columns are version, action, table, id, column, old and new. A line is a cell: MOD for each that differs, ADD for each
filled cell of a new row, DEL for each filled cell of a row that is gone; so the lines of one release, applied in their order,
make its tables from those before. A row that was renamed is a DEL and an ADD. The id is the row's key, a JSON array where
that has several columns; keys are compared as values, so a key that is written otherwise (1, then 01) is a MOD, the last of
its row, and the id of all these lines is the old one. Tables come in the new descriptor's order, what is gone first, rows in
the order of their file.

No cell of the feed begins as a formula does in a spreadsheet: one that would, and one that begins with an apostrophe, has an
apostrophe before it. A cell with a character that does not print, such as a line break, and one that a runner would take for
a command is written as an apostrophe and a JSON string. So a reader takes the apostrophe off, and where a quotation mark
follows, reads the rest as JSON. Plain numbers stay as they are, and a record is a line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from packpress.changes.compare.diff import row_changes
from packpress.changes.model import Action, CellChange
from packpress.changes.sides.side import open_sides
from packpress.escape import printable
from packpress.read.characters import NUMBER

_ACTIONS: dict[Action, str] = {"removed": "DEL", "changed": "MOD", "added": "ADD"}
PIECE = 64 * 1024
_BEGINNINGS = frozenset("=+-@'")
HEADER = ("version", "action", "table", "id", "column", "old", "new")
_NUMBER = re.compile(NUMBER.replace(r"\z", r"\Z"))


def format_csv(old: Path | str, new: Path | str | None = None, root: Path = Path()) -> Iterator[str]:
    """The feed in pieces of whole lines; its sides are those of ``changes.diff``, and so are its errors."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    with open_sides(old, new, root) as (before, after):
        version = harmless(after.name.version)
        for table, row in row_changes(before, after):
            about = version, _ACTIONS[row.action], harmless(table), harmless(row_id(row.key))
            for cell in row.cells or (CellChange("", "", ""),):  # a row without a filled cell is a line too
                writer.writerow((*about, harmless(cell.column), harmless(cell.old), harmless(cell.new)))
            if out.tell() > PIECE:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
    yield out.getvalue()


def row_id(key: tuple[str, ...]) -> str:
    """The key as one text: the identifier itself, or a JSON array of several."""
    return key[0] if len(key) == 1 else json.dumps(key, ensure_ascii=False)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could run it; as JSON where a log could not show it."""
    if printable(text) != text:
        return "'" + printable(json.dumps(text, ensure_ascii=False))
    return "'" + text if text[:1] in _BEGINNINGS and not _NUMBER.match(text) else text
