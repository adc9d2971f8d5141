"""The bytes of a pattern of one length never pass a cell that the exact pattern refuses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.arrow.byte_sets import width_doubts
from packpress.arrow.text_column import Texts
from packpress.pattern.syntax.parser import parse_pattern
from packpress.pattern.widths import byte_places

# pattern → how long its texts are, 0 where their lengths differ or are not looked at byte by byte
WIDTHS = {
    "r-[0-9]{9}": 11,
    "[A-Z]{2}-[0-9]{4}": 7,
    "wp-6-[0-9]{3}": 8,
    r"a\.b\{": 4,
    "[a-z0-9_]{3}x": 4,
    r"^\d{9}$": 9,
    r"^(?:\w{2}-)[^a]$": 4,
    "(ab)": 2,
    "a{03}": 3,
    "a{64}": 64,
    "a{65}": 0,
    "((a{8}){8}){2}": 0,
    "a{0}": 0,
    "[a-z]+": 0,
    "a|b": 0,
    "a{1,2}": 0,
    "a?": 0,
    "(?i)ab": 0,
    r"a\bb": 0,
    "\u00e9{2}": 0,
    r"\p{IsGreek}": 0,
    "": 0,
}


@pytest.mark.parametrize(("pattern", "width"), WIDTHS.items())
def test_a_pattern_of_one_length_is_known(pattern: str, width: int) -> None:
    assert len(byte_places(parse_pattern(pattern)) or ()) == width


@pytest.mark.parametrize("pattern", [pattern for pattern, width in WIDTHS.items() if width])
@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.data())
def test_the_cells_in_doubt_are_those_that_a_pattern_of_one_length_refuses(pattern: str, data: st.DataObject) -> None:
    right = st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(str.isascii)
    cells = data.draw(st.lists(right | st.text("rAw-069_.{bx\u00e9", max_size=14), max_size=8))
    places = byte_places(parse_pattern(pattern))
    assert places is not None
    wrong = [row for row, cell in enumerate(cells) if not (cell.isascii() and re.fullmatch(pattern.rstrip("$") + r"\Z", cell))]
    assert width_doubts(places)(Texts(string_array(cells))).tolist() == wrong
