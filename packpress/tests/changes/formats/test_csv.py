"""The feed: written in blocks by Arrow, it has the bytes that a plain writer of rows gives it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.changes.conftest import write_package

from packpress.arrow.arrays import string_array
from packpress.changes.compare.diff import table_comparisons
from packpress.changes.formats import csv as feed
from packpress.changes.formats.csv import FEED_COLUMNS, diff_csv, row_id
from packpress.changes.formats.feed_cells import feed_cells, harmless
from packpress.changes.model import CellChange
from packpress.changes.sides.side import open_sides
from packpress.read.csv import scanner

ACTIONS = {"removed": "DEL", "changed": "MOD", "added": "ADD"}
COLUMNS = ("id", "part", 'a, "b"', "::=n")
TEXT = st.text(alphabet="ab1.,-+=@'\"\n\r\t:#[] é\u00ad\u202e\U0001f600", max_size=9)
KEY = st.text(alphabet="ab,:#'\"é=-1 ", min_size=1, max_size=4).filter(lambda text: text == text.strip())


def schema(key: tuple[str, ...]) -> dict[str, Any]:
    return {"fields": [{"name": name, "type": "string"} for name in COLUMNS], **({"primaryKey": list(key)} if key else {})}


def written(rows: Mapping[tuple[str, str], tuple[str, str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *((*key, *cells) for key, cells in rows.items())])
    return out.getvalue()


def plain_feed(old: Path, new: Path) -> str:
    """The feed row by row and cell by cell, by the writer of the standard library."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FEED_COLUMNS)
    with open_sides(old, new, Path()) as (before, after):
        for table in table_comparisons(before, after, None, find_renamed=False):
            for row in table.rows.changes() if table.rows else ():
                about = after.name.version, ACTIONS[row.action], table.name, row_id(row.key)
                for cell in row.cells or (CellChange("", "", ""),):
                    writer.writerow(map(harmless, (*about, cell.column, cell.old, cell.new)))
    return out.getvalue()


ROWS = st.dictionaries(st.tuples(KEY, KEY), st.tuples(TEXT, TEXT), max_size=12)


@pytest.mark.parametrize("key", [("id", "part"), ("id",), ()], ids=["two columns", "one column", "no key"])
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_the_feed_is_that_of_a_writer_of_rows(key: tuple[str, ...], data: st.DataObject) -> None:
    before = data.draw(ROWS)
    kept = {name: cells for name, cells in before.items() if data.draw(st.booleans())}
    after = {**kept, **data.draw(ROWS)}
    if key == ("id",):  # a key must be unique, or the nth of one text is another row
        before, after = ({(n, p): c for (n, p), c in {k[0]: (k, c) for k, c in s.items()}.values()} for s in (before, after))
    sizes = data.draw(st.sampled_from([40, 2**20])), data.draw(st.sampled_from([1, 200, 2**24]))
    with tempfile.TemporaryDirectory() as folder:
        old = write_package(Path(folder, "old"), {"t": (schema(key), written(before))}, version="1.0.0")
        new = write_package(Path(folder, "new"), {"t": (schema(key), written(after))}, version="=2,0")
        with mock.patch.object(scanner, "CHUNK", sizes[0]), mock.patch.object(feed, "FEED_CHUNK", sizes[1]):
            try:
                expected = plain_feed(old, new)
            except Exception as error:  # a soft hyphen and the like are refused on either way
                with pytest.raises(type(error)):
                    b"".join(diff_csv(old, new)).decode()
                return
            assert b"".join(diff_csv(old, new)).decode() == expected


@given(st.lists(st.text(alphabet="ab1.,-+=@'\"\n:#[] é中\u202e\U0001f600", max_size=8)))
def test_a_column_of_the_feed_has_the_cells_of_a_plain_writer(texts: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(text), ""] for text in texts)
    assert "".join(f"{cell},\r\n" for cell in feed_cells(string_array(texts)).to_pylist()) == out.getvalue()


def test_rows_of_empty_cells_have_a_line_each(tmp_path: Path) -> None:
    fields = {"fields": [{"name": name, "type": "string"} for name in ("a", "b")]}
    old = write_package(tmp_path / "old", {"t": (fields, "a,b\n")})
    new = write_package(tmp_path / "new", {"t": (fields, "a,b\n,\n,x\n,\n")})
    empty = ',ADD,t,"["""", """"]",,,\r\n'
    lines = [",".join(FEED_COLUMNS) + "\r\n", empty, ',ADD,t,"["""", ""x""]",b,,x\r\n', empty]
    assert b"".join(diff_csv(old, new)).decode() == "".join(lines)
