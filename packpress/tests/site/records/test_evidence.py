"""Evidence is grouped by place: passages in the order of the text, the same words once, numbers in identifiers as numbers."""

from __future__ import annotations

from tests.site.records.lake_report import TEXTS, lake_site, row

from packpress.site.records.evidence import evidence_of, quotes_for


def test_passages_come_first_in_the_order_of_the_text() -> None:
    site = lake_site()
    places = evidence_of(site, row(site, "claims", "c-depth"))
    shown = [
        (
            place.passage.id if place.passage else "",
            place.source.id if place.source else "",
            [(quote.stance, [field.name if field else "" for field in quote.fields], quote.words) for quote in place.quotes],
        )
        for place in places
    ]
    assert shown == [
        ("l-2", "p-report", [("says", ["cited"], "the survey")]),
        ("l-10", "p-report", [("says", ["amount"], "75 metres deep"), ("says", ["when"], "in 2023")]),
        ("", "p-news", [("limits", ["amount"], "casi 75")]),
    ]


def test_the_same_words_are_quoted_once_for_all_that_they_support() -> None:
    site = lake_site()
    places = evidence_of(site, row(site, "acts", "a-first"))
    quotes = [[[field.name if field else "" for field in quote.fields] for quote in place.quotes] for place in places]
    assert quotes == [[["", "text"]], [["day"]]]


def test_a_place_says_where_in_what_language_and_how_it_was_seen() -> None:
    site = lake_site()
    news = evidence_of(site, row(site, "claims", "c-depth"))[-1]
    field = news.access_field
    assert (news.locator, news.language, news.access, field and field.name) == ("page 3", "es", ("whole",), "seen")


def test_a_language_that_is_no_tag_is_left_out() -> None:
    texts = {**TEXTS, "papers": TEXTS["papers"].replace(",es,", ",Spanish (old),")}
    site = lake_site(texts)
    assert evidence_of(site, row(site, "claims", "c-depth"))[-1].language == ""


def test_quotes_are_those_of_the_text_unless_others_are_wanted() -> None:
    site = lake_site()
    places = evidence_of(site, row(site, "claims", "c-depth"))
    assert [quote.words for _, quote in quotes_for(places, "amount")] == ["75 metres deep"]
    assert [quote.words for _, quote in quotes_for(places, "amount", of_passages=False)] == ["casi 75"]


def test_a_record_without_evidence_has_no_places() -> None:
    site = lake_site()
    assert evidence_of(site, row(site, "claims", "c-boats")) == ()
