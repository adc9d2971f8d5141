"""EDTF texts and the days that they mean."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.edtf import Span, read_edtf

# text → first day, last day, precision
SPANS = {
    "2024-07-31": ("2024-07-31", "2024-07-31", "day"),
    "2024-02-29": ("2024-02-29", "2024-02-29", "day"),
    "2024-07-31~": ("2024-07-31", "2024-07-31", "day"),
    "2024-02": ("2024-02-01", "2024-02-29", "month"),
    "2023-02": ("2023-02-01", "2023-02-28", "month"),
    "2023": ("2023-01-01", "2023-12-31", "year"),
    "2023~": ("2023-01-01", "2023-12-31", "year"),
    "2023?": ("2023-01-01", "2023-12-31", "year"),
    "2023%": ("2023-01-01", "2023-12-31", "year"),
    "2023-10-16/2023-10-20": ("2023-10-16", "2023-10-20", "day"),
    "2023-10-16/2023-10-16": ("2023-10-16", "2023-10-16", "day"),
    "2023/2024-06": ("2023-01-01", "2024-06-30", "year"),
    "2023-10-16/2024-02": ("2023-10-16", "2024-02-29", "month"),
    "2019~/2021?": ("2019-01-01", "2021-12-31", "year"),
    "2013/..": ("2013-01-01", None, "open"),
    "2013-05-01/..": ("2013-05-01", None, "open"),
    "../2020": (None, "2020-12-31", "open"),
    "2013/": ("2013-01-01", None, "open"),
    "/2020-02": (None, "2020-02-29", "open"),
    "0001": ("0001-01-01", "0001-12-31", "year"),
    "9999-12": ("9999-12-01", "9999-12-31", "month"),
}

NOT_REAL = ["2024-02-30", "2023-02-29", "1900-02-29", "2023-13", "2023-00", "2023-04-31", "0000", "2023-21", "2023-33/2024"]
BACKWARDS = ["2024/2023", "2023-06/2023-02", "2023/2022-12-31", "2023-10-20/2023-10-16"]
NOT_LEVEL_0 = [
    "", "/", "..", "../..", "/..", "../", "24", "2024-3-1", "2024-W01", "2024T10", "2023-XX", "202X", "Y17000", "2023..2024",
    "2023/2024/2025", " 2023", "2023\n", "２０２３", "31.07.2024", "July 2024", "[2023,2024]",
]  # fmt: skip


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@pytest.mark.parametrize("text", SPANS)
def test_a_date_means_all_days_that_its_words_allow(text: str) -> None:
    first, last, precision = SPANS[text]
    assert read_edtf(text) == Span(day(first), day(last), precision)


@pytest.mark.parametrize("text", NOT_REAL)
def test_a_day_or_month_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not a real date$"):
        read_edtf(text)


@pytest.mark.parametrize("text", BACKWARDS)
def test_an_interval_that_begins_after_it_ends_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^begins after it ends$"):
        read_edtf(text)


@pytest.mark.parametrize("text", NOT_LEVEL_0)
def test_what_is_beyond_level_0_and_intervals_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not (an EDTF date of level 0 or a level 1 interval|a real date)$"):
        read_edtf(text)


POINTS = st.builds(
    lambda year, month, day, mark: f"{year:04d}{month}{day if month else ''}{mark}",
    st.integers(1, 9999),
    st.sampled_from(["", *(f"-{month:02d}" for month in range(1, 13))]),
    st.sampled_from(["", *(f"-{day:02d}" for day in range(1, 32))]),
    st.sampled_from(["", "~", "?", "%"]),
)


@given(
    st.one_of(POINTS, st.builds("{}/{}".format, st.one_of(POINTS, st.just("..")), POINTS), st.builds("{}/..".format, POINTS))
)
@settings(max_examples=60, deadline=None)
def test_the_days_are_those_of_the_library_edtf(text: str) -> None:
    try:
        span = read_edtf(text)
    except ValueError as error:
        if str(error) == "is not a real date":
            with pytest.raises(EDTFParseException):
                parse_edtf(text)
        return
    parsed = parse_edtf(text)
    first, last = parsed.lower_strict(), parsed.upper_strict()
    assert span.first == (date(*first[:3]) if isinstance(first, tuple) else None)
    assert span.last == (date(*last[:3]) if isinstance(last, tuple) else None)
