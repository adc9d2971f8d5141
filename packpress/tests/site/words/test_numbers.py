from __future__ import annotations

import pytest

from packpress.site.words.numbers import number_words, percent_words, size_words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("75000", "75,000"),
        ("0", "0"),
        ("-0", "0"),
        ("-1282", "\u22121,282"),
        ("1234567.50", "1,234,567.5"),
        ("007", "7"),
        ("6.5", "6.5"),
        ("1e16", "1e16"),
        ("NaN", "NaN"),
        ("9" * 50, "9" * 50),
        ("", ""),
        ("1,000", "1,000"),
    ],
)
def test_numbers_are_grouped(text: str, wanted: str) -> None:
    assert number_words(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), [("298", "+298"), ("-298", "\u2212298"), ("0", "0"), ("0.0", "0")])
def test_a_difference_has_its_sign(text: str, wanted: str) -> None:
    assert number_words(text, sign=True) == wanted


def test_shares_are_in_per_cent() -> None:
    assert (percent_words(298, 74702), percent_words(1, 3, digits=0), percent_words(1, 0)) == ("0.4\u00a0%", "33\u00a0%", "")


@pytest.mark.parametrize(
    ("size", "wanted"),
    [(0, "0\u00a0bytes"), (1, "1\u00a0byte"), (963, "963\u00a0bytes"), (303264, "303\u00a0kB"), (1912832, "1.9\u00a0MB")],
)
def test_sizes_are_short(size: int, wanted: str) -> None:
    assert size_words(size) == wanted
