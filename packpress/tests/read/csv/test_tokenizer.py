from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.read.csv.tokenizer import Row, TextFault, Tokenizer

repeatable = settings(deadline=None, derandomize=True)

LEGAL = {
    "one record without its line end": (b"a,b", [Row(1, (b"a", b"b"))]),
    "two records": (b"a,b\nc,d\n", [Row(1, (b"a", b"b")), Row(2, (b"c", b"d"))]),
    "CR LF ends a record": (b"a,b\r\nc,d\r\n", [Row(1, (b"a", b"b")), Row(2, (b"c", b"d"))]),
    "empty cells": (b",,\n", [Row(1, (b"", b"", b""))]),
    "space belongs to the cell": (b" a , b \n", [Row(1, (b" a ", b" b "))]),
    "a quoted cell may hold the delimiter": (b'"a,b",c\n', [Row(1, (b"a,b", b"c"))]),
    "a doubled quote is a quote": (b'"a ""b"" c"\n', [Row(1, (b'a "b" c',))]),
    "only quotes": (b'"""",""""""\n', [Row(1, (b'"', b'""'))]),
    "an empty quoted cell is a record": (b'""\n', [Row(1, (b"",))]),
    "a blank line is a blank record": (b"\n", [Row(1, (b"",), is_blank=True)]),
    "a line break in a cell counts as a line": (b'a,"b\nc"\nd,e\n', [Row(1, (b"a", b"b\nc")), Row(3, (b"d", b"e"))]),
    "CR LF in a cell is kept": (b'"a\r\nb"\r\nc\r\n', [Row(1, (b"a\r\nb",)), Row(3, (b"c",))]),
}

# text → where it is at fault: (line, cell, rule)
FAULTS = {
    "a quote inside a plain cell": (b'a,b"c\n', (1, 1, "text-quote")),
    "text after a closing quote": (b'a\n"b"c,d\n', (2, 0, "text-quote")),
    "space before a quoted cell": (b'a, "b"\n', (1, 1, "text-quote")),
    "space after a quoted cell": (b'"a" ,b\n', (1, 0, "text-quote")),
    "a quote that is never closed": (b'a,b\nc,"d\ne,f\n', (2, 1, "text-unclosed-quote")),
    "a quote that closes lines later": (b'a,b\nc,"d\ne,f\ng,"h"\n', (2, 1, "text-unclosed-quote")),
    "a lone CR": (b"a,b\rc,d\n", (1, 1, "text-line-end")),
    "a lone CR at the end": (b"a,b\r", (1, 1, "text-line-end")),
}


@pytest.mark.parametrize(("data", "rows"), LEGAL.values(), ids=LEGAL)
def test_legal_text_gives_its_records(data: bytes, rows: list[Row]) -> None:
    assert list(Tokenizer().read(data, 1, final=True)) == rows


@pytest.mark.parametrize(("data", "place"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_its_line_and_cell(data: bytes, place: tuple[int, int, str]) -> None:
    faults = [item for item in Tokenizer().read(data, 1, final=True) if isinstance(item, TextFault)]
    assert [(fault.line, fault.cell, fault.rule) for fault in faults[:1]] == [place]


def test_reading_goes_on_with_the_line_after_a_fault() -> None:
    items = list(Tokenizer().read(b'a"b\nc,d\ne"\n', 1, final=True))
    assert [item.line for item in items] == [1, 2, 3]
    assert [isinstance(item, TextFault) for item in items] == [True, False, True]


def test_an_unfinished_record_is_left_for_later() -> None:
    tokenizer = Tokenizer()
    assert (list(tokenizer.read(b'a,b\nc,"d', 1, final=False)), tokenizer.consumed) == ([Row(1, (b"a", b"b"))], 4)


def test_an_unfinished_faulty_line_is_left_for_later() -> None:
    tokenizer = Tokenizer()
    assert (list(tokenizer.read(b'a,b\nc"d', 1, final=False)), tokenizer.consumed) == ([Row(1, (b"a", b"b"))], 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "a"])
@repeatable
@given(rows=st.lists(st.lists(st.text('a,;"\n\té |'), min_size=1), min_size=1))
def test_what_csv_writes_is_read_back(delimiter: str, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    wanted = [tuple(cell.encode() for cell in row) for row in rows]
    items = list(Tokenizer(delimiter.encode()).read(text.getvalue().encode(), 1, final=True))
    assert [item.cells for item in items if isinstance(item, Row)] == wanted


@repeatable
@given(st.text('a,"\n\ré').map(str.encode), st.integers(0, 40))
def test_text_in_two_parts_gives_what_the_whole_gives(data: bytes, cut: int) -> None:
    whole = list(Tokenizer().read(data, 1, final=True))
    tokenizer = Tokenizer()
    first = list(tokenizer.read(data[:cut], 1, final=False))
    assert first + list(Tokenizer().read(data[tokenizer.consumed :], tokenizer.line, final=True)) == whole
