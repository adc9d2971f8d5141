"""Words of a version in another language stand with the record that they concern."""

from __future__ import annotations

from tests.site.records.lake_report import lake_site, row

from packpress.site.records.wordings import wordings_of


def test_both_words_have_their_places_and_the_other_its_language() -> None:
    site = lake_site()
    (found,) = wordings_of(site, row(site, "acts", "a-first"))
    assert (found.words, found.passage and found.passage.id, found.source) == ("met for the first time", "l-10", None)
    assert (found.other_words, found.other_source and found.other_source.id, found.locator, found.language) == (
        "se reunieron", "p-news", "page 1", "es",
    )  # fmt: skip
    assert found.note == "The copy has no ordinal."


def test_a_record_that_no_wording_concerns_has_none() -> None:
    site = lake_site()
    assert wordings_of(site, row(site, "acts", "a-rule")) == ()
