from __future__ import annotations

from pathlib import Path

import pytest
from tests.site.small_release import write_small_release

from packpress.site.model.page import Page
from packpress.site.model.site import Site
from packpress.site.release.read_release import read_release
from packpress.site.rendering.titles import LONGEST_TITLE, page_titles


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return read_release(write_small_release(tmp_path / "1.0.0"))


def _page(path: str, title: str, distinct: str = "") -> Page:
    return Page(path, "404.html", title, "", distinct=distinct)


def test_a_title_has_that_of_the_site_where_there_is_room(site: Site) -> None:
    pages = [_page("a.html", "Books"), _page("index.html", "The library"), _page("b.html", "long " * 13)]
    assert page_titles(site, pages) == {
        "a.html": "Books – The library",
        "index.html": "The library",
        "b.html": ("long " * 13).strip(),
    }


LONG = "Overdose deaths that involve synthetic opioids, the United States of America, 2023, {}"


def test_a_long_title_keeps_its_end_where_titles_of_a_kind_differ(site: Site) -> None:
    pages = [_page(f"{name}.html", LONG.format(f"{name} count")) for name in ("provisional", "final")]
    assert page_titles(site, pages) == {
        "provisional.html": "Overdose deaths that involve synthetic opioids … provisional count",
        "final.html": "Overdose deaths that involve synthetic opioids … 2023, final count",
    }


def test_a_title_that_is_taken_gets_what_tells_its_page_apart_and_never_the_name_of_its_file(site: Site) -> None:
    distinct = ["Iceland", "Norway", "Norway", ""]
    pages = [_page(f"id-{number}.html", "Ministry of Justice", name) for number, name in enumerate(distinct)]
    assert [*page_titles(site, pages).values()] == [
        "Ministry of Justice – The library",
        "Ministry of Justice (Norway)",
        "Ministry of Justice (2)",
        "Ministry of Justice (3)",
    ]


def test_titles_are_short_and_no_two_are_alike(site: Site) -> None:
    pages = [
        _page(f"x/{'y' * n}.html", "A title of words that is too long for the tab of a browser and goes on") for n in range(60)
    ]
    titles = page_titles(site, [*pages, *(_page(f"n/{n}/same.html", "") for n in range(12))]).values()
    assert [title for title in titles if len(title) > LONGEST_TITLE] == []
    assert len(set(titles)) == len(list(titles))
