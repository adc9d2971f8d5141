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

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Mask, bool_array, string_array
from packpress.arrow.text_column import Texts
from packpress.changes.compare.columns import ColumnPair
from packpress.changes.compare.diff import changed_rows
from packpress.changes.compare.tables import ChangedRows, TableRows
from packpress.changes.formats.feed_cells import feed_cells
from packpress.changes.model import Action
from packpress.changes.sides.side import open_sides

_ACTIONS: Mapping[Action, str] = {"removed": "DEL", "changed": "MOD", "added": "ADD"}
FEED_COLUMNS = ("version", "action", "table", "id", "column", "old", "new")
FEED_CHUNK = 16 * 1024 * 1024
"""About how many bytes of lines are made at a time."""
_LINE = 64
"""How many bytes a line may have beside the identifier and the texts of the cell, for an estimate."""


def diff_csv(old: Path | str, new: Path | str | None = None, root: Path = Path()) -> Iterator[bytes]:
    """Yields the feed in UTF-8, in chunks of whole lines; sides and errors are those of ``changes.diff``."""
    yield (",".join(FEED_COLUMNS) + "\r\n").encode("ascii")
    with open_sides(old, new, root) as (before, after):
        for table, rows, block in changed_rows(before, after):
            about = f"{_cell(after.name.version)},{_ACTIONS[block.action]},{_cell(table)},"
            yield from _lines(about, rows, block)


def row_id(key: tuple[str, ...]) -> str:
    """Returns the key as one text: the identifier itself, or a JSON array of several."""
    return key[0] if len(key) == 1 else json.dumps(key, ensure_ascii=False)


def _lines(about: str, rows: TableRows, block: ChangedRows) -> Iterator[bytes]:
    """Yields the lines of these rows, which begin with ``about``."""
    batch = block.old or block.new
    keys = [batch[place] for place in rows.key]
    ids = keys[0] if len(keys) == 1 else string_array([row_id(key) for key in zip(*(k.to_pylist() for k in keys), strict=True)])
    size = sum(column.nbytes for column in (*block.old, *block.new)) + len(batch) * (ids.nbytes + _LINE * len(ids))
    step = max(1, len(ids) * FEED_CHUNK // max(1, size))
    for begin in range(0, len(ids), step):
        old, new = ([column.slice(begin, step) for column in side] for side in (block.old, block.new))
        differs = {place: mask[begin : begin + step] for place, mask in block.differs.items()}
        yield _text(about, ids.slice(begin, step), rows, block._replace(old=old, new=new, differs=differs))


def _text(about: str, ids: pa.StringArray, rows: TableRows, block: ChangedRows) -> bytes:
    """Returns the lines of the rows, one for each cell of a column in turn."""
    heads = _joined(about, feed_cells(ids), ",")
    if block.action == "changed":
        # key cells last, so that whoever applies the lines one by one can still find the row
        places = sorted(block.differs, key=lambda place: place in rows.key)
        lines = [_changed_cells(heads, rows.columns[place], place, block) for place in places]
    else:
        is_new = block.action == "added"
        sides = zip(rows.columns, block.new if is_new else block.old, strict=True)
        lines = [_filled_cells(heads, column, cells, is_new=is_new) for column, cells in sides]
    # "skip" would drop a row of nulls, so that the result is too short
    whole = pc.binary_join_element_wise(*lines, string_array([""])[0], null_handling="replace", null_replacement="")
    is_empty = Texts(whole).lengths == 0
    if is_empty.any():  # a row of empty cells is a line too
        whole = pc.if_else(bool_array(is_empty), _joined(heads, ",,\r\n"), whole)
    return Texts(whole).data.tobytes()


def _changed_cells(heads: pa.StringArray, column: ColumnPair, place: int, block: ChangedRows) -> pa.StringArray:
    """Returns a line for each cell of the column that differs, and null for each other."""
    old, new = (feed_cells(side[place]) for side in (block.old, block.new))
    return _joined(heads, f"{_cell(column.name)},", _where(old, block.differs[place]), ",", new, "\r\n")


def _filled_cells(heads: pa.StringArray, column: ColumnPair, cells: pa.StringArray, *, is_new: bool) -> pa.StringArray:
    """Returns a line for each cell of an added or removed row, and null for an empty one."""
    name = _cell(column.name)
    filled = _where(feed_cells(cells), Texts(cells).lengths > 0)
    return _joined(heads, f"{name},,", filled, "\r\n") if is_new else _joined(heads, f"{name},", filled, ",\r\n")


def _joined(*parts: pa.StringArray | str) -> pa.StringArray:
    """Returns the parts of each row as one text, null if one of them is null."""
    columns = [string_array([part])[0] if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*columns, string_array([""])[0])


def _where(cells: pa.StringArray, mask: Mask) -> pa.StringArray:
    """Returns the cells with null where the mask is false."""
    return Texts(cells).without(np.flatnonzero(~mask)).cells


def _cell(text: str) -> str:
    """Returns the text as a cell of the feed."""
    return str(feed_cells(string_array([text]))[0].as_py())
