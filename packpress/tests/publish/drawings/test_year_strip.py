"""A year is a strip of months with two lanes; marks that are close to each other are on different levels."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.dated import Dated, read_dated
from packpress.publish.drawings.year_strip import draw_year

MONTHS = "".join(
    f'<line x1="{place}" x2="{place}" y2="100%"/>'
    for place in "0% 8.33% 16.67% 25% 33.33% 41.67% 50% 58.33% 66.67% 75% 83.33% 91.67% 100%".split()
)


def strip(height: int, line: int, lanes: str) -> str:
    head = f'<svg class="d-year" width="100%" height="{height}" overflow="visible" aria-hidden="true">'
    return f'{head}<g class="d-grid">{MONTHS}</g>{lanes}<line class="d-axis" x2="100%" y1="{line}" y2="{line}"/></svg>'


# dates of the coded text, dates of others → the strip
STRIPS: dict[str, tuple[list[str], list[str], str]] = {
    "nothing": ([], [], strip(14, 7, "")),
    "a day": (["2023-04-15"], [], strip(30, 23, '<g class="d-own"><circle cx="29.03%" cy="14" r="4.5"/></g>')),
    "a month": (
        [], ["2023-07"],
        strip(30, 7, '<g class="d-hollow"><rect x="50%" y="12.5" width="8.33%" height="7" rx="1.5"/></g>'),
    ),
    "a year": (["2023"], [], strip(30, 23, '<g class="d-own"><rect x="0.5%" y="12.5" width="99%" height="3"/></g>')),
    "an interval": (
        [], ["2023-10-01/2023-11-15"],
        strip(30, 7, '<g class="d-hollow"><rect x="75%" y="13.5" width="12.5%" height="5" rx="1.5"/></g>'),
    ),
    "a short interval at the end of the year": (
        [], ["2023-12-30/2023-12-31"],
        strip(30, 7, '<g class="d-hollow"><rect x="98.5%" y="13.5" width="1.5%" height="5" rx="1.5"/></g>'),
    ),
    "an uncertain month": (
        ["2023-07?"], [], strip(30, 23, '<g class="d-own"><rect x="50%" y="10.5" width="8.33%" height="7" rx="1.5"/></g>'),
    ),
    "two on one day, and one soon after": (
        ["2023-04-15"], ["2023-04-15", "2023-04-20", "2023-04-15", "2023-06-15"],
        strip(72, 23, '<g class="d-own"><circle cx="29.03%" cy="14" r="4.5"/></g><g class="d-hollow">'
              '<circle cx="29.03%" cy="32" r="4.5"/><circle cx="29.03%" cy="45" r="4.5"/>'
              '<circle cx="30.42%" cy="58" r="4.5"/><circle cx="45.69%" cy="32" r="4.5"/></g>'),
    ),
    "a day in a month": (
        [], ["2023-07", "2023-07-16"],
        strip(43, 7, '<g class="d-hollow"><circle cx="54.17%" cy="16" r="4.5"/>'
              '<rect x="50%" y="25.5" width="8.33%" height="7" rx="1.5"/></g>'),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("own", "others", "wanted"), STRIPS.values(), ids=STRIPS)
def test_a_strip(own: list[str], others: list[str], wanted: str) -> None:
    assert draw_year(2023, map(read_dated, own), map(read_dated, others)) == wanted


@pytest.mark.parametrize("text", ["", "2022-05", "2022/2023", "2023/.."])
def test_a_date_that_is_not_in_the_year_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a date is not in the year 2023$"):
        draw_year(2023, [read_dated(text)], [])


def test_the_order_in_which_dates_are_given_does_not_matter() -> None:
    texts = ["2023-03-04", "2023-03", "2023-03-05", "2023", "2023-03-04"]
    assert draw_year(2023, [], map(read_dated, texts)) == draw_year(2023, [], map(read_dated, reversed(texts)))


DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))
DATES = st.one_of(
    DAYS.map(lambda day: Dated("day", day, day)),
    st.tuples(DAYS, DAYS).map(lambda days: Dated("interval", min(days), max(days))),
    st.integers(1, 12).map(lambda month: read_dated(f"2024-{month:02}")),
    st.just(read_dated("2024")),
)


@settings(deadline=None, derandomize=True)
@given(st.lists(DATES, max_size=25))
def test_no_mark_leaves_the_strip_or_covers_another_and_none_is_lost(dates: list[Dated]) -> None:
    drawn = ElementTree.fromstring(draw_year(2024, [], dates))
    height = float(drawn.attrib["height"])
    places = []
    for mark in (mark for lane in drawn.iter("g") for mark in lane if mark.tag != "line"):
        if mark.tag == "circle":
            x, y = float(mark.attrib["cx"].rstrip("%")), float(mark.attrib["cy"])
            assert 0 < x < 100
            places.append((y, x - 1.5, x + 1.5))
        else:
            x, wide = (float(mark.attrib[name].rstrip("%")) for name in ("x", "width"))
            y = float(mark.attrib["y"]) + float(mark.attrib["height"]) / 2
            assert 0 <= x < x + wide <= 100.01
            places.append((y, x, x + wide))
        assert 7 < y < height
    assert len(places) == len(dates)
    for (y, left, right), (other_y, other_left, other_right) in combinations(places, 2):
        assert y != other_y or right <= other_left + 0.02 or other_right <= left + 0.02
