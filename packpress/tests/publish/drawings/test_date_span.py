"""A time over several years is a bar; where its end is open, an arrow reaches the edge of the axis."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.date_span import draw_span
from packpress.publish.drawings.dated import UNDATED, Dated, read_dated
from packpress.publish.drawings.year_axis import YearAxis

AXIS = YearAxis(2020, 2023, 2)
HEAD = '<svg class="d-span" width="100%" height="20" aria-hidden="true">' + AXIS.grid()


def bar(kind: str, left: str, width: str) -> str:
    return f'<rect class="{kind}" x="{left}" y="50%" width="{width}" height="6" transform="translate(0 -3)"/>'


# EDTF, whether it is the coded text's own → what is drawn before the lines of the axis
SPANS = {
    "years": ("2021/2022", True, bar("d-own", "25%", "50%")),
    "all of the axis": ("2020/2023", False, bar("d-other", "0%", "100%")),
    "months": ("2020-07/2021-06", False, bar("d-other", "12.5%", "25%")),
    "days around a new year": ("2020-12-31/2021-01-01", False, bar("d-other", "24.93%", "0.6%")),
    "an end that is open": (
        "2022/..", True,
        bar("d-own", "50%", "50%") + '<svg x="100%" y="50%" overflow="visible">'
        '<rect class="d-gap" x="-9" y="-3" width="9" height="6"/><path class="d-own" d="M-9 -6v12L0 0z"/></svg>',
    ),
    "a start that is open": (
        "../2021", False,
        bar("d-other", "0%", "50%") + '<svg x="0" y="50%" overflow="visible">'
        '<rect class="d-gap" x="0" y="-3" width="9" height="6"/><path class="d-other" d="M9 -6v12L0 0z"/></svg>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "is_own", "content"), SPANS.values(), ids=SPANS)
def test_a_span(text: str, is_own: bool, content: str) -> None:
    assert draw_span(AXIS, read_dated(text), is_own=is_own) == f"{HEAD}{content}</svg>"


@pytest.mark.parametrize(
    ("dated", "message"),
    [(UNDATED, "a time without a date has no bar"), (read_dated("2019/2021"), "the time is not on the axis")],
    ids=["undated", "before the axis"],
)
def test_what_has_no_place_on_the_axis_is_rejected(dated: Dated, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^{message}$"):
        draw_span(AXIS, dated, is_own=True)


DAYS = st.dates(date(2020, 1, 1), date(2023, 12, 31))


@settings(deadline=None, derandomize=True)
@given(DAYS, DAYS)
def test_no_bar_leaves_the_axis_or_vanishes(one: date, other: date) -> None:
    drawn = ElementTree.fromstring(draw_span(AXIS, Dated("interval", min(one, other), max(one, other)), is_own=False))
    left, width = (float(drawn.findall("rect")[0].attrib[name].rstrip("%")) for name in ("x", "width"))
    assert 0 <= left < left + width <= 100.01
    assert width >= 0.6
