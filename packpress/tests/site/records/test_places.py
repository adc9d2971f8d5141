"""Passages have names that people use, and sources say who published them."""

from __future__ import annotations

from tests.site.records.lake_report import TEXTS, lake_site, row

from packpress.site.records.places import capitalized, code_words, passage_facts, source_facts, uncapitalized


def test_a_passage_is_called_by_its_section_kind_and_number() -> None:
    site = lake_site()
    facts = passage_facts(site, row(site, "lines", "l-2"))
    assert (facts.title, facts.link) == ("Part one, footnote\u00a02", "https://example.org/report#:~:text=a%20note")
    assert facts.source is row(site, "papers", "p-report")


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    texts = {**TEXTS, "lines": "id,paper,place,sort,address\nl-2,p-report,2,footnote,javascript:alert(1)\n"}
    site = lake_site(texts)
    assert passage_facts(site, row(site, "lines", "l-2")).link == ""


def test_a_source_says_who_published_it_and_when() -> None:
    site = lake_site()
    survey, news = (source_facts(site, row(site, "papers", key)) for key in ("p-survey", "p-news"))
    assert (survey.title, survey.link, survey.publisher, survey.published, survey.tier and survey.tier.name) == (
        "The survey", "https://example.org/survey", "Lake Office", "December 2023", "rank",
    )  # fmt: skip
    assert (news.link, news.published, news.tier, news.language) == ("", "5\u00a0January 2024", None, "es")


def test_codes_and_titles_become_words_of_a_line() -> None:
    assert [code_words("working-group"), capitalized("état"), uncapitalized("Measured by"), uncapitalized("URL")] == [
        "working group", "État", "measured by", "URL",
    ]  # fmt: skip
