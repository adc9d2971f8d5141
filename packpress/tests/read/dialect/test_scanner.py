from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import or_
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.issue import Findings, Issue
from packpress.package.dialect import dialect_faults, read_dialect
from packpress.read.characters import is_composed, refused_characters
from packpress.read.csv import scanner as text
from packpress.read.csv.split_columns import read_cells
from packpress.read.dialect import scanner as dialects
from packpress.read.open_scanner import open_scanner

many = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
AB = ("a", "b")
Rows = list[tuple[int, tuple[str, ...]]]


def _scan(file: Path, dialect: dict[str, Any], data: bytes, names: tuple[str, ...] = AB) -> tuple[Any, Rows, tuple[Issue, ...]]:
    """The header with its line, the rows with theirs, and the issues."""
    assert list(dialect_faults(dialect, "dialect", True)) == []
    file.write_bytes(data)
    findings, read = Findings(), read_dialect(dialect)
    scanner = open_scanner(file, "data.csv", read, findings, names)
    rows: Rows = []
    for block in scanner.blocks():
        columns = [column.to_pylist() for column in read_cells(block, scanner.columns, read)]
        assert (block.record, block.rows) == (len(rows), len(columns[0]))
        rows += zip(block.lines().tolist(), zip(*columns, strict=True), strict=True)
    return (scanner.header, scanner.header_line), rows, findings.report().issues


ONE = [(2, ("1", "x"))]
# dialect, text → each row with its line
READ: dict[str, tuple[dict[str, Any], str, Any]] = {
    "no property": ({}, "a,b\n1,x\n", ONE),
    "the type that is read": ({"type": "delimited"}, "a,b\n1,x\n", ONE),
    "properties of other formats": ({"sheetName": "A", "sheetNumber": 2, "table": "t", "property": "p"}, "a,b\n1,x\n", ONE),
    "no header": ({"header": False}, "1,x\n2,y\n", [(1, ("1", "x")), (2, ("2", "y"))]),
    "no header and no row": ({"header": False}, "", []),
    "JSON in the first cell": (
        {"header": False, "escapeChar": "\\", "delimiter": "\t"},
        '{"a": 1}\tx\n',
        [(1, ('{"a": 1}', "x"))],
    ),
    "no header, as an empty list of rows too": ({"header": False, "headerRows": []}, "1,x", [(1, ("1", "x"))]),
    "no header, in another dialect": ({"header": False, "quoteChar": "'"}, "1,'x'\n", [(1, ("1", "x"))]),
    "the header where it is without a word": ({"headerRows": [1]}, "a,b\n1,x\n", ONE),
    "a header further down": ({"headerRows": [3]}, 'a note\n\na,b\n1,"x\ny"\n2,z\n', [(4, ("1", "x\ny")), (6, ("2", "z"))]),
    "a comment by its number": ({"commentRows": [2]}, "a,b\nnote\n1,x\n", [(3, ("1", "x"))]),
    "a comment by its number above the header": ({"commentRows": [1, 2]}, '"of\nall"\nnote,,\na,b\n1,x\n', [(5, ("1", "x"))]),
    "a comment by its number beyond the end": ({"commentRows": [9]}, "a,b\n1,x\n", ONE),
    "comments": ({"commentChar": "#"}, '#\n# "a\na,b\n#1,y\n1,x\n#', [(5, ("1", "x"))]),
    "a comment of several characters": ({"commentChar": "//"}, "a,b\n/,x\n//,x\n", [(2, ("/", "x"))]),
    "a comment sign that is quoted": ({"commentChar": "#"}, 'a,b\n"#1",x\n', [(2, ("#1", "x"))]),
    "a comment sign after a space": ({"commentChar": "#"}, "a,b\n #1,x\n", [(2, (" #1", "x"))]),
    "a comment sign on the second line of a cell": ({"commentChar": "#"}, 'a,b\n"1\n#",x\n', [(2, ("1\n#", "x"))]),
    "comments are rows where rows are counted": (
        {"commentChar": "#", "commentRows": [4], "headerRows": [2]},
        "#\na,b\n#\n2,y\n1,x\n",
        [(5, ("1", "x"))],
    ),
    "a delimiter": ({"delimiter": ";"}, "a;b\n1;x\n", ONE),
    "a tab": ({"delimiter": "\t"}, "a\tb\n1\tx\n", ONE),
    "a delimiter that is not ASCII": ({"delimiter": "§"}, "a§b\n1§x,\u00a6\n", [(2, ("1", "x,\u00a6"))]),
    "a delimiter of two characters": ({"delimiter": "||"}, 'a||b\n|1||"x||"\n', [(2, ("|1", "x||"))]),
    "the separators of ASCII": ({"delimiter": "\x1f", "lineTerminator": "\x1e"}, "a\x1fb\x1e1\x1fx\x1e", [(1, ("1", "x"))]),
    "LF": ({"lineTerminator": "\n"}, "a,b\n1,x\n", ONE),
    "CR LF": ({"lineTerminator": "\r\n"}, "a,b\r\n1,x\r\n", ONE),
    "LF where the default is spelled out": ({"lineTerminator": "\r\n"}, "a,b\n1,x\n", ONE),
    "LF where the default is spelled out without a header": (
        {"lineTerminator": "\r\n", "header": False},
        "1,x\n",
        [(1, ("1", "x"))],
    ),
    "every default of version 1": (
        {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": True,
            "header": True,
        },
        'a,b\n1,"x"\n',
        ONE,
    ),
    "every default of version 2": (
        {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "header": True,
            "headerRows": [1],
            "headerJoin": " ",
            "sheetNumber": 1,
        },
        "a,b\n1,x\n",
        ONE,
    ),
    "a comment above the header, whose default row is spelled out": (
        {"commentChar": "#", "headerRows": [1]},
        "#\na,b\n1,x\n",
        [(3, ("1", "x"))],
    ),
    "LF where the default is spelled out in a dialect": ({"lineTerminator": "\r\n", "quoteChar": "'"}, "a,b\n1,x\n", ONE),
    "CR LF after LF in a cell": ({"header": False}, '"1\n","x"\r\n2,y\r\n', [(1, ("1\n", "x")), (3, ("2", "y"))]),
    "CR LF after LF in a cell of another dialect": ({"quoteChar": "'", "header": False}, "'1\n',x\r\n", [(1, ("1\n", "x"))]),
    "CR LF without a word": ({"quoteChar": "'"}, "a,b\r\n1,x\r\n", ONE),
    "CR": ({"lineTerminator": "\r"}, 'a,b\r"1\r\n2",x\r3,y', [(2, ("1\r\n2", "x")), (4, ("3", "y"))]),
    "a cell that begins as the line end before it ends": (
        {"lineTerminator": "::"},
        "a,b::1,x:::2,y::",
        [(1, ("1", "x")), (1, (":2", "y"))],
    ),
    "a line end of the standard's example": (
        {"lineTerminator": ";"},
        "a,b;1,x;2,y",
        [(1, ("1", "x")), (1, ("2", "y"))],
    ),
    "a line end that is not ASCII": ({"lineTerminator": "¶"}, 'a,b¶1,"x\n¶"¶2,y¶', [(1, ("1", "x\n¶")), (2, ("2", "y"))]),
    "another quote": ({"quoteChar": "'"}, "a,b\n'1','x,''\n'\n\"2,y\"\n", [(2, ("1", "x,'\n")), (4, ('"2', 'y"'))]),
    "a quote that is not ASCII": ({"quoteChar": "¶"}, "a,b\n¶1¶¶¶,x§\n", [(2, ("1¶", "x§"))]),
    "quotes that are not doubled": ({"doubleQuote": False}, 'a,b\n"1,","x"\n"",\n', [(2, ("1,", "x")), (3, ("", ""))]),
    "escapes": (
        {"escapeChar": "\\"},
        'a,b\n1\\,,\\"x"\\\\\n\\\n,\\\u00e9\n',
        [(2, ("1,", '"x"\\')), (3, ("\n", "\u00e9"))],
    ),
    "escapes of CR LF": ({"escapeChar": "|"}, "a,b\r\n1|\r\n,x\r\n2,\r\n", [(2, ("1\r\n", "x")), (4, ("2", ""))]),
    "escapes, and quotes that would be doubled": (
        {"escapeChar": "|", "doubleQuote": True},
        'a,b\n1,x""y\n',
        [(2, ("1", 'x""y'))],
    ),
    "an escaped comment sign": ({"escapeChar": "\\", "commentChar": "#"}, "a,b\n\\#1,x\n", [(2, ("#1", "x"))]),
    "a null sequence with the escape": ({"escapeChar": "\\", "nullSequence": "\\N"}, "a,b\n1,\\N\n", [(2, ("1", "\\N"))]),
    "space after delimiters": (
        {"skipInitialSpace": True},
        'a, b\n1,  x \n 2, "y, "\n3,  \n',
        [(2, ("1", "x ")), (3, (" 2", "y, ")), (4, ("3", ""))],
    ),
    "space that is kept": ({"skipInitialSpace": False}, "a,b\n1, x\n", [(2, ("1", " x"))]),
    "a tab after a delimiter": ({"skipInitialSpace": True}, "a,b\n1,\tx\n", [(2, ("1", "\tx"))]),
    "letters beside a delimiter that they could be composed with": ({"delimiter": "=", "quoteChar": "'"}, "a=b\n1=x\n", ONE),
}


@pytest.mark.parametrize(("chunk", "window"), [(1, 1), (7, 7), *((2**16, window) for window in (5, 6, 7, 8, 9, 2**16))])
@pytest.mark.parametrize(("dialect", "data", "rows"), READ.values(), ids=READ)
def test_a_file_is_read_in_its_dialect(
    dialect: dict[str, Any], data: str, rows: Rows, chunk: int, window: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", chunk)
    monkeypatch.setattr(text, "WINDOW", window)
    (header, _), found, issues = _scan(tmp_path / "data.csv", dialect, data.encode())
    assert (header, found, issues) == (AB, rows, ())


# dialect, first lines of the file → the header and its line
HEADERS: dict[str, tuple[dict[str, Any], str, tuple[tuple[str, ...], int]]] = {
    "two rows": ({"headerRows": [1, 2]}, "x,y\na,b\n", (("x a", "y b"), 2)),
    "the example of the standard": (
        {"headerRows": [1, 2], "headerJoin": "-"},
        "fruit\nid,name\n",
        (("fruit-id", "fruit-name"), 2),
    ),
    "rows that are not neighbours": ({"headerRows": [4, 2]}, "n\nx,y\nn,n,n\na,b\n", (("x a", "y b"), 4)),
    "an empty cell is a cell": ({"headerRows": [1, 2], "headerJoin": "/"}, "x,\na,b\n", (("x/a", "/b"), 2)),
    "a line break in a cell": ({"headerRows": [2]}, '"\n"\na,b\n', (("a", "b"), 3)),
    "a row after comments": ({"commentChar": "#", "commentRows": [2]}, "#\nn\n#\na,b\n", (("a", "b"), 4)),
    "rows among comments": ({"commentChar": "#", "headerRows": [1, 3]}, "x,y\n#\na,b\n", (("x a", "y b"), 3)),
}


@pytest.mark.parametrize("size", [1, 2**16])
@pytest.mark.parametrize(("dialect", "data", "header"), HEADERS.values(), ids=HEADERS)
def test_a_header_is_put_together_from_its_rows(
    dialect: dict[str, Any], data: str, header: Any, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    line = data.count("\n") + 1
    assert _scan(tmp_path / "data.csv", dialect, f"{data}1,2\n".encode()) == (header, [(line, ("1", "2"))], ())


# dialect, text → each issue as (line, column, rule)
FAULTS: dict[str, tuple[dict[str, Any], bytes, list[tuple[int, str, str]]]] = {
    "nothing": ({"quoteChar": "'"}, b"", [(0, "", "text-empty")]),
    "nothing but comments": ({"commentChar": "#"}, b"#a,b\n#1,2", [(0, "", "text-empty")]),
    "too few rows for the header": ({"headerRows": [1, 3]}, b"a,b\n1,2\n", [(0, "", "text-empty")]),
    "a header row that is a comment": (
        {"headerRows": [2], "commentChar": "#"},
        b"#\n#a,b\n1,2\n",
        [(2, "", "header-mismatch")],
    ),
    "a byte order mark": ({"quoteChar": "'"}, b"\xef\xbb\xbfa,b\n", [(1, "", "text-byte-order-mark")]),
    "a page": ({"quoteChar": "'"}, b"<!DOCTYPE html>\n", [(0, "", "text-not-a-table")]),
    "a header that is not UTF-8": ({"quoteChar": "'"}, b"a,\xff\n1,2\n", [(1, "", "text-encoding")]),
    "a comment that is not UTF-8": ({"commentChar": "#"}, b"#\n#\xff\na,b\n1,2\n", [(2, "", "text-encoding")]),
    "a cell that is not UTF-8": ({"quoteChar": "'"}, b"a,b\n1,2\n3,\xe9\n", [(3, "", "text-encoding")]),
    "half of a delimiter": (
        {"delimiter": "\u00a7"},
        "a§b\n1§2\n3".encode() + b"\xc2\n",
        [(3, "", r) for r in ("text-encoding", "text-ragged-row")],
    ),
    "an open quote": ({"quoteChar": "'"}, b"a,b\n1,2\n3,'4\n5,6\n", [(3, "b", "text-unclosed-quote")]),
    "an open quote in the header": ({"quoteChar": "'"}, b"a,'b\n1,2\n", [(1, "", "text-unclosed-quote")]),
    "a quote that closes on a later line": ({"quoteChar": "'"}, b"a,b\n1,'2\n3,4\n5,'6'\n", [(2, "b", "text-unclosed-quote")]),
    "a quote in a plain cell": ({"quoteChar": "'"}, b"a,b\n1,it's\n", [(2, "b", "text-quote")]),
    "text after a quoted cell": ({"quoteChar": "'"}, b"a,b\n'1'x,2\n", [(2, "a", "text-quote")]),
    "a doubled quote where quotes are not doubled": ({"doubleQuote": False}, b'a,b\n"1""2",3\n', [(2, "a", "text-quote")]),
    "space before a quote": ({"quoteChar": "'"}, b"a,b\n1, '2'\n", [(2, "b", "text-quote")]),
    "space before the first quote": ({"skipInitialSpace": True}, b'a,b\n "1",2\n', [(2, "a", "text-quote")]),
    "a cell that begins with a quote beside escapes": ({"escapeChar": "\\"}, b'a,b\n1,"2"\n', [(2, "b", "text-quote")]),
    "no UTF-8 beside an escape": ({"escapeChar": "\\"}, b"a,b\n1,\\,\xff\n", [(2, "", "text-encoding")]),
    "another byte of no UTF-8 beside an escape": ({"escapeChar": "\\"}, b"a,b\n1,\\,\xfe\n", [(2, "", "text-encoding")]),
    "no UTF-8 in quotes": ({"quoteChar": "'"}, b"a,b\n1,'\xfe'\n", [(2, "", "text-encoding")]),
    "an escaped letter": ({"escapeChar": "\\"}, b"a,b\n1,\\\\2\\n\n", [(2, "b", "text-escape")]),
    "text that is the null sequence": (
        {"escapeChar": "\\", "nullSequence": "\\N"},
        b"a,b\n1,\\\\N\n",
        [(2, "b", "text-escape")],
    ),
    "an escape at the end": ({"escapeChar": "\\"}, b"a,b\n1,2\\", [(2, "b", "text-escape")]),
    "CR LF for LF": ({"lineTerminator": "\n"}, b"a,b\n1,2\r\n3,4\n", [(2, "", "text-line-end")]),
    "LF after CR LF": ({"lineTerminator": "\r\n"}, b"a,b\r\n1,2\n", [(2, "", "text-line-end")]),
    "CR LF after LF": ({"lineTerminator": "\r\n"}, b"a,b\n1,2\r\n", [(2, "", "text-line-end")]),
    "LF after CR LF without a header": (
        {"lineTerminator": "\r\n", "header": False},
        b"1,2\r\n3,4\n",
        [(2, "", "text-line-end")],
    ),
    "CR LF for LF in a dialect": ({"lineTerminator": "\n", "quoteChar": "'"}, b"a,b\r\n1,2\n", [(1, "", "text-line-end")]),
    "mixed line ends without a header": ({"header": False}, b"1,2\n3,4\r\n", [(2, "", "text-line-end")]),
    "LF for CR LF in a dialect": (
        {"lineTerminator": "\r\n", "quoteChar": "'"},
        b"a,b\r\n1,2\n3,4\r\n",
        [(2, "", "text-line-end")],
    ),
    "LF for CR": ({"lineTerminator": "\r"}, b"a,b\r1,2\n3,4\r", [(2, "", "text-line-end")]),
    "LF alone in a cell beside CR": ({"lineTerminator": "\r"}, b'a,b\r1,"2\n3"\r', [(2, "b", "text-line-end")]),
    "LF for a semicolon": ({"lineTerminator": ";"}, b"a,b;1,2\n3,4;", [(1, "", "text-line-end")]),
    "CR alone": ({"quoteChar": "'"}, b"a,b\n1,2\r3,4\n", [(2, "b", "text-line-end")]),
    "CR alone in a cell": ({"quoteChar": "'"}, b"a,b\n1,'2\r3'\n", [(2, "b", "text-line-end")]),
    "another line end in a comment": ({"commentChar": "#"}, b"a,b\r\n#\n1,2\r\n", [(2, "", "text-line-end")]),
    "a quoted line after another line end in a comment": (
        {"commentChar": "#", "lineTerminator": "\r\n"},
        b'a,b\r\n#1,"\n"\r\n1,2\r\n',
        [(2, "", "text-line-end"), (3, "a", "text-unclosed-quote")],
    ),
    "a row too short": ({"commentChar": "#"}, b"a,b\n#\n1\n", [(3, "", "text-ragged-row")]),
    "a row too long": ({"delimiter": "||"}, b"a||b\n1||2||\n", [(2, "", "text-ragged-row")]),
    "a row too short for the schema": ({"header": False}, b"1,2\n3\n", [(2, "", "text-ragged-row")]),
    "a blank line for a header": ({"commentChar": "#"}, b"#\n\n1,2\n", [(2, "", "text-blank-row")]),
    "a blank row": ({"commentChar": "#"}, b"a,b\n\n1,2\n", [(2, "", "text-blank-row")]),
    "a blank row of one column": ({"commentChar": "#"}, b"a\n\n1\n", [(2, "", "text-blank-row")]),
    "a control character": ({"quoteChar": "'"}, b"a,b\n1,\x01\n", [(2, "b", "text-hidden-character")]),
    "the separator of rewritten blocks": ({"quoteChar": "'"}, b"a,b\n1\x1f2,3\n", [(2, "a", "text-hidden-character")]),
    "an escaped separator": (
        {"escapeChar": "\\", "delimiter": "\x1f"},
        b"a\x1fb\n1\\\x1f\x1f2\n",
        [(2, "a", "text-hidden-character")],
    ),
    "a hidden character in a comment": (
        {"commentChar": "#"},
        "a,b\n#\n#\u202e\n1,2\n".encode(),
        [(3, "", "text-hidden-character")],
    ),
    "a hidden character in a comment by its number": (
        {"commentRows": [1]},
        "\u202e\na,b\n".encode(),
        [(1, "", "text-hidden-character")],
    ),
    "a hidden character in the header": ({"headerRows": [2]}, "x\na\u200b,b\n".encode(), [(2, "", "text-hidden-character")]),
    "a decomposed letter": ({"quoteChar": "'"}, "a,b\n1,e\u0301\n".encode(), [(2, "b", "text-not-composed")]),
    "a letter that is decomposed without its escape": (
        {"escapeChar": "\\"},
        "a,b\n1,e\\\u0301\n".encode(),
        [(2, "b", "text-not-composed")],
    ),
    "a fault after a cell of two lines": ({"quoteChar": "'"}, b"a,b\n1,'2\n3'\n4\n", [(4, "", "text-ragged-row")]),
    "two faults": ({"quoteChar": "'"}, b"a,b\n1\n2,3\n4,'5\n", [(2, "", "text-ragged-row"), (4, "b", "text-unclosed-quote")]),
}


@pytest.mark.parametrize("size", [1, 7, 2**16])
@pytest.mark.parametrize(("dialect", "data", "issues"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_at_its_place(
    dialect: dict[str, Any],
    data: bytes,
    issues: list[tuple[int, str, str]],
    size: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text, "CHUNK", size)
    monkeypatch.setattr(text, "WINDOW", size)
    _, _, found = _scan(tmp_path / "data.csv", dialect, data, ("a",) if data.startswith(b"a\n") else AB)
    assert [(issue.line, issue.column, issue.rule) for issue in found] == issues


def test_a_record_without_end_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "CHUNK", 16)
    monkeypatch.setattr(text, "MAX_RECORD", 64)
    _, _, found = _scan(tmp_path / "data.csv", {"quoteChar": "'"}, b"a,b\n1,2\n3,'" + b"x" * 500)
    assert [(issue.line, issue.rule) for issue in found] == [(3, "text-unclosed-quote")]


def test_a_file_full_of_faults_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_EXACT", 100)
    monkeypatch.setattr(text, "WINDOW", 16)
    _, _, found = _scan(tmp_path / "data.csv", {"quoteChar": "'"}, b"a,b\n" + b"1\n" * 500)
    assert [issue.rule for issue in found if issue.rule != "text-ragged-row"] == ["text-given-up"]


def test_a_file_without_faults_is_never_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_EXACT", 10)
    monkeypatch.setattr(dialects, "read_run", lambda *_: None)
    _, rows, found = _scan(tmp_path / "data.csv", {"quoteChar": "'"}, b"a,b\n" + b"1,2\n" * 500)
    assert (len(rows), found) == (500, ())


def test_a_header_of_many_long_rows_is_refused_before_it_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_RECORD", 1_000)
    data = b"," * 100 + b"\n" + b"x" * 100 + b"\n"
    _, _, found = _scan(tmp_path / "data.csv", {"headerRows": [1, 2]}, data)
    assert [(issue.line, issue.rule) for issue in found] == [(2, "header-mismatch")]


@dataclass(frozen=True)
class Written:
    """A table as the writer of this test wrote it: its dialect, its text, the cells of its header and rows with their lines."""

    dialect: dict[str, Any]
    text: str
    header: tuple[str, ...]
    rows: Rows


DELIMITERS = [",", ";", "\t", "|", " ", "§", "||", ":=", "\x1f", "e"]
LINE_ENDS: list[dict[str, Any]] = [
    {},
    *({"lineTerminator": end} for end in ["\n", "\r\n", "\r", ";", "\x1e", "¶", "|\n", "::"]),
]
QUOTES: list[dict[str, Any]] = [
    {},
    {"quoteChar": "'"},
    {"quoteChar": "¶"},
    {"quoteChar": "*", "doubleQuote": False},
    {"doubleQuote": False},
    {"escapeChar": "\\"},
    {"escapeChar": "~"},
    {"escapeChar": "¬"},
]
OTHERS: list[dict[str, Any]] = [{}, {}, {"commentChar": "#"}, {"commentChar": "//"}, {"skipInitialSpace": True}]
CELLS = st.text("ab1 ,;|'\"*\\~#/:=\t\n§¶¬é", max_size=6)
DIALECTS = [
    dialect
    for delimiter, *others in product(DELIMITERS, LINE_ENDS, QUOTES, OTHERS, [{}, {"header": False}])
    if not list(dialect_faults(dialect := reduce(or_, others, {"delimiter": delimiter}), "dialect", True))
]


@st.composite
def written(draw: st.DrawFn, known: list[dict[str, Any]] = DIALECTS) -> Written:
    """A random table in a random dialect."""
    dialect = dict(draw(st.sampled_from(known)))
    line_end, comment = dialect.get("lineTerminator"), dialect.get("commentChar")
    without_header = not dialect.get("header", True)
    end = line_end or draw(st.sampled_from(["\n", "\r\n"]))
    width = draw(st.integers(1, 3))
    header = tuple(f"c{number}" for number in range(width))
    body = draw(st.lists(st.tuples(*[CELLS] * width), max_size=8))
    out, line, number = "", 1, 0
    rows: Rows = []
    comment_rows: list[int] = []
    for row in ([] if without_header else [header]) + [row for row in body if _is_writable(dialect, end, row)]:
        number += 1
        if draw(st.integers(0, 5)) == 0 and (comment or not without_header):
            text = f"{comment}{draw(st.sampled_from(['', 'note', 'é,,']))}{end}" if comment else f"n{dialect['delimiter']}{end}"
            comment_rows += [] if comment else [number]
            number, line, out = number + 1, line + _lines(text, end), out + text
        text = _write(draw, dialect, end, row) + end
        if row is not header:
            rows.append((line, row))
        line, out = line + _lines(text, end), out + text
    if not comment and comment_rows:
        dialect["commentRows"] = comment_rows
    if (
        out
        and draw(st.booleans())
        and end not in (last := out.removesuffix(end))[-len(end) :]
        and not _ends_blank(last, end, dialect)
    ):
        out = last
    return Written(dialect, out, header, rows)


def _ends_blank(last: str, end: str, dialect: dict[str, Any]) -> bool:
    """Whether the last line could not be told from none, or its escape would be at the end."""
    return last == "" or last.endswith((end, dialect.get("escapeChar", "\0")))


def _lines(text: str, end: str) -> int:
    return text.count("\r" if end == "\r" else "\n")


def _is_writable(dialect: dict[str, Any], end: str, row: tuple[str, ...]) -> bool:
    """Whether the dialect has a notation for the row, and no cell holds what is refused."""
    quote = "" if "escapeChar" in dialect else dialect.get("quoteChar", '"')
    if (not quote and row == ("",)) or (not dialect.get("doubleQuote", True) and any(quote in cell for cell in row)):
        return False
    return not (end == "\r" and any("\n" in cell for cell in row)) and all(
        is_composed(cell) and not refused_characters(cell) for cell in row
    )


def _write(draw: st.DrawFn, dialect: dict[str, Any], end: str, row: tuple[str, ...]) -> str:
    """The row in its dialect, with quotes or escapes where they are needed and sometimes elsewhere."""
    delimiter: str = dialect["delimiter"]
    escape, comment = dialect.get("escapeChar", ""), dialect.get("commentChar", "")
    quote, skips = dialect.get("quoteChar", '"'), dialect.get("skipInitialSpace", False)
    cells = []
    for number, cell in enumerate(row):
        odd = (number == 0 and comment and cell.startswith(comment[0])) or (skips and number and cell.startswith(" "))
        if escape:
            special = set(delimiter + end + escape + '"\r\n')
            one = "".join(escape + c if c in special else c for c in cell)
            cells.append(escape + one if odd and not one.startswith(escape) else one)
        elif odd or set(cell) & set(delimiter + end + quote + "\r\n") or row == ("",) or draw(st.integers(0, 3)) == 0:
            cells.append(quote + cell.replace(quote, quote * 2) + quote)
        else:
            cells.append(cell)
    return (delimiter + " " * (draw(st.integers(0, 2)) if skips else 0)).join(cells)


@pytest.mark.parametrize(("chunk", "window"), [(1, 1), (7, 7), (64, 64), (2**16, 12), (2**16, 2**16)])
@many
@given(table=written())
@example(table=Written({"escapeChar": "¬", "header": False}, '¬"\r\n', ("c0",), [(1, ('"',))]))  # half an escape, then CR LF
def test_what_is_written_in_a_dialect_is_read_back_with_its_lines(
    chunk: int, window: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: Written
) -> None:
    monkeypatch.setattr(text, "CHUNK", chunk)
    monkeypatch.setattr(text, "WINDOW", window)
    if not table.text and table.dialect.get("header", True):
        return
    (header, _), rows, issues = _scan(tmp_path / "data.csv", table.dialect, table.text.encode(), table.header)
    assert (header, rows, issues) == (table.header, table.rows, ())


KNOWN_TO_CSV = [
    dialect
    for dialect in DIALECTS
    if dialect.get("lineTerminator", "\n") in ("\n", "\r\n")
    and len(dialect["delimiter"]) == 1
    and not {"commentChar", "skipInitialSpace"} & dialect.keys()
]


def _csv_format(dialect: dict[str, Any]) -> dict[str, Any]:
    """The same dialect for the csv module."""
    if "escapeChar" in dialect:
        return {"delimiter": dialect["delimiter"], "escapechar": dialect["escapeChar"], "quoting": csv.QUOTE_NONE}
    return {
        "delimiter": dialect["delimiter"],
        "quotechar": dialect.get("quoteChar", '"'),
        "doublequote": dialect.get("doubleQuote", True),
        "strict": True,
    }


@many
@given(table=written(KNOWN_TO_CSV))
def test_the_rows_are_those_of_the_csv_module(tmp_path: Path, table: Written) -> None:
    assume(table.text and "commentRows" not in table.dialect)
    (header, _), rows, issues = _scan(tmp_path / "data.csv", table.dialect, table.text.encode(), table.header)
    head = [header] if table.dialect.get("header", True) else []
    expected = [tuple(row) for row in csv.reader(io.StringIO(table.text, newline=""), **_csv_format(table.dialect))]
    assert ([*head, *(row for _, row in rows)], issues) == (expected, ())


PIECES = st.sampled_from(
    [
        ",",
        "'",
        "''",
        "\n",
        "\r\n",
        "\r",
        "a",
        "b,c",
        "é",
        "\0",
        "\u200b",
        " ",
        "'x\ny'",
        "#",
        "\n#",
        "\\",
        "\\\\",
        '"',
        ";",
        "\n1,2\n",
    ]
).map(str.encode) | st.sampled_from([b"\xff", b"\xfe", b"\xc2", b"\xa7"])
ODD_DIALECTS: list[dict[str, Any]] = [
    {"quoteChar": "'"},
    {"quoteChar": "'", "doubleQuote": False, "commentChar": "#"},
    {"escapeChar": "\\", "commentChar": "#"},
    {"commentRows": [2, 5], "skipInitialSpace": True},
    {"lineTerminator": "\r\n", "commentChar": "#"},
    {"lineTerminator": "\r"},
    {"lineTerminator": ";"},
    {"lineTerminator": ",,", "delimiter": ";"},
    {"delimiter": "§"},
    {"delimiter": ",,", "escapeChar": "'"},
]


@pytest.mark.parametrize("dialect", ODD_DIALECTS, ids=str)
@many
@given(body=st.lists(PIECES, max_size=30).map(b"".join), size=st.sampled_from([1, 7, 64]), chunk=st.sampled_from([0, 2**20]))
def test_runs_and_blocks_of_any_size_give_what_the_exact_tokenizer_gives(
    dialect: dict[str, Any], tmp_path: Path, body: bytes, size: int, chunk: int
) -> None:
    delimiter, end = dialect.get("delimiter", ","), dialect.get("lineTerminator", "\n")
    data = f"a{delimiter}b{end}".encode() + body
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dialects, "read_run", lambda *_: None)
        exact = _scan(tmp_path / "data.csv", dialect, data)
    assert _scan(tmp_path / "data.csv", dialect, data) == exact
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CHUNK", chunk or size)
        patch.setattr(text, "WINDOW", size)
        header, rows, issues = _scan(tmp_path / "data.csv", dialect, data)
    found = [issue for issue in issues if issue.rule != "text-encoding"]  # one is reported for each window
    assert (header, found) == (exact[0], [issue for issue in exact[2] if issue.rule != "text-encoding"])
    assert bool(issues) == bool(exact[2])
    assert issues or rows == exact[1]


# dialect, text → the rows, as frictionless reads them too
SHARED: dict[str, tuple[dict[str, Any], str]] = {
    "no header": ({"header": False}, "1,x\n2,y\n"),
    "two header rows": ({"headerRows": [1, 2]}, "x,y\na,b\n1,2\n"),
    "two header rows, joined otherwise": ({"headerRows": [1, 2], "headerJoin": "/"}, "x,y\na,b\n1,2\n"),
    "rows above the header": ({"headerRows": [3]}, "note,\n,\na,b\n1,2\n"),
    "comments": ({"commentChar": "#"}, "a,b\n#1,y\n1,x\n# z,z\n"),
    "comments by number": ({"commentRows": [2, 4]}, "a,b\nn,n\n1,x\nn,n\n2,y\n"),
    "comments that are counted": ({"commentChar": "#", "commentRows": [4], "headerRows": [2]}, "#,\na,b\n#,\n2,y\n1,x\n"),
    "a delimiter": ({"delimiter": ";"}, 'a;b\n1;"x;y"\n'),
    "a delimiter that is not ASCII": ({"delimiter": "§"}, 'a§b\n1§"x§y"\n'),
    "a quote": ({"quoteChar": "*"}, "a,b\n1,*x,***\n"),
    "escapes": ({"escapeChar": "|"}, "a,b\n1,x|,y||\n"),
    "space": ({"skipInitialSpace": True}, 'a, b\n1,  "x, y"\n'),
}


@pytest.mark.parametrize(("dialect", "data"), SHARED.values(), ids=SHARED)
def test_frictionless_reads_the_same(dialect: dict[str, Any], data: str, tmp_path: Path) -> None:
    from frictionless import Dialect, resources

    (header, _), rows, issues = _scan(tmp_path / "data.csv", dialect, data.encode())
    resource = resources.TableResource(path="data.csv", basepath=str(tmp_path), dialect=Dialect.from_descriptor(dialect))
    with resource:
        labels, cells = resource.labels, [tuple(row.cells) for row in resource.row_stream]
    assert issues == ()
    assert (labels or list(AB), cells) == (list(header), [row for _, row in rows])


SCHEMA = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "number"}], "primaryKey": ["a"]}
# dialect, text → each issue of the whole check as (line, column, rule)
CHECKED: dict[str, tuple[dict[str, Any], str, list[tuple[int, str, str]]]] = {
    "a header that differs": ({"commentChar": "#"}, "#\na,c\n1,2\n", [(2, "b", "header-mismatch")]),
    "a column twice": ({"headerRows": [2]}, "n\na,A\n", [(2, "A", "header-duplicate"), (2, "b", "header-mismatch")]),
    "names that are joined": ({"headerRows": [1, 2], "headerJoin": ""}, ",b\na,\n1,2\n", []),
    "a wrong cell": ({"commentChar": "#"}, "#\na,b\n#\n1,x\n", [(4, "b", "type-number")]),
    "a wrong cell without a header": ({"header": False}, "1,2\n2,x\n", [(2, "b", "type-number")]),
    "a key twice": ({"commentChar": "#"}, "a,b\n1,2\n#\n2,\n# \n1,2\n", [(6, "a", "primary-key")]),
    "a key twice after a cell of two lines": (
        {"quoteChar": "'"},
        "a,b\n1,2\n2,'\n3'\n1,\n",
        [(3, "b", "type-number"), (5, "a", "primary-key")],
    ),
    "the null sequence": ({"nullSequence": "NA"}, "a,b\n1,NA\n2,\nNA,3\n", [(4, "a", "required")]),
    "the null sequence of MySQL": ({"nullSequence": "\\N", "escapeChar": "\\"}, "a,b\n1,\\N\n2,\\-3\n", []),
    "a number that float64 would change": ({"quoteChar": "'"}, "a,b\n1,'0.12345678901234567891'\n", []),
}


@pytest.mark.parametrize(("dialect", "data", "issues"), CHECKED.values(), ids=CHECKED)
def test_what_follows_names_the_lines_of_the_file(
    dialect: dict[str, Any], data: str, issues: list[tuple[int, str, str]], make_package: Callable[..., Path]
) -> None:
    report = validate(make_package(SCHEMA, data, resource={"dialect": dialect}))
    assert [(issue.line, issue.column, issue.rule) for issue in report.issues] == issues


def test_numbers_that_float64_would_change_are_read_again_in_the_dialect(make_package: Callable[..., Path]) -> None:
    data = "#\na;b\n1;0.12345678901234567891\n#\n2;'-1'\n"
    resource = {"dialect": {"delimiter": ";", "quoteChar": "'", "commentChar": "#"}}
    table = read_tables(Session.open(make_package(SCHEMA, data, resource=resource), Findings()))["table"]
    assert {name: texts.to_pylist() for name, texts in table.checker.exact_numbers().items()} == {
        "b": ["0.12345678901234567891", "-1"]
    }
    assert table.values.to_pydict() == {"a": [1, 2], "b": [0.12345678901234568, -1.0]}
