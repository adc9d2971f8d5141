"""Every record has a page and its JSON; the page says in words what the table has in codes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from tests.site.records.lake_report import CLAIMS, SETTING, changed, lake_site, rendered, with_rows

from packpress.site.model.page import Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.pages.records.record_pages import pages

HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}&amp;'


@pytest.fixture(scope="module")
def site() -> Site:
    return lake_site()


def html_of(site: Site, path: str) -> str:
    return next(rendered(site, page) for page in pages(site) if isinstance(page, Page) and page.path == path)


def text_of(html: str) -> str:
    """The words of the main part of a page, without what is folded away."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<details.*?</details>", "", main, flags=re.DOTALL))).split())


def test_every_record_has_a_page_and_its_json(site: Site) -> None:
    paths = [item.path for item in pages(site)]
    names = [f"{kind.path}/{row.id}" for kind in SETTING.records for row in site.tables[kind.resource]]
    assert sorted(paths) == sorted([*(f"{name}.html" for name in names), *(f"{name}.json" for name in names)])
    assert all(json.loads(item.data) for item in pages(site) if isinstance(item, SiteFile))


def test_a_page_leads_to_its_json_its_list_and_its_neighbours(site: Site) -> None:
    html = html_of(site, "figures/c-depth-final.html")
    assert '<a href="c-depth-final.json" type="application/json">JSON</a>' in html
    assert re.findall(r'<a rel="(prev|next)" href="([^"]+)"', html) == [
        ("prev", "c-depth.html"),
        ("next", "c-depth-guess.html"),
    ]
    assert 'href="index.html#topic.water"' in html


def test_the_comparison_says_who_says_what(site: Site) -> None:
    text = text_of(html_of(site, "figures/c-depth.html"))
    assert "Stated The report 75 metres deep Part one, sentence 10 75 m" in text
    assert "Cited source Lake Office The survey Named in Part one, footnote 2 ." in text
    assert "The cited source says Final Branch of the office , seen in The survey , Lake Office, December 2023 72" in text
    assert "More 75 m is 3 m (4.2 %) higher Measured later." in text
    assert "no figure Not found Looked for on 1 February 2025 The page has no depth." in text


def test_a_place_that_is_not_named_is_said_to_be_missing(site: Site) -> None:
    assert "The report names no source." in text_of(html_of(site, "figures/c-boats.html"))


def test_a_figure_of_another_source_leads_to_the_stated_one(site: Site) -> None:
    html = html_of(site, "figures/c-depth-final.html")
    assert '<b><a href="c-depth.html">The report</a></b>' in html
    assert "<b>Final</b>" in html


def test_facts_have_names_dates_and_what_is_not_stated(site: Site) -> None:
    text = text_of(html_of(site, "acts/a-rule.html"))
    assert "Facts Within Second meeting Not stated day Use this record" in text


def test_parties_have_their_own_names_in_their_language(site: Site) -> None:
    html = html_of(site, "acts/a-first.html")
    assert '<span class="said" lang="de">Seeamt</span>' in html
    assert '<p class="original" lang="es">Primera reunión</p>' in html
    assert "The words name further parties." in html
    assert "The list is closed" not in html


def test_words_of_another_language_are_marked(site: Site) -> None:
    html = html_of(site, "acts/a-first.html")
    assert '<q lang="es">en marzo</q>' in html
    assert '<q lang="es">se reunieron</q>' in html
    assert "<q>met for the first time</q>" in html


def test_a_stance_against_the_record_is_marked_and_the_usual_one_is_silent(site: Site) -> None:
    html = html_of(site, "figures/c-depth.html")
    assert re.findall(r'<span class="stance[^>]*>[^<]*', html) == ['<span class="stance against">limits']


def test_identifiers_and_codes_are_only_in_what_is_folded_away(site: Site) -> None:
    for page in pages(site):
        if isinstance(page, Page):
            text = text_of(rendered(site, page))
            assert re.findall(r"\b[a-z]-[a-z]+\b|\{boat\}|other-thing|written-rule|b-office", text) == [], page.path


def test_the_page_of_a_record_has_no_script(site: Site) -> None:
    assert all("<script" not in rendered(site, page) for page in pages(site) if isinstance(page, Page))


def test_a_report_of_a_fault_is_offered_only_with_an_address(site: Site) -> None:
    assert "Report a fault" in html_of(site, "figures/c-depth.html")
    assert "Report a fault" not in html_of(lake_site(setting=replace(SETTING, report="")), "figures/c-depth.html")


def test_a_package_that_names_no_facts_shows_what_is_filled() -> None:
    site = lake_site(setting=changed(CLAIMS, facts=(), more=()))
    text = text_of(html_of(site, "figures/c-boats.html"))
    assert (
        "Facts Topic Fish Amount 1,200 boats Bound more than Unit boats Side Stated by the report Remark Counted by hand."
        in text
    )


def test_cells_with_markup_stay_text() -> None:
    cells = ",".join(f'"{HOSTILE.replace(chr(34), chr(34) * 2)}"' for _ in range(2))
    texts = with_rows("claims", f"c-h,{cells},5,exact,m")
    texts["quotes"] += f"q-h,c-h,,amount,{cells},,,,{cells.split(',', 1)[0]},{cells.split(',', 1)[0]}\n"
    html = html_of(lake_site(texts), "figures/c-h.html")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}&amp;amp;" in html
