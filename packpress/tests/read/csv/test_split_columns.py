"""The cells of a legal block are those that the csv module reads, and a row of another length is seen."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.package.model import Dialect
from packpress.read.csv.blocks import Block, mark
from packpress.read.csv.split_columns import FEW, read_cells, split_few, split_many
from packpress.read.reader import RaggedError

Table = list[list[str]]


def _read(data: bytes, columns: int, delimiter: str = ",", only: list[int] | None = None) -> Table:
    marks = mark(data)
    block = Block(data, 1, 0, marks.rows, marks.count)
    wanted = range(columns) if only is None else only
    ways = (split_many, split_few) if data else ()
    found = [_found(partial(way, block, columns, delimiter, wanted)) for way in ways]
    read = _found(partial(read_cells, block, columns, Dialect(delimiter), only))
    assert all(one == read for one in found)  # however many cells there are
    if read is None:
        raise RaggedError
    return read


def _found(read: Callable[[], list[pa.StringArray]]) -> Table | None:
    """The columns; None where a row is ragged."""
    try:
        return [column.to_pylist() for column in read()]
    except RaggedError:
        return None


# text → its columns
BLOCKS: dict[str, tuple[bytes, Table]] = {
    "plain": (b"a,b\nc,d\n", [["a", "c"], ["b", "d"]]),
    "no line end": (b"a,b\nc,d", [["a", "c"], ["b", "d"]]),
    "CR LF": (b"a,b\r\nc,d\r\n", [["a", "c"], ["b", "d"]]),
    "CR LF without the last": (b"a,b\r\nc,d", [["a", "c"], ["b", "d"]]),
    "one row without a line end": (b"a,b", [["a"], ["b"]]),
    "empty cells": (b",\n,\n", [["", ""], ["", ""]]),
    "empty cells and no line end": (b",\n,", [["", ""], ["", ""]]),
    "quoted": (b'"a","b"\n"c","d"\n', [["a", "c"], ["b", "d"]]),
    "quoted and no line end": (b'"a","b"', [["a"], ["b"]]),
    "quoted at CR LF": (b'a,"b"\r\nc,"d"\r\n', [["a", "c"], ["b", "d"]]),
    "empty quoted": (b'"",""\n"",""\n', [["", ""], ["", ""]]),
    "a quoted delimiter": (b'"a,a",b\nc,"d,"\n', [["a,a", "c"], ["b", "d,"]]),
    "a quoted line end": (b'"a\na",b\nc,"\nd\r\n"\n', [["a\na", "c"], ["b", "\nd\r\n"]]),
    "doubled quotes": (b'"a""a",""""\n"""c",""""""\n', [['a"a', '"c'], ['"', '""']]),
    "a doubled quote at the end": (b'a,"b"""', [["a"], ['b"']]),
    "characters of several bytes": ('é,"ö""ü"\n€,𐍈\n'.encode(), [["é", "€"], ['ö"ü', "𐍈"]]),
    "one column": (b'a\n""\n"b,c"\n', [["a", "", "b,c"]]),
    "nothing": (b"", [[], []]),
}


@pytest.mark.parametrize(("data", "columns"), BLOCKS.values(), ids=BLOCKS)
def test_cells_are_read(data: bytes, columns: Table) -> None:
    assert _read(data, len(columns)) == columns


@pytest.mark.parametrize("rows", [FEW // 2, FEW // 2 + 1, FEW])
def test_cells_are_read_around_the_number_that_is_few(rows: int) -> None:
    assert _read(b'a,"b"\n' * rows, 2) == [["a"] * rows, ["b"] * rows]


def test_columns_are_given_as_they_are_asked_for() -> None:
    assert _read(b'a,"b""",c\nd,e,f\n', 3, only=[2, 1]) == [["c", "f"], ['b"', "e"]]


@pytest.mark.parametrize(
    "data",
    [b"a,b\nc\n", b"a,b\nc,d,e\n", b"a\nb,c,d\n", b"a,b,c\nd\n", b"a,b\n\nc,d\n", b"a,b\nc", b'a,"b\n"\nc\n', b"a,b\r\n\r\n"],
)
def test_a_row_of_another_length_is_seen(data: bytes) -> None:
    with pytest.raises(RaggedError):
        _read(data, 2)


@given(
    columns=st.integers(1, 4),
    data=st.data(),
    line_end=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from([",", ";", "\t", "\x1f"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    is_ended=st.booleans(),
)
def test_any_table_is_read_as_the_csv_module_wrote_it(
    columns: int, data: st.DataObject, line_end: str, delimiter: str, quoting: int, is_ended: bool
) -> None:
    cell = st.lists(st.sampled_from(["a", "é", "𐍈", '"', ",", ";", "\t", "\x1f", "\n", "\r\n", " "]), max_size=5).map("".join)
    rows = data.draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), max_size=6))
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    text = stream.getvalue()
    written = (text if is_ended else text.removesuffix(line_end)).encode()
    assert _read(written, columns, delimiter) == [[row[number] for row in rows] for number in range(columns)]
