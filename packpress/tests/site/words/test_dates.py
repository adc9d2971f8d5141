from __future__ import annotations

import pytest

from packpress.site.words.words import Words

WORDS = Words()
# EDTF → in words, and with its preposition; a day and its month stay on one line
DATES = {
    "2024-01-30": ("30 January 2024", "on 30 January 2024"),
    "2024-01": ("January 2024", "in January 2024"),
    "2024": ("2024", "in 2024"),
    "2024/..": ("since 2024", "since 2024"),
    "2024-03-04/": ("since 4 March 2024", "since 4 March 2024"),
    "../2023-06-21": ("until 21 June 2023", "until 21 June 2023"),
    "2023-10-16/2023-10-20": ("16–20 October 2023", "16–20 October 2023"),
    "2023-10-16/2023-11-02": ("16 October – 2 November 2023", "16 October – 2 November 2023"),
    "2023-12-30/2024-01-02": ("30 December 2023 – 2 January 2024", "30 December 2023 – 2 January 2024"),
    "2012/2016": ("2012–2016", "2012–2016"),
    "2023-01/2023-06": ("January – June 2023", "January – June 2023"),
    "2023-10/2024-09": ("12 months to September 2024", "12 months to September 2024"),
    "2023-01/2023-12": ("January – December 2023", "January – December 2023"),
    "2023?": ("2023, uncertain", "in 2023, uncertain"),
    "2023~": ("about 2023", "in about 2023"),
    "2023%": ("about 2023, uncertain", "in about 2023, uncertain"),
    "2023-13": ("2023", "in 2023"),
    "": ("", ""),
    "last year": ("last year", "last year"),
    "../..": ("../..", "../.."),
    "1/2/3": ("1/2/3", "1/2/3"),
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_said_in_words(text: str) -> None:
    assert tuple(words.replace("\u00a0", " ") for words in (WORDS.date(text), WORDS.in_sentence(text))) == DATES[text]


def test_a_day_and_its_month_stay_on_one_line() -> None:
    assert WORDS.date("2024-01-30") == "30\u00a0January 2024"


@pytest.mark.parametrize(
    ("text", "wanted"), [("2024-01-30", "30 January"), ("2024-01", "January"), ("2024", "2024"), ("2024/..", "since 2024")]
)
def test_the_year_is_left_out_under_its_heading(text: str, wanted: str) -> None:
    assert WORDS.without_year(text).replace("\u00a0", " ") == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020-05-30T02:57:37Z", "30 May 2020, 02:57:37 UTC"),
        ("2020-05-30T02:57:00+02:00", "30 May 2020, 02:57 UTC+02:00"),
        ("2020-05-30 02:57", "30 May 2020, 02:57"),
        ("30/05/2020", "30/05/2020"),
    ],
)
def test_moments_are_said_in_words(text: str, wanted: str) -> None:
    assert WORDS.moment(text).replace("\u00a0", " ") == wanted
