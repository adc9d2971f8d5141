"""A day lies on the axis of years where its year says, and labels have room."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.year_axis import YearAxis, place_in_year

# years → axis, years with a line, the labels with the number of their cell, cells
AXES = {
    "decades": ([2026, 1974, 2020], YearAxis(1974, 2026, 10), (1980, 1990, 2000, 2010, 2020),
                {0: "1974", 6: "1980", 16: "1990", 26: "2000", 36: "2010", 46: "2020"}, 53),
    "one year": ([2024], YearAxis(2024, 2024, 1), (2024,), {0: "2024"}, 1),
    "a few years": ([2019, 2024], YearAxis(2019, 2024, 1), (2019, 2020, 2021, 2022, 2023, 2024),
                    {0: "2019", 1: "2020", 2: "2021", 3: "2022", 4: "2023", 5: "2024"}, 6),
    "a line near the right edge has no label": ([1990, 2020], YearAxis(1990, 2020, 5),
                                                (1990, 1995, 2000, 2005, 2010, 2015, 2020),
                                                {0: "1990", 5: "1995", 10: "2000", 15: "2005", 20: "2010", 25: "2015"}, 31),
    "the first year has no room before the first line": ([1979, 2012], YearAxis(1979, 2012, 5),
                                                         (1980, 1985, 1990, 1995, 2000, 2005, 2010),
                                                         {1: "1980", 6: "1985", 11: "1990", 16: "1995", 21: "2000", 26: "2005"},
                                                         34),
    "centuries": ([1066, 2024], YearAxis(1000, 2199, 200), (1000, 1200, 1400, 1600, 1800, 2000),
                  {0: "1000", 1: "1200", 2: "1400", 3: "1600", 4: "1800", 5: "2000"}, 6),
}  # fmt: skip


@pytest.mark.parametrize(("years", "axis", "lines", "labels", "count"), AXES.values(), ids=AXES)
def test_an_axis(years: list[int], axis: YearAxis, lines: tuple[int, ...], labels: dict[int, str], count: int) -> None:
    made = YearAxis.of(years)
    assert (made, made.lines) == (axis, lines)
    assert ({number: label for number, label in enumerate(made.cells) if label}, len(made.cells)) == (labels, count)


def test_no_years_have_no_axis() -> None:
    with pytest.raises(ValueError, match=r"^an axis needs a year$"):
        YearAxis.of([])


def test_the_lines_of_an_axis_are_drawn_from_top_to_bottom() -> None:
    assert YearAxis(2020, 2023, 2).grid() == (
        '<g class="d-grid"><line x1="0%" x2="0%" y2="100%"/><line x1="50%" x2="50%" y2="100%"/></g>'
    )


PLACES = {
    "the year begins": (date(2023, 1, 1), False, 0.0),
    "the year ends": (date(2023, 12, 31), True, 1.0),
    "February begins": (date(2023, 2, 1), False, 1 / 12),
    "February ends": (date(2023, 2, 28), True, 2 / 12),
    "February of a leap year ends": (date(2024, 2, 29), True, 2 / 12),
    "the middle of April": (date(2023, 4, 15), True, 3.5 / 12),
}


@pytest.mark.parametrize(("day", "is_end", "place"), PLACES.values(), ids=PLACES)
def test_a_place_in_the_year(day: date, is_end: bool, place: float) -> None:
    assert place_in_year(day, is_end=is_end) == pytest.approx(place)


@settings(deadline=None, derandomize=True)
@given(st.dates(), st.dates())
def test_an_earlier_day_is_left_of_a_later_one_and_both_are_on_the_axis(one: date, other: date) -> None:
    first, last = sorted([one, other])
    axis = YearAxis.of([first.year, last.year])
    begins, ends = axis.place(first), axis.place(last, is_end=True)
    assert 0 <= begins < ends <= 1 + 1e-9
    assert (first == last) or axis.place(first) < axis.place(last)


@settings(deadline=None, derandomize=True)
@given(st.dates(max_value=date.max - timedelta(days=1)))
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    following = day + timedelta(days=1)
    begins = place_in_year(following) + (following.year > day.year)
    assert place_in_year(day, is_end=True) == pytest.approx(begins)


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 9999), st.integers(1, 9999))
def test_labels_are_few_and_have_room(one: int, other: int) -> None:
    cells = YearAxis.of([one, other]).cells
    labelled = [number / len(cells) for number, label in enumerate(cells) if label]
    assert 1 <= len(labelled) <= 9
    assert len(cells) <= 120
    assert all(right - left >= 0.1 for left, right in pairwise(labelled))
    assert len(labelled) == 1 or labelled[-1] <= 0.9
