"""The second reader of dates and times agrees with Python wherever it reads a cell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.arrow.arrays import string_array
from packpress.arrow.text_column import Texts
from packpress.fidelity.moments import ISO_DAY, ISO_MOMENT, moment_of, read_by_digits
from packpress.package.schema import read_field

ISO = read_field({"name": "x", "type": "datetime"}, ("",))
# cell → whether it is read by its digits
CELLS = {
    "2024-02-29T12:00:00": True,
    "2024-02-29T12:00:00Z": True,
    "2024-02-29T12:00:00+01:00": True,
    "2024-02-29T12:00:00.5-14:00": True,
    "2024-02-29T12:00:00.123456Z": True,
    "2024-02-29T12:00:00.": False,
    "2024-02-29T12:00:00.1234567": False,
    "2024-02-29T12:00:00.12x": False,
    "2024-02-29T12:00:00+01.00": False,
    "2024-02-29T12:00:00+1:00": False,
    "2023-02-29T12:00:00": False,
    "2024-13-01T12:00:00": False,
    "0000-01-01T12:00:00": False,
    "2024-02-29 12:00:00": False,
    "2024-02-29": False,
    "": False,
}


def test_only_cells_that_are_laid_out_as_expected_are_read() -> None:
    found = read_by_digits(Texts(string_array(["x", *CELLS]).slice(1)), ISO_MOMENT)
    assert dict(zip(CELLS, found.is_read.tolist(), strict=True)) == CELLS


ZONES = st.none() | st.just(UTC) | st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
DATETIMES = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1))
MOMENTS = st.tuples(DATETIMES, ZONES).map(lambda pair: pair[0].replace(tzinfo=pair[1]))


@settings(deadline=None, derandomize=True)
@given(st.lists(MOMENTS, max_size=5))
def test_every_moment_is_the_one_that_python_reads(moments: list[datetime]) -> None:
    texts = [moment.isoformat() for moment in moments]
    found = read_by_digits(Texts(string_array(texts)), ISO_MOMENT)
    read = moment_of(ISO)
    assert found.is_read.all()
    assert list(zip(found.microseconds.tolist(), found.has_zone.tolist(), strict=True)) == [read(text) for text in texts]


@settings(deadline=None, derandomize=True)
@given(st.lists(st.dates(), max_size=5), st.sampled_from([ISO_DAY, "%d.%m.%Y", "%m/%d/%Y"]))
def test_every_day_is_the_one_that_python_reads(days: list[date], form: str) -> None:
    texts = [
        form.replace("%Y", f"{day.year:04}").replace("%m", f"{day.month:02}").replace("%d", f"{day.day:02}") for day in days
    ]
    found = read_by_digits(Texts(string_array(texts)), form)
    assert found.is_read.all()
    assert found.microseconds.tolist() == [(day - date(1970, 1, 1)).days * 86_400_000_000 for day in days]


@pytest.mark.parametrize("form", ["%d. %B %Y", "%d.%m.", "%j %Y", "%d·%m·%Y", "%Y%%%m%d"])
def test_a_format_without_fixed_places_is_left_to_python(form: str) -> None:
    assert read_by_digits(Texts(string_array(["29. May 2024"])), form).is_read.tolist() == [False]


@pytest.mark.parametrize("text", ["2024-02-29T12:00:00.1234567", "2024-02-30T12:00:00"])
def test_python_refuses_what_microseconds_do_not_hold(text: str) -> None:
    with pytest.raises(ValueError, match=r"digits|day"):
        moment_of(ISO)(text)
