"""A character that turns the direction of a text is seen on a page, and turns nothing."""

from __future__ import annotations

import html as markup
import re

import pytest
from tests.site.invented_site import invented_site

from packpress.site.rendering.render_site import render_site
from packpress.site.words.direction import show_turns, show_turns_in_page

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXTS = {
    "an override": ("a\u202eb", r"a\u202eb"),
    "each that turns": (TURNS, r"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    "Arabic with a mark": ("\u0627\u0644\u0635\u064a\u0646\u200f!", "\u0627\u0644\u0635\u064a\u0646\u200f!"),
}


@pytest.mark.parametrize(("text", "shown"), TEXTS.values(), ids=TEXTS)
def test_what_turns_a_text_is_escaped_and_nothing_else(text: str, shown: str) -> None:
    assert show_turns(text) == shown
    assert show_turns_in_page(f"<p>{text}</p>") == f"<p>{shown}</p>"


def test_an_address_leads_where_it_led() -> None:
    page = '<a href="https://example.org/\u202e">\u202e</a>'
    assert show_turns_in_page(page) == '<a href="https://example.org/%E2%80%AE">\\u202e</a>'


def test_no_page_and_no_result_of_the_search_has_a_character_that_turns_it() -> None:
    files = render_site(invented_site([f"safe {TURNS} text {number}" for number in range(3)]))
    shown = {path: data.decode() for path, data in files.items() if path.endswith((".html", "search-index.js"))}
    assert [path for path, text in shown.items() if set(TURNS) & set(text)] == []
    titles = [markup.unescape(found) for text in shown.values() for found in re.findall(r"<title>(.*?)</title>", text)]
    assert any(r"safe \u202a\u202b" in title for title in titles)
    assert r"safe \\u202a\\u202b" in shown["static/search-index.js"]
