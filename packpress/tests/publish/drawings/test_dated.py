"""A date is drawn as exact as it is stated."""

from __future__ import annotations

from datetime import date

import pytest

from packpress.publish.drawings.dated import Dated, read_between, read_dated

# EDTF → what is drawn, and the year that has it as a whole
DATES = {
    "": (Dated("none"), None),
    "2024-01-30": (Dated("day", date(2024, 1, 30), date(2024, 1, 30)), 2024),
    "2024-02": (Dated("month", date(2024, 2, 1), date(2024, 2, 29)), 2024),
    "2023": (Dated("year", date(2023, 1, 1), date(2023, 12, 31)), 2023),
    "2026-05?": (Dated("month", date(2026, 5, 1), date(2026, 5, 31), is_uncertain=True), 2026),
    "2008~": (Dated("year", date(2008, 1, 1), date(2008, 12, 31), is_uncertain=True), 2008),
    "2008-03-13%": (Dated("day", date(2008, 3, 13), date(2008, 3, 13), is_uncertain=True), 2008),
    "2023-10-16/2023-10-20": (Dated("interval", date(2023, 10, 16), date(2023, 10, 20)), 2023),
    "2024-03/2024-05": (Dated("interval", date(2024, 3, 1), date(2024, 5, 31)), 2024),
    "2024/2024-06": (Dated("interval", date(2024, 1, 1), date(2024, 6, 30)), 2024),
    "2024-12-30/2025-01-02": (Dated("interval", date(2024, 12, 30), date(2025, 1, 2)), None),
    "1974/2020": (Dated("interval", date(1974, 1, 1), date(2020, 12, 31)), None),
    "2019/2021-06?": (Dated("interval", date(2019, 1, 1), date(2021, 6, 30), is_uncertain=True), None),
    "2024/..": (Dated("open", date(2024, 1, 1), None), None),
    "2024-01-30/": (Dated("open", date(2024, 1, 30), None), None),
    "../2023-06-21": (Dated("open", None, date(2023, 6, 21)), None),
}


@pytest.mark.parametrize(("text", "dated", "year"), [(text, *wanted) for text, wanted in DATES.items()], ids=DATES)
def test_a_date(text: str, dated: Dated, year: int | None) -> None:
    assert (read_dated(text), read_dated(text).year) == (dated, year)


# start, end → the time between them
TIMES = {
    "both": ("2015-11-02", "2020", Dated("interval", date(2015, 11, 2), date(2020, 12, 31))),
    "one year": ("2019", "2019", Dated("year", date(2019, 1, 1), date(2019, 12, 31))),
    "the start alone": ("2023", "", Dated("year", date(2023, 1, 1), date(2023, 12, 31))),
    "the end alone": ("", "2022-08", Dated("month", date(2022, 8, 1), date(2022, 8, 31))),
    "neither": ("", "", Dated("none")),
    "an uncertain end": ("2015", "2020?", Dated("interval", date(2015, 1, 1), date(2020, 12, 31), is_uncertain=True)),
    "an end that is open": ("2015", "2020/..", Dated("open", date(2015, 1, 1), None)),
    "a start that is open": ("../2015", "2020", Dated("open", None, date(2020, 12, 31))),
}


@pytest.mark.parametrize(("start", "end", "dated"), TIMES.values(), ids=TIMES)
def test_a_time_between_two_dates(start: str, end: str, dated: Dated) -> None:
    assert read_between(start, end) == dated


@pytest.mark.parametrize(("start", "end"), [("2021", "2019"), ("soon", ""), ("2021", "2021-02-30")])
def test_a_time_that_is_not_real_is_rejected(start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"^(is not|begins after)"):
        read_between(start, end)
