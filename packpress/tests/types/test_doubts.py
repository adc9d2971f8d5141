"""The fast path of the cells never passes a cell that the exact pattern of its type, or of its constraint, refuses."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.arrow.text_column import Texts
from packpress.check.cells.field_checker import FieldChecker
from packpress.package.schema import read_schema, schema_faults

repeatable = settings(max_examples=250, deadline=None, derandomize=True)


def _checker(raw: dict[str, Any]) -> FieldChecker:
    schema = {"fields": [{"name": "x", **raw}]}
    assert list(schema_faults(schema, strict=True)) == []
    return FieldChecker(read_schema(schema, "").fields[0], is_key=False)


# field → the pieces that its cells are put together from: right ones, near misses, other scripts
PIECES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "number": (
        {"type": "number"},
        ["1", "0", "12.5", ".", "-", "+", "e5", "E", ",", "INF", "nan", " ", "\u0661", "\u00a0", ""],
    ),
    "integer": ({"type": "integer"}, ["1", "0", "7", "-", "+", "_", ".", "9223372036854775807", " ", "\u0661", ""]),
    "date": (
        {"type": "date"},
        ["2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "2024-13-01", "2024-04-31", "2024", "-01", "-1"],
    ),
    "boolean": ({"type": "boolean"}, ["true", "false", "1", "0", "True", "FALSE", "yes", "t", " ", ""]),
    "uri": (
        {"type": "string", "format": "uri"},
        [
            "https://",
            "http://",
            "http:",
            "example.org",
            "/a",
            "?b=c",
            "#d",
            "%20",
            "%2",
            "%",
            "f",
            "#",
            " ",
            "<",
            "\u00e9",
            "mailto:",
            "~",
            ":8",
            "@",
            "[",
            "",
        ],
    ),
}


@pytest.mark.parametrize("kind", PIECES)
@repeatable
@given(data=st.data())
def test_the_cells_that_are_told_wrong_are_those_that_the_pattern_refuses(kind: str, data: st.DataObject) -> None:
    raw, pieces = PIECES[kind]
    cells = data.draw(st.lists(st.lists(st.sampled_from(pieces), max_size=4).map("".join), max_size=12))
    checker = _checker(raw)
    _, breaches = checker.check(string_array(cells))
    pattern = re.compile(checker.lexis.pattern)
    wrong = [row for row, cell in enumerate(cells) if cell and not pattern.fullmatch(cell)]
    assert [b.rows.tolist() for b in breaches if b.rule == f"type-{raw['type']}"] == ([wrong] if wrong else [])


# address → whether it must be matched with the pattern
ADDRESSES = {
    "escapes": ("https://example.org/caf%C3%a9?q=%20", False),
    "a fragment": ("http://example.org#part-2", False),
    "an escape in a fragment": ("https://example.org/a?b#%2F", False),
    "an escape that is cut off": ("https://example.org/%4", True),
    "a percent sign at the end": ("https://example.org/%", True),
    "a percent sign before other letters": ("https://example.org/%4g", True),
    "a number sign in an escape": ("https://example.org/%#4", True),
    "two number signs": ("https://example.org/#a#b", True),
    "a fragment instead of a host": ("https://#a", True),
    "a port": ("https://example.org:80/", True),
    "a bracket": ("https://example.org/[1]", True),
    "another scheme": ("ftp://example.org/", True),
}


@pytest.mark.parametrize(("address", "is_doubtful"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_in_doubt_only_if_its_bytes_do_not_decide(address: str, is_doubtful: bool) -> None:
    doubts = _checker({"type": "string", "format": "uri"}).doubts
    assert doubts is not None
    assert doubts(Texts(string_array([address, "4f"]))).tolist() == ([0, 1] if is_doubtful else [1])


@repeatable
@given(
    year=st.integers(0, 9999), month=st.integers(0, 13), day=st.integers(0, 32), wrong=st.sampled_from(["", "-", "x", "\u0664"])
)
def test_a_date_without_doubt_is_real_and_a_real_date_is_without_doubt(year: int, month: int, day: int, wrong: str) -> None:
    checker = _checker({"type": "date"})
    cells = [f"{year:04}-{month:02}-{day:02}{wrong}", "2024-02-29"]
    doubts = checker.doubts
    assert doubts is not None
    real = re.fullmatch(checker.lexis.pattern, cells[0]) is not None
    assert doubts(Texts(string_array(cells))).tolist() == ([] if real else [0])


def test_cells_that_are_null_are_never_in_doubt() -> None:
    texts = Texts(string_array(["x", "1", "x"])).without(np.array([0]))
    doubts = _checker({"type": "integer"}).doubts
    assert doubts is not None
    assert doubts(texts).tolist() == [2]


def test_a_slice_is_seen_as_its_own_cells() -> None:
    texts = Texts(string_array(["ab", "", "c", "d\u00e9"]).slice(1, 3))
    assert (texts.lengths.tolist(), texts.first.tolist(), bytes(texts.data).decode()) == ([0, 1, 3], [0, 99, 100], "cd\u00e9")
    assert texts.without(texts.lengths == 1).cells.to_pylist() == ["", None, "d\u00e9"]
    assert texts.take(texts.rows_at(texts.starts[2:].astype(int))).to_pylist() == ["d\u00e9"]
