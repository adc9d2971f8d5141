"""A difference is a sentence about the stated figure on its page, and short in a list."""

from __future__ import annotations

import pytest
from tests.site.records.lake_report import lake_site, row

from packpress.site.records.compare.difference import find_difference
from packpress.site.records.compare.difference_words import difference_sentence, short_difference
from packpress.site.records.compare.figures import Figure
from packpress.site.words.words import Words

WORDS = Words()
# stated, other, unit → sentence, short form
CASES = {
    "higher": ("75000", "72776", "{case}", "75,000 is 2,224 (3.1\u00a0%) higher", "+2,224 (+3.1\u00a0%)"),
    "lower": ("75000", "76282", "{case}", "75,000 is 1,282 (1.7\u00a0%) lower", "−1,282 (−1.7\u00a0%)"),
    "the same": ("13", "13", "{case}", "the same number", "no difference"),
    "with a symbol": ("6.5", "6", "kg", "6.5\u00a0kg is 0.5\u00a0kg (8.3\u00a0%) higher", "+0.5 (+8.3\u00a0%)"),
    "less than a tenth": ("1000001", "1000000", "{case}", "1,000,001 is 1 (less than 0.1 %) higher", "+1"),
    "of 0": ("7", "0", "{case}", "7 is 7 higher", "+7"),
    "of percentages": ("64", "60.5", "%", "64\u00a0% is 3.5 percentage points higher", "+3.5"),
    "of one point": ("64", "65", "%", "64\u00a0% is 1 percentage point lower", "−1"),
}


@pytest.mark.parametrize(("stated", "other", "unit", "sentence", "short"), CASES.values(), ids=CASES)
def test_a_difference_says_who_is_higher_and_by_how_much(stated: str, other: str, unit: str, sentence: str, short: str) -> None:
    site = lake_site()
    figure = Figure(row(site, "claims", "c-depth"), "", WORDS.quantity(stated, unit))
    difference = find_difference(stated, other)
    assert difference is not None
    assert (difference_sentence(WORDS, figure, difference), short_difference(WORDS, figure, difference)) == (sentence, short)
