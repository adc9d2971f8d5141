"""The difference of two figures is exact, and its share is of the other figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from packpress.site.records.compare.difference import Difference, find_difference, read_decimal

# stated, other → the difference
PAIRS: dict[str, tuple[str, str, Difference | None]] = {
    "higher": ("75000", "72776", Difference(Decimal(2224), Decimal("3.1"))),
    "lower": ("75000", "76282", Difference(Decimal(-1282), Decimal("1.7"))),
    "equal": ("13", "13", Difference(Decimal(0), Decimal("0.0"))),
    "equal, written in two ways": ("13.0", "1.3E1", Difference(Decimal(0), Decimal("0.0"))),
    "decimals": ("6.5", "4.25", Difference(Decimal("2.25"), Decimal("52.9"))),
    "no rounding of floats": ("0.3", "0.1", Difference(Decimal("0.2"), Decimal("200.0"))),
    "a half is rounded up": ("10005", "10000", Difference(Decimal(5), Decimal("0.1"))),
    "less than a tenth": ("1000001", "1000000", Difference(Decimal(1), Decimal("0.0"))),
    "a share of 0": ("1", "0", Difference(Decimal(1), None)),
    "of a negative figure": ("-4", "-5", Difference(Decimal(1), Decimal("20.0"))),
    "a stated figure that is no number": ("INF", "1", None),
    "another figure that is no number": ("1", "about 5", None),
    "an empty cell": ("1", "", None),
}


@pytest.mark.parametrize(("stated", "other", "difference"), PAIRS.values(), ids=PAIRS)
def test_a_difference_is_the_stated_figure_less_the_other(stated: str, other: str, difference: Difference | None) -> None:
    assert find_difference(stated, other) == difference


@pytest.mark.parametrize("text", ["NaN", "-INF", "1E99", "1E-99", "1" * 61, "1,000", "", "１e1000000"])
def test_a_text_that_is_no_finite_number_of_a_usual_size_is_none(text: str) -> None:
    assert read_decimal(text) is None


@pytest.mark.parametrize(("stated", "other", "shown"), [("200", "0", "200"), ("2E+2", "0", "200"), ("4.50", "0", "4.5")])
def test_an_amount_is_written_without_exponent_and_without_zeros_at_its_end(stated: str, other: str, shown: str) -> None:
    difference = find_difference(stated, other)
    assert difference is not None
    assert str(difference.amount) == shown
