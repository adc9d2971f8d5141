"""Dialects: delimiter, quotes, comments and header, found in the beginning of a text."""

from __future__ import annotations

from typing import Any

import pytest

from packpress.edit.infer.files.dialects import find_layout

# name of the case → text, dialect, header
CASES: dict[str, tuple[str, dict[str, Any], tuple[str, ...]]] = {
    "comma": ("id,n\n1,2\n", {}, ("id", "n")),
    "semicolon with decimal commas": ("id;n\n1;2,5\n2;3,5\n", {"delimiter": ";"}, ("id", "n")),
    "tab": ("id\tn\n1\t2\n", {"delimiter": "\t"}, ("id", "n")),
    "pipe": ("id|n\n1|2\n", {"delimiter": "|"}, ("id", "n")),
    "one column": ("id\n1\n2\n", {}, ("id",)),
    "one column of sentences": ("said\nYes, he did\nNo\n", {}, ("said",)),
    "delimiter in quotes": ('id;name\n1;"a,b;c"\n2;"d,e"\n', {"delimiter": ";"}, ("id", "name")),
    "single quotes": ("'id','name'\n'1','a,b'\n'2','c'\n", {"quoteChar": "'"}, ("id", "name")),
    "spaces after the delimiter": ("id, name\n1, a\n2, b\n", {"skipInitialSpace": True}, ("id", "name")),
    "comments": ("# made by hand\nid,n\n1,2\n", {"commentChar": "#"}, ("id", "n")),
    "a header with a number sign": ("#id,n\n1,2\n3,4\n", {}, ("#id", "n")),
    "no header": ("1,2024-01-01\n2,2024-01-02\n", {"header": False}, ()),
    "no header, words": ("a,b\nc,a\na,b\n", {"header": False}, ()),
    "years in the header": ("country,2019,2020\nDE,1,2\n", {}, ("country", "2019", "2020")),
    "a duplicate name": ("a,b,a\n1,2,3\n", {}, ("a", "b", "a")),
    "a ragged row": ("id;n\n1;2\n2;3;4\n3;4\n4;5\n5;6\n6;7\n7;8\n8;9\n9;1\n", {"delimiter": ";"}, ("id", "n")),
    "decimal commas and a stray line": ("a;b;c;d\n1;M1;0,50;x\n2;M2;0,70;y\nEND\n", {"delimiter": ";"}, ("a", "b", "c", "d")),
    "two columns of decimal commas": ("id;x;y\n1;0,5;1,5\n2;0,6;1,6\nSum\n", {"delimiter": ";"}, ("id", "x", "y")),
    "commas in texts": ("id;said\n1;hello, you\n2;hi, there\n3;no\nEND\n", {"delimiter": ";"}, ("id", "said")),
    "a comma in the header": ("id;size, cm\n1;0,5\n2;7\n", {"delimiter": ";"}, ("id", "size, cm")),
    "rows that lack a cell": ("a;b;c\n1;0,5\n2;0,6\n3;0,7\n", {"delimiter": ";"}, ("a", "b", "c")),
    "one ragged row of three": ("a;b;c\n1;0,5;1,5\n2;0,6;1,6;\n3;1,1;2,2\n", {"delimiter": ";"}, ("a", "b", "c")),
    "one column of decimal commas": ("n\n0,5\n0,7\n", {}, ("n",)),
    "lines that end with CR": ("id,n\r1,2\r", {"lineTerminator": "\r"}, ("id", "n")),
    "a name that occurs below": ("code,English\nen,English\nfr,French\n", {}, ("code", "English")),
    "only a header": ("id,n\n", {}, ("id", "n")),
}


@pytest.mark.parametrize("case", CASES)
def test_the_dialect_has_what_differs_from_the_defaults(case: str) -> None:
    text, dialect, header = CASES[case]
    found = find_layout(text.encode())
    assert (found.dialect, found.header) == (dialect, header)


@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        ("id,n\n1,2\n", ()),
        ("a,b\nc,d\n", ("the first row (a, b) was taken for the header; nothing but its place says so",)),
        ("1,2\n3,4\n", ("has no header: its first row has values (1, 2); name the columns in its schema",)),
        ("id;x,y\n1;2,3\n", ("the comma was taken for the delimiter; the semicolon would fit, too",)),
        (
            "Sales 2024\nid;n\n1;2\n3;4\n",
            (
                "is read as one column, as its first line has no semicolon, but most other lines have 2 cells; if the header "
                "is further below (id, n), remove the lines above it, delete what init wrote, and run it again",
                "the first row (Sales 2024) was taken for the header; nothing but its place says so",
            ),
        ),
        ("# x\nid,n\n1,2\n", ("lines that begin with # were taken for comments, and are not read",)),
    ],
    ids=["certain", "words", "no header", "two delimiters", "a title", "comments"],
)
def test_what_is_assumed_is_named(text: str, remarks: tuple[str, ...]) -> None:
    assert find_layout(text.encode()).remarks == remarks


def test_a_given_delimiter_is_taken() -> None:
    assert find_layout(b"a;b,c\n1;2,3\n", ",").header == ("a;b", "c")


@pytest.mark.parametrize(
    ("text", "is_table"), [("a|b\n1|2\n", True), ("To whom it may concern,\nthis is a text.\n", False), ("one\ntwo\n", False)]
)
def test_a_text_is_a_table_if_all_rows_have_as_many_cells(text: str, is_table: bool) -> None:
    assert find_layout(text.encode()).is_table == is_table
