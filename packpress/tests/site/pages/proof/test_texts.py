"""The pages of coded texts: passages in order, what cites them, and never the text itself."""

from __future__ import annotations

import pytest
from tests.site.pages.harbours import RAW, harbour_site
from tests.site.pages.page_text import read_kind, render_kind

from packpress.site.pages.proof import texts
from packpress.site.pages.proof.coded_text import coded_sources
from packpress.site.pages.proof.texts import shown_words

COVERED = "4 passages: 2 are cited, 1 holds no claim, 1 is not accounted for."


def test_passages_stand_in_order_with_what_cites_them_or_why_nothing_does() -> None:
    page = read_kind(harbour_site(), texts)["text/log.html"]
    assert page.lines[:3] == ["The text", "Log of 1650", "The log · The source"]
    assert page.lines[4] == COVERED
    assert page.lines[6:] == [
        "Heading 1",
        "“The Log …”",
        "No claim: A heading states nothing",
        "Sentence 2",
        "“Of the weather we … say nothing at all.”",
        "limits First voyage",
        "Sentence 3",
        "“We came home with … salt and with joy.”",
        "Salt",
        "First voyage",
        "Sentence 10",
        "“God be with us … now and for ever.”",
        "Not accounted for: no record cites it, and no reason is given.",
    ]
    assert page.ids == ["l1", "l2", "l3", "l10"]
    assert ("Sentence 3", "https://example.org/log#3") in page.links


def test_the_words_of_a_text_in_another_language_say_which() -> None:
    foreign = read_kind(harbour_site(), texts)["text/log.html"].foreign
    assert [language for language, _ in foreign] == ["de"] * 4


def test_the_list_has_the_coverage_of_each_text_as_words_and_as_a_strip() -> None:
    site = harbour_site()
    assert read_kind(site, texts)["text/index.html"].lines[2:5] == ["Log of 1650", "The log", COVERED]
    html = render_kind(site, texts)["text/index.html"]
    assert [html.count(f'class="{kind}"') for kind in ("d-own", "d-other", "d-hollow")] == [2, 1, 1]
    assert [source.states for source in coded_sources(site)] == [("no claim", "cited", "cited", "open")]


# first words, last words, length → what is shown of them
WORDS = {
    "apart": (("a b", "y z", "20"), ("a b", "y z")),
    "side by side, the whole text": (("a b", "y z", "7"), ("a b", "")),
    "overlapping": (("a b c", "b c d", "7"), ("a b c", "")),
    "no length": (("a b", "y z", ""), ("a b", "y z")),
}


@pytest.mark.parametrize(("given", "shown"), WORDS.values(), ids=WORDS.keys())
def test_the_end_of_a_passage_is_left_out_where_both_ends_would_be_all_of_it(
    given: tuple[str, str, str], shown: tuple[str, str]
) -> None:
    assert shown_words(*given) == shown


def test_a_package_without_passages_has_no_such_pages() -> None:
    site = harbour_site(raw={**RAW, "packpress:provenance": {}})
    assert [*texts.links(site), *texts.pages(site)] == []
