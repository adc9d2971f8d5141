"""The machine-readable feed: every row added, changed or removed between two states, as CSV (RFC 4180).

The columns are version, action, table, id, column, old and new. A line is a cell: MOD for each cell that differs, ADD for each
non-empty cell of an added row, DEL for each non-empty cell of a removed row. Applied in order, the lines of a release turn the
previous tables into its tables. A renamed row is a DEL and an ADD. The id is the row's key, a JSON array if the key has several
columns. Keys are compared as values, so a key in another notation (1, then 01) is a MOD, the last one of its row, and all lines
of the row have the old id. Tables are in the new descriptor's order, removed ones first; rows are in file order.

No cell of the feed starts like a spreadsheet formula: such a cell, and one that starts with an apostrophe, gets an apostrophe
in front. A cell with a non-printable character, such as a line break, and one that a CI runner would take for a command is
written as an apostrophe and a JSON string. So a reader removes the apostrophe and, if a quotation mark follows, parses the rest
as JSON. Plain numbers stay as they are, and each record is one line.
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
FEED_CHUNK = 64 * 1024
_BEGINNINGS = frozenset("=+-@'")
FEED_COLUMNS = ("version", "action", "table", "id", "column", "old", "new")
_NUMBER = re.compile(NUMBER.replace(r"\z", r"\Z"))


def diff_csv(old: Path | str, new: Path | str | None = None, root: Path = Path()) -> Iterator[str]:
    """Yields the feed in chunks of whole lines; sides and errors are those of ``changes.diff``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FEED_COLUMNS)
    with open_sides(old, new, root) as (before, after):
        version = harmless(after.name.version)
        for table, row in row_changes(before, after):
            about = version, _ACTIONS[row.action], harmless(table), harmless(row_id(row.key))
            for cell in row.cells or (CellChange("", "", ""),):  # a row of empty cells is a line too
                writer.writerow((*about, harmless(cell.column), harmless(cell.old), harmless(cell.new)))
            if out.tell() > FEED_CHUNK:
                yield out.getvalue()
                out.seek(0)
                out.truncate()
    yield out.getvalue()


def row_id(key: tuple[str, ...]) -> str:
    """Returns the key as one text: the identifier itself, or a JSON array of several."""
    return key[0] if len(key) == 1 else json.dumps(key, ensure_ascii=False)


def harmless(text: str) -> str:
    """Returns the text with an apostrophe in front if a spreadsheet could run it; as JSON if a log could not show it."""
    if printable(text) != text:
        return "'" + printable(json.dumps(text, ensure_ascii=False))
    return "'" + text if text[:1] in _BEGINNINGS and not _NUMBER.match(text) else text
