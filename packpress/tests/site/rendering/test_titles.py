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


def _page(path: str, title: str) -> Page:
    return Page(path, "404.html", title, "")


def test_a_title_has_that_of_the_site_where_there_is_room(site: Site) -> None:
    pages = [_page("a.html", "Books"), _page("index.html", "The library"), _page("b.html", "long " * 13)]
    assert page_titles(site, pages) == {
        "a.html": "Books – The library",
        "index.html": "The library",
        "b.html": ("long " * 13).strip(),
    }


def test_titles_are_short_and_no_two_are_alike(site: Site) -> None:
    pages = [
        _page(f"x/{'y' * n}.html", "A title of words that is too long for the tab of a browser and goes on") for n in range(60)
    ]
    titles = page_titles(site, [*pages, *(_page(f"n/{n}/same.html", "") for n in range(12))]).values()
    assert [title for title in titles if len(title) > LONGEST_TITLE] == []
    assert len(set(titles)) == len(list(titles))
