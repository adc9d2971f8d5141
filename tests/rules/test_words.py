"""The readers of words: every way of writing a number or a date gives back what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packpress.check.rules.load_module import load_module
from tests.conftest import RULES

DATES, NUMBERS = (load_module(RULES / f"{name}_in_words.py") for name in ("dates", "numbers"))
MONTHS, days_in, months_in, years_in = DATES.MONTHS, DATES.days_in, DATES.months_in, DATES.years_in
NUMBER_WORDS, TENS, SCALES, numbers_in = NUMBERS.NUMBER_WORDS, NUMBERS.TENS, NUMBERS.SCALES, NUMBERS.numbers_in
QUALIFIERS, QUALIFIERS_ZH, qualifier_in = NUMBERS.QUALIFIERS, NUMBERS.QUALIFIERS_ZH, NUMBERS.qualifier_in

# how a source may write a day → the way to write one
DAYS: dict[str, Callable[[date], str]] = {
    "month first": lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    "no comma": lambda day: f"{MONTHS[day.month - 1]} {day.day} {day.year}",
    "short month": lambda day: f"{MONTHS[day.month - 1][:3]}. {day.day}, {day.year}",
    "day first": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    "day first, short month": lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    "ordinal": lambda day: f"the {day.day}th of {MONTHS[day.month - 1]} {day.year}",
    "capitals": lambda day: f"{MONTHS[day.month - 1].upper()} {day.day}, {day.year}",
    "digits": lambda day: day.isoformat(),
    "Chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
}
WRITTEN = st.dates(date(1800, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("write", DAYS.values(), ids=DAYS)
@given(day=WRITTEN)
def test_a_day_is_read_however_it_is_written(write: Callable[[date], str], day: date) -> None:
    words = f"on {write(day)} in Beijing"
    assert (days_in(words), months_in(words), years_in(words)) == ({day}, {(day.year, day.month)}, {day.year})


@given(day=WRITTEN)
def test_a_month_without_a_day_names_no_day(day: date) -> None:
    month = MONTHS[day.month - 1]
    for words in (f"in {month} {day.year}", f"{month[:3]}. {day.year}", f"{day.year}年{day.month}月"):
        assert (days_in(words), months_in(words)) == (set(), {(day.year, day.month)})


RANGES = {
    "16-20 October 2023": (16, 20),
    "October 16–20, 2023": (16, 20),
    "October 16 to 20, 2023": (16, 20),
    "16 and 20 Oct. 2023": (16, 20),
    "2023年10月16日至20日": (16, 20),
}


@pytest.mark.parametrize(("words", "ends"), RANGES.items(), ids=RANGES)
def test_a_range_names_its_first_and_last_day(words: str, ends: tuple[int, int]) -> None:
    assert days_in(words) == {date(2023, 10, day) for day in ends}


@pytest.mark.parametrize("words", ["February 30, 2024", "31 June 2024", "2023年2月29日", "2024-13-01"])
def test_a_day_that_is_not_real_is_an_error(words: str) -> None:
    with pytest.raises(ValueError, match=r"month|day"):
        days_in(words)


@given(number=st.integers(0, 10**12))
def test_an_integer_is_read_with_and_without_separators(number: int) -> None:
    for words in (f"{number}", f"{number:,}", f"{number:,}".replace(",", "\u202f")):
        assert numbers_in(f"seized {words} tablets") == [Decimal(number)]


@given(number=st.decimals(0, 9999, allow_nan=False, places=2), scale=st.sampled_from(sorted(SCALES)))
def test_a_scale_multiplies_the_figure_before_it(number: Decimal, scale: str) -> None:
    between = " " if scale.isascii() else ""
    assert numbers_in(f"about {number:f}{between}{scale} of them") == [number * SCALES[scale]]


@given(tens=st.sampled_from(sorted(TENS)), unit=st.sampled_from("one two three four five six seven eight nine".split()))
def test_a_number_in_two_words_is_their_sum(tens: str, unit: str) -> None:
    assert numbers_in(f"{tens}-{unit} countries") == [Decimal(TENS[tens] + NUMBER_WORDS[unit])]


CHINESE = {
    "三种": 3,
    "十三个": 13,
    "二十人": 20,
    "二百三十人": 230,
    "8899万余人": 88990000,
    "3亿": 300000000,
}


@pytest.mark.parametrize(("words", "number"), CHINESE.items(), ids=CHINESE)
def test_chinese_figures_are_read(words: str, number: int) -> None:
    assert numbers_in(words) == [Decimal(number)]


@pytest.mark.parametrize("words", ["someone else alone", "often", "weight", "the tenth", "hundreds of them", "in May"])
def test_a_number_word_inside_another_word_is_not_read(words: str) -> None:
    assert numbers_in(words) == []


@given(word=st.sampled_from(sorted(QUALIFIERS)), number=st.sampled_from(["100", "8,435", "twenty", "five"]))
def test_a_qualifier_before_a_figure_is_read(word: str, number: str) -> None:
    assert qualifier_in(f"{word.capitalize()} {number} tablets") == QUALIFIERS[word]
    assert qualifier_in(f"{number} tablets {word} that") is None


@given(word=st.sampled_from(sorted(QUALIFIERS_ZH)), number=st.sampled_from(["100", "十三", "8899万"]))
def test_a_chinese_qualifier_before_a_figure_is_read(word: str, number: str) -> None:
    assert qualifier_in(f"缉毒{word}{number}人") == QUALIFIERS_ZH[word]


AFTER = {"8899万余人": "more-than", "30余种": "more-than", "十余个": "more-than", "300多人": "more-than", "30种": None}


@pytest.mark.parametrize(("words", "qualifier"), AFTER.items(), ids=AFTER)
def test_a_chinese_qualifier_after_a_figure_is_read(words: str, qualifier: str | None) -> None:
    assert qualifier_in(words) == qualifier
