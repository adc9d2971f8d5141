from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.encodings import ENCODINGS, codec_of
from packpress.layout.format import Formatted, format_table
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import Dialect
from packpress.package.schema import read_schema
from packpress.read.characters import is_composed
from packpress.read.csv.tokenizer import Row
from packpress.read.dialect.tokenizer import tokenize

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

NOT_UTF_8 = 'is not UTF-8 at byte {}; save the file as UTF-8, or declare its encoding, perhaps "windows-1252"'
# given → (whether there is a canonical form, what is left for a person)
LEFT: dict[str, tuple[bytes, Formatted]] = {
    "nothing": (b"", Formatted(None, ((0, "the file is empty; it must have at least a header"),))),
    "not UTF-8": (b"a,b\n\xff,x\n", Formatted(None, ((2, NOT_UTF_8.format(4)),))),
    "another header": (b"a,c\n1,x\n", Formatted(None, ((1, "the header must have exactly the columns a, b"),))),
    "a column twice": (b"a,b,b\n1,x,y\n", Formatted(None, ((1, "the header must have exactly the columns a, b"),))),
    "a ragged row": (b"a,b\n1,x\n2\n", Formatted(None, ((3, "the row has 1 cells, the header 2"),))),
    "a line break in a cell": (
        b'a,b\n1,"x\ny"\n',
        Formatted('a,b\n1,"x\ny"\n', ((2, "a cell contains a line break; write it on one line"),)),
    ),
    "an open quote": (b'a,b\n1,"x\n', Formatted(None, ((2, "the quote opened here is never closed; close or double it"),))),
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


# dialect, what is given → what is canonical in it
DIALECTS: dict[str, tuple[Dialect, str, str]] = {
    "no header": (Dialect(header=False), "2,y\n1,x\n", "1,x\n2,y\n"),
    "no header and no row": (Dialect(header=False), "", ""),
    "a line end that is asked for": (Dialect(line_end="\r\n"), "a,b\n2,y\n1,x\n", "a,b\r\n1,x\r\n2,y\r\n"),
    "any line end": (Dialect(line_end=";"), "a,b;2,y;1,x", "a,b;1,x;2,y;"),
    "another quote": (Dialect(quote="'"), "a,b\n1,'x,''\"'\n", "a,b\n1,'x,''\"'\n"),
    "another quote without need": (Dialect(quote="'"), "'a',b\n'1','x\"'\n", 'a,b\n1,x"\n'),
    "quotes that are not doubled": (Dialect(double_quote=False), 'a,b\n"1,","x"\n', 'a,b\n"1,",x\n'),
    "a delimiter that is not ASCII": (Dialect("§"), "b§a\nx§1\n", "a§b\n1§x\n"),
    "a delimiter of two characters": (Dialect("||"), 'a||b\n"1|"||x|y\n', 'a||b\n"1|"||x|y\n'),
    "escapes": (
        Dialect(quote="", escape="\\", null="\\N"),
        'a,b\n2,\\N\n1,\\"x\\"\\,\\\\\n',
        'a,b\n1,\\"x"\\,\\\\\n2,\\N\n',
    ),
    "a comment sign without comments": (Dialect(comment="#"), 'a,b\n"#1",#x\n', 'a,b\n"#1",#x\n'),
    "skipped space": (Dialect(skip_space=True), 'a, b\n1,  x\n2, "y, z"\n', 'a,b\n1,x\n2,"y, z"\n'),
    "the header where it is": (Dialect(header_rows=(1,)), "b,a\nx,1\n", "a,b\n1,x\n"),
}


@pytest.mark.parametrize(("dialect", "data", "canonical"), DIALECTS.values(), ids=DIALECTS)
def test_a_table_keeps_its_dialect(dialect: Dialect, data: str, canonical: str) -> None:
    assert format_table(data.encode(), AB, dialect) == Formatted(canonical, ())
    assert format_table(canonical.encode(), AB, dialect) == Formatted(canonical, ())


COMMENTS = "the file has comments, which would lose their places"
NUMBERED = "the file has rows that its dialect numbers, which would lose their places"
# dialect, text → what is said of a file that has no canonical layout, or that cannot be written in its own dialect
NOT_FORMATTED: dict[str, tuple[Dialect, str, Formatted]] = {
    "comments": (Dialect(comment="#"), "a,b\n#\n1,x\n", Formatted(None, (), COMMENTS)),
    "comments by number": (Dialect(comment_rows=(2,)), "a,b\nn\n1,x\n", Formatted(None, (), NUMBERED)),
    "a header further down": (Dialect(header_rows=(2,)), "n\na,b\n1,x\n", Formatted(None, (), NUMBERED)),
    "a ragged row without a header": (
        Dialect(header=False),
        "1,x\n2\n",
        Formatted(None, ((2, "the row has 1 cells, the schema 2"),)),
    ),
    "a fault of the quoting": (
        Dialect(quote="'"),
        "a,b\n1,it's\n",
        Formatted(None, ((2, "a quote inside a cell that is not quoted; quote the cell and double the quote"),)),
    ),
}


@pytest.mark.parametrize(("dialect", "data", "wanted"), NOT_FORMATTED.values(), ids=NOT_FORMATTED)
def test_what_cannot_be_laid_out_in_its_dialect_is_left_as_it_is(dialect: Dialect, data: str, wanted: Formatted) -> None:
    assert format_table(data.encode(), AB, dialect) == wanted


def test_a_row_for_which_the_dialect_has_no_notation_is_not_lost() -> None:
    message = "the dialect cannot represent the row; change one of them"
    assert format_table(b"a\n \n", _schema("a"), Dialect(quote="", escape="|")) == Formatted(None, ((2, message),))


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


ODD = [
    Dialect("§"),
    Dialect("||", quote="'"),
    Dialect(line_end="|\n", comment="#"),
    Dialect(line_end="::", header=False),
    Dialect(quote="", escape="\\", comment="="),
    Dialect(":=", quote="", escape="|", line_end="\r\n"),
    Dialect(skip_space=True, quote="¶", comment=" "),
]


@pytest.mark.parametrize("dialect", ODD, ids=str)
@repeatable
@given(rows=st.lists(st.tuples(st.text("ab|:=#\\'\"§¶, é\u0301", max_size=5), st.text('ab|:=,"¶', max_size=5)), min_size=1))
def test_what_is_written_in_a_dialect_is_read_back(dialect: Dialect, rows: list[tuple[str, str]]) -> None:
    writer = DialectWriter(dialect)
    written = "".join(writer.write_row(list(row)) for row in rows).encode()
    read = [item.cells for item in tokenize(written, dialect) if isinstance(item, Row)]
    assert read == [tuple(cell.encode() for cell in row) for row in rows]


@repeatable
@given(st.binary() | st.text('a,b\n"\r').map(str.encode))
def test_any_bytes_are_formatted_or_refused(data: bytes) -> None:
    formatted = format_table(data, AB, Dialect())
    assert formatted.text is not None or formatted.unfixed


# ---- as it is


@st.composite
def foreign_tables(draw: st.DrawFn) -> tuple[Dialect, list[list[str]], bytes]:
    """A dialect, rows of any cells, and the bytes that csv writes of them, in any notation that it has."""
    dialect = Dialect(
        draw(st.sampled_from(",;\t|")),
        quote=draw(st.sampled_from("\"'")),
        header=draw(st.booleans()),
        skip_space=draw(st.booleans()),
        encoding=draw(st.sampled_from(ENCODINGS)),
    )
    letters = "ab,;|'\"\n \t" + ("é\u00a0" if dialect.encoding != "us-ascii" else "")
    letters += "e\u0301" * dialect.encoding.startswith("utf")
    width = draw(st.integers(1, 3))
    cells = st.lists(st.text(letters, max_size=6), min_size=width, max_size=width)
    rows = draw(st.lists(cells, min_size=1))
    text = io.StringIO()
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(
        text,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if dialect.skip_space or draw(st.booleans()) else csv.QUOTE_MINIMAL,
    )
    writer.writerows(rows)
    mark = "\ufeff" if dialect.encoding == "utf-8" and draw(st.booleans()) else ""
    whole = mark + (text.getvalue().removesuffix(line_end) if draw(st.booleans()) else text.getvalue())
    return dialect, rows, whole.encode(codec_of(dialect.encoding))


@repeatable
@given(foreign_tables(), st.booleans())
def test_no_value_changes_where_no_layout_is_required(table: tuple[Dialect, list[list[str]], bytes], has_key: bool) -> None:
    dialect, rows, data = table
    schema = _schema(*(f"c{number}" for number in range(len(rows[0]))), key=("c0",) * has_key)
    formatted = format_table(data, schema, dialect, canonical=False)
    assert formatted.text is not None
    read = [item.cells for item in tokenize(formatted.text.encode(), dialect) if isinstance(item, Row)]
    assert read == [tuple(cell.encode() for cell in row) for row in rows]
    again = format_table(formatted.text.encode(codec_of(dialect.encoding)), schema, dialect, canonical=False)
    assert again == formatted


@pytest.mark.parametrize("dialect", ODD, ids=str)
@repeatable
@given(rows=st.lists(st.tuples(st.text("ab|:=#\\'\"§¶, é\u0301", max_size=5), st.text('ab|:=,"¶', max_size=5)), min_size=1))
def test_no_value_changes_in_a_dialect_of_its_own(dialect: Dialect, rows: list[tuple[str, str]]) -> None:
    written = "".join(map(DialectWriter(dialect).write_row, map(list, rows))).encode()
    formatted = format_table(written, AB, dialect, canonical=False)
    assert formatted.text == written.decode()


DEPARTURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "the layout": ("a,b\n1,x\n2,y\n", ()),
    "the order of columns": ("b,a\nx,1\n", ("columns in another order than the schema",)),
    "the order of rows": ("a,b\n2,y\n1,x\n", ("rows not sorted by a",)),
    "spaces": ("a,b\n1,x \n", ("spaces at the ends of cells",)),
    "letters that are not composed": ("a,b\n1,e\u0301\n", ("text that is not in normal form C",)),
    "line breaks": ('a,b\n1,"x\ny"\n', ("line breaks in cells",)),
    "another header": ("a,c\n1,x\n", ()),
}


@pytest.mark.parametrize(("text", "kept"), DEPARTURES.values(), ids=DEPARTURES)
def test_what_the_layout_would_change_is_named(text: str, kept: tuple[str, ...]) -> None:
    assert format_table(text.encode(), AB, Dialect(), canonical=False) == Formatted(text, (), kept=kept)


def test_a_ragged_row_is_not_formatted_where_no_layout_is_required() -> None:
    wanted = Formatted(None, ((3, "the row has 1 cells, the header 2"),))
    assert format_table(b"a,b\n1,x\n2\n", AB, Dialect(), canonical=False) == wanted


def test_a_blank_line_goes_unless_it_may_be_a_row() -> None:
    assert format_table(b"a,b\n\n1,x\n\n", AB, Dialect(), canonical=False) == Formatted("a,b\n1,x\n", ())
    wanted = Formatted(None, ((2, "the line is blank; remove it, or write an empty cell"),))
    assert format_table(b"a\n\n1\n", _schema("a"), Dialect(), canonical=False) == wanted


@pytest.mark.parametrize("encoding", [encoding for encoding in ENCODINGS if not encoding.startswith("utf")])
def test_every_character_of_an_encoding_is_in_it_when_composed(encoding: str) -> None:
    letters = bytes(range(256)).decode(codec_of(encoding), "ignore")
    assert unicodedata.normalize("NFC", letters) == letters
