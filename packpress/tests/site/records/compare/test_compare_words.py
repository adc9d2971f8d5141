"""A date or a name stands beside what another source says of the same column."""

from __future__ import annotations

from tests.site.records.lake_report import lake_site, row, with_rows

from packpress.site.records.compare.compare_words import word_comparisons
from packpress.site.records.evidence import evidence_of


def test_the_value_is_shown_with_the_words_that_state_it() -> None:
    site = lake_site(with_rows("quotes", "q-a-first-4,,a-first,day,says,p-report,l-10,,,in March"))
    record = row(site, "acts", "a-first")
    (found,) = word_comparisons(site, record, evidence_of(site, record))
    assert (found.verdict.word, found.compared and found.compared.name, found.is_shown) == ("Same", "day", True)
    assert ([quote.words for _, quote in found.quotes], found.found, found.day) == (["in March"], "2021-03-04", "2025-02-01")


def test_a_summary_is_shown_by_the_words_for_the_record() -> None:
    site = lake_site(with_rows("checks", "k-7,,a-first,text,gone,,,p-news,2025-02-01,Nothing on it."))
    record = row(site, "acts", "a-first")
    found = word_comparisons(site, record, evidence_of(site, record))[-1]
    assert ([quote.words for _, quote in found.quotes], found.is_shown) == (["met for the first time"] * 2, False)


def test_a_summary_without_words_is_shown_itself() -> None:
    site = lake_site(with_rows("checks", "k-7,,a-third,text,gone,,,p-news,2025-02-01,Nothing on it."))
    record = row(site, "acts", "a-third")
    (found,) = word_comparisons(site, record, evidence_of(site, record))
    assert (found.quotes, found.is_shown) == ((), True)
