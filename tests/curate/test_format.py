from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fentanyl_control.check.characters import is_composed
from fentanyl_control.curate.format import Formatted, format_table
from fentanyl_control.package.model import Dialect
from fentanyl_control.package.schema import read_schema

repeatable = settings(deadline=None, derandomize=True)


def _schema(*names: str, key: tuple[str, ...] = ()) -> Any:
    return read_schema({"fields": [{"name": name, "type": "string"} for name in names], "primaryKey": list(key)}, "")


AB = _schema("a", "b", key=("a",))

# what is given → what is canonical
TIDIED = {
    "a byte order mark is dropped": (b"\xef\xbb\xbfa,b\n1,x\n", "a,b\n1,x\n"),
    "CR LF becomes LF": (b"a,b\r\n1,x\r\n", "a,b\n1,x\n"),
    "the last line ends": (b"a,b\n1,x", "a,b\n1,x\n"),
    "quotes go where they are not needed": (b'"a",b\n"1","x"\n', "a,b\n1,x\n"),
    "quotes stay where they are needed": (b'a,b\n1,"x,""y"""\n', 'a,b\n1,"x,""y"""\n'),
    "space at the edges goes": (b"a,b\n 1 ,\tx\n", "a,b\n1,x\n"),
    "space inside stays": (b"a,b\n1,x  y\n", "a,b\n1,x  y\n"),
    "letters are composed": ("a,b\n1,e\u0301\n".encode(), "a,b\n1,é\n"),
    "columns take the order of the schema": (b"b,a\nx,1\n", "a,b\n1,x\n"),
    "rows are sorted by key as text": (b"a,b\n2,x\n10,y\nB,z\na,w\n", "a,b\n10,y\n2,x\nB,z\na,w\n"),
    "rows of one key stay in order": (b"a,b\n1,z\n1,a\n", "a,b\n1,z\n1,a\n"),
    "blank lines go": (b"a,b\n\n1,x\n\n", "a,b\n1,x\n"),
    "a number stays as it is written": (b"a,b\n1,004.50\n", "a,b\n1,004.50\n"),
    "a no-break space stays": ("a,b\n1,\u00a0x\n".encode(), "a,b\n1,\u00a0x\n"),
}

# given → (whether there is a canonical form, what is left for a person)
LEFT: dict[str, tuple[bytes, Formatted]] = {
    "nothing": (b"", Formatted(None, ((0, "the file is empty; it must have at least its header"),))),
    "not UTF-8": (b"a,b\n\xff,x\n", Formatted(None, ((1, "is not UTF-8 at byte 4; save the file as UTF-8"),))),
    "another header": (b"a,c\n1,x\n", Formatted(None, ((1, "the header must have exactly the columns a, b"),))),
    "a column twice": (b"a,b,b\n1,x,y\n", Formatted(None, ((1, "the header must have exactly the columns a, b"),))),
    "a ragged row": (b"a,b\n1,x\n2\n", Formatted(None, ((3, "the row has 1 cells, the header 2"),))),
    "a line break in a cell": (
        b'a,b\n1,"x\ny"\n',
        Formatted('a,b\n1,"x\ny"\n', ((2, "a cell has a line break; write it as one line"),)),
    ),
    "an open quote": (b'a,b\n1,"x\n', Formatted(None, ((2, "the quote that opens here is never closed; close or double it"),))),
}


@pytest.mark.parametrize(
    ("mode", "given_text", "canonical"),
    [
        ("equal", "b,a\n2,1\n", "a,b\n1,2\n"),
        ("subset", "y,b,x,a\n4,2,3,1\n", "a,b,y,x\n1,2,4,3\n"),
        ("superset", "b\n2\n1\n", "b\n2\n1\n"),
        ("partial", "x,a\n1,2\n2,1\n", "a,x\n1,2\n2,1\n"),
    ],
)
def test_columns_that_may_differ_stay(mode: str, given_text: str, canonical: str) -> None:
    schema = read_schema({**AB.raw, "fieldsMatch": mode}, "")
    assert format_table(given_text.encode(), schema, Dialect()) == Formatted(canonical, ())


@pytest.mark.parametrize(("given_bytes", "canonical"), TIDIED.values(), ids=TIDIED)
def test_a_table_is_brought_into_its_canonical_layout(given_bytes: bytes, canonical: str) -> None:
    assert format_table(given_bytes, AB, Dialect()) == Formatted(canonical, ())


@pytest.mark.parametrize(("data", "wanted"), LEFT.values(), ids=LEFT)
def test_what_only_a_person_can_mend_is_named(data: bytes, wanted: Formatted) -> None:
    assert format_table(data, AB, Dialect()) == wanted


def test_an_empty_cell_of_a_single_column_is_kept_as_a_row() -> None:
    assert format_table(b'a\n""\n1\n', _schema("a"), Dialect()) == Formatted('a\n""\n1\n', ())


CELLS = st.text('ab,;"é\n \u00a0=1').filter(lambda cell: cell == cell.strip(" \t") and is_composed(cell))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Any, str, list[list[str]], bytes]:
    """A schema, a delimiter, and rows with the bytes that csv writes of them."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    key = tuple(draw(st.lists(st.sampled_from(names), unique=True)))
    delimiter = draw(st.sampled_from(",;\t"))
    rows = [names, *draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names))))]
    text = io.StringIO()
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    csv.writer(
        text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL if draw(st.booleans()) else csv.QUOTE_MINIMAL
    ).writerows(rows)
    return _schema(*names, key=key), delimiter, rows, text.getvalue().encode()


@repeatable
@given(tables())
def test_no_value_and_no_row_is_lost_or_changed(table: tuple[Any, str, list[list[str]], bytes]) -> None:
    schema, delimiter, (header, *rows), data = table
    formatted = format_table(data, schema, Dialect(delimiter))
    assert formatted.text is not None
    found_header, *found = csv.reader(io.StringIO(formatted.text, newline=""), delimiter=delimiter, strict=True)
    assert found_header == header
    assert Counter(map(tuple, found)) == Counter(map(tuple, rows))


@repeatable
@given(tables())
def test_formatting_twice_changes_nothing_more(table: tuple[Any, str, list[list[str]], bytes]) -> None:
    schema, delimiter, _, data = table
    once = format_table(data, schema, Dialect(delimiter))
    assert once.text is not None
    assert format_table(once.text.encode(), schema, Dialect(delimiter)).text == once.text


@repeatable
@given(st.binary() | st.text('a,b\n"\r').map(str.encode))
def test_any_bytes_are_formatted_or_refused(data: bytes) -> None:
    formatted = format_table(data, AB, Dialect())
    assert formatted.text is not None or formatted.unfixed
