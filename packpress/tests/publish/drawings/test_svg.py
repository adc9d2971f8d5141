"""Elements of SVG are written in one notation, and nothing that is put into them becomes markup."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.svg import decimal, drawing, element, percent

DECIMALS = {
    "whole": (5.0, "5"),
    "zeros inside": (100.0, "100"),
    "half a percent": (0.5, "0.5"),
    "rounded": (47.169811, "47.17"),
    "rounded to a whole": (2.999, "3"),
    "no negative zero": (-0.001, "0"),
    "negative": (-1.5, "-1.5"),
    "large": (12345678.0, "12345678"),
}


@pytest.mark.parametrize(("value", "text"), DECIMALS.values(), ids=DECIMALS)
def test_a_number_has_at_most_two_decimals_and_no_zeros_at_its_end(value: float, text: str) -> None:
    assert decimal(value) == text


def test_a_fraction_is_written_as_a_percentage() -> None:
    assert [percent(value) for value in (0, 1 / 3, 1)] == ["0%", "33.33%", "100%"]


def test_attributes_keep_their_order_and_take_their_names_from_keywords() -> None:
    wanted = '<line class="d-axis" x1="0" stroke-width="1.5"/>'
    assert element("line", class_="d-axis", x1="0", stroke_width=1.5) == wanted


def test_a_drawing_is_hidden_from_readers_unless_it_has_words() -> None:
    assert [drawing("", "d", width="100%", height=8), drawing("<g/>", "d", width=4, height=8, words="a & b")] == [
        '<svg class="d" width="100%" height="8" aria-hidden="true"/>',
        '<svg class="d" width="4" height="8" role="img" aria-label="a &amp; b"><g/></svg>',
    ]


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"])))
def test_any_words_come_back_as_they_were(words: str) -> None:
    read = ElementTree.fromstring(drawing("", "d", width=1, height=1, words=words or "-"))
    assert read.attrib["aria-label"] == (words or "-")
