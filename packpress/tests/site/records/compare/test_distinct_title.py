"""The title of another figure is cut to what it says beyond the stated one."""

from __future__ import annotations

import pytest

from packpress.site.records.compare.distinct_title import distinct_title

# stated, other → what is shown of the other
TITLES = {
    "another release": ("Cases, Norway, 2023, as stated", "Cases, Norway, 2023, final count", "Final count"),
    "an addition": ("Cases of the office", "Cases of the office, as published in June", "As published in June"),
    "nothing shared": ("Cases, Norway", "Deaths, Norway", "Deaths, Norway"),
    "only a year": ("Cases, 2023", "Cases, 2020", "Cases, 2020"),
    "the same": ("Cases, 2023", "Cases, 2023", "Cases, 2023"),
    "the beginning of the stated one": ("Cases, Norway, 2023", "Cases, Norway", "Cases, Norway"),
    "letters of every script": ("案件, 2023", "案件, 最终", "最终"),
}


@pytest.mark.parametrize(("stated", "other", "shown"), TITLES.values(), ids=TITLES)
def test_the_shared_beginning_is_left_out(stated: str, other: str, shown: str) -> None:
    assert distinct_title(stated, other) == shown
