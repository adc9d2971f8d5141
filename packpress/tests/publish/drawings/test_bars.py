"""Bars share one scale from 0, and a dashed line on the others marks where the stated value ends."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.bars import BarScale, BarValue, draw_bar

HEAD = '<svg class="d-bar" width="100%" height="32" overflow="visible" aria-hidden="true">'
COUNTS = BarScale.of([Decimal("75000"), Decimal("74702"), Decimal("72776"), Decimal("100000")])


def upright(kind: str, place: str, more: str = "") -> str:
    return f'<line class="{kind}" x1="{place}" x2="{place}" y2="100%"{more}/>'


AT_ZERO, DASHED = upright("d-axis", "0%"), upright("d-stated", "75%", ' stroke-dasharray="3 3"')
# value, scale, stated value → what the drawing holds
BARS: dict[str, tuple[BarValue, BarScale, BarValue | None, str]] = {
    "the stated value": (
        Decimal("75000"), COUNTS, None,
        '<rect class="d-own" x="0%" y="25%" width="75%" height="50%"/>' + AT_ZERO,
    ),
    "a value below it": (
        Decimal("74702"), COUNTS, Decimal("75000"),
        '<rect class="d-other" x="0%" y="25%" width="74.7%" height="50%"/>' + AT_ZERO + DASHED,
    ),
    "a value above it, where the line would not be seen": (
        100000, COUNTS, 75000.0,
        '<rect class="d-other" x="0%" y="25%" width="100%" height="50%"/>' + AT_ZERO
        + '<rect class="d-gap" x="75%" transform="translate(-1)" y="25%" width="2" height="50%"/>' + DASHED,
    ),
    "the same value": (
        3, BarScale.of([3, 4]), 3,
        '<rect class="d-other" x="0%" y="25%" width="75%" height="50%"/>' + AT_ZERO + DASHED,
    ),
    "zero": (0, BarScale.of([0, 4]), 3, '<rect class="d-other" x="0%" y="25%" width="0%" height="50%"/>' + AT_ZERO + DASHED),
    "zero alone": (0, BarScale.of([0]), None, '<rect class="d-own" x="0%" y="25%" width="0%" height="50%"/>' + AT_ZERO),
    "a negative value": (
        -1, BarScale.of([-1, 3]), None,
        '<rect class="d-own" x="0%" y="25%" width="25%" height="50%"/>' + upright("d-axis", "25%"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("value", "scale", "stated", "content"), BARS.values(), ids=BARS)
def test_a_bar(value: BarValue, scale: BarScale, stated: BarValue | None, content: str) -> None:
    assert draw_bar(value, scale, stated=stated) == f"{HEAD}{content}</svg>"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("1e999999999")], ids=str)
def test_a_value_without_a_length_has_no_scale(value: BarValue) -> None:
    with pytest.raises(ValueError, match=r"cannot be drawn as a bar$"):
        BarScale.of([1, value])


def test_a_value_beyond_the_scale_is_rejected() -> None:
    with pytest.raises(ValueError, match=r"^5 is not on the scale from 0.0 to 4.0$"):
        draw_bar(5, BarScale.of([4]))


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None, derandomize=True)
@given(st.lists(FINITE, min_size=1))
def test_every_bar_is_within_its_drawing_and_a_larger_value_never_ends_left_of_a_smaller_one(values: list[float]) -> None:
    scale = BarScale.of(values)
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in (scale.place(0), *places))
    for value in values:
        bar = ElementTree.fromstring(draw_bar(value, scale, stated=values[0]))[0]
        left, width = (float(bar.attrib[name].rstrip("%")) for name in ("x", "width"))
        assert left >= 0
        assert left + width <= 100.01
