"""The page of the timeline has every dated row once, in its year or over several, and says what has no date."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from packpress.package.site.shapes import MARK_NAMES
from packpress.publish.drawings.verdict_marks import VERDICT_MARKS
from packpress.site.model.page import READ, Link
from packpress.site.model.site import Site
from packpress.site.pages.timeline import links, pages
from packpress.site.rendering.environment import Renderer

if TYPE_CHECKING:
    from tests.site.conftest import SiteMaker

OWN = {"field": "by", "values": ["us"]}
SETTING: dict[str, Any] = {
    "text": {"name": "the letters"},
    "records": [
        {"resource": "visits", "path": "visits", "title": "Visits", "label": "title", "own": OWN},
        {"resource": "clubs", "path": "clubs", "title": "Clubs", "singular": "Club", "label": "title", "own": OWN},
    ],
    "timeline": [{"resource": "visits", "date": "day"}, {"resource": "clubs", "start": "began", "end": "closed"}],
}
VISITS = [
    "id,title,day~,by",
    "a,A,2020-03-04,us",
    "b,B,2020-03-04,them",
    "c,C,2020-03,them",
    "d,D,2020,us",
    "e,E,1999,them",
    "f,F,2019/2021,us",
    "g,G,2020/..,them",
    "h,<h>,,us",
]
CLUBS = ["id,title,began~,closed~,by", "k,K,2020-05,,us", "l,L,2018,2022,them", "m,M,,,us", "n,N,,,us", "o,O,,,us"]


class Texts(HTMLParser):
    """Reads the page as a second reader does: which links there are in which element with an id."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"": []}
        self.at = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "section":
            self.at = str(attributes["id"])
            self.found[self.at] = []
        if tag == "a":
            self.found[self.at].append(str(attributes["href"]))


def rendered(site: Site) -> str:
    (page,) = pages(site)
    return Renderer(site, {page.path: page.title}).render(page).partition("</h1>")[2].partition("</main>")[0]


def test_each_row_is_once_in_its_year_or_over_several(make_site: SiteMaker) -> None:
    html = rendered(make_site({"visits": VISITS, "clubs": CLUBS}, SETTING))
    reader = Texts()
    reader.feed(html)
    assert reader.found == {
        "": ["clubs/index.html", "clubs/l.html", "visits/f.html", "visits/g.html", "#y2020", "#y1999", "#undated"],
        "y2020": ["visits/d.html", "visits/c.html", "visits/a.html", "visits/b.html", "clubs/k.html"],
        "y1999": ["visits/e.html"],
        "undated": ["visits/h.html"],
    }
    assert "&lt;h&gt;" in html
    assert "<h>" not in html


def test_the_counts_of_the_page_are_those_of_the_tables(make_site: SiteMaker) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", rendered(make_site({"visits": VISITS, "clubs": CLUBS}, SETTING))).split())
    assert "8 visits: 4 named by the letters, and 4 from other sources as context." in text
    assert "2 of 5 clubs are shown as well; the others have no date." in text
    assert "Named by the letters 3 Context, from other sources 3 Each block is one record in its year." in text


@pytest.mark.parametrize(("count", "strips"), [(3, 0), (4, 1)])
def test_a_year_with_four_rows_has_a_strip_of_months(count: int, strips: int, make_site: SiteMaker) -> None:
    rows = [f"{number},T,2020-0{number + 1}-01,us" for number in range(count)]
    html = rendered(make_site({"visits": [VISITS[0], *rows]}, {**SETTING, "timeline": SETTING["timeline"][:1]}))
    assert html.count('class="d-year"') == strips
    assert html.count('class="d-date d-own"') == count + 1  # one is in the key


# rows of visits and clubs → the years of the link
YEARS: dict[str, tuple[list[str], list[str], str]] = {
    "years, and longer spans": (VISITS, CLUBS, "1999–2020"),
    "spans only": ([VISITS[0], "f,F,2019/2021,us"], CLUBS[:1], "2019–2021"),
}


@pytest.mark.parametrize(("visits", "clubs", "years"), YEARS.values(), ids=YEARS)
def test_the_link_to_the_page_says_which_years_it_lists(
    visits: list[str], clubs: list[str], years: str, make_site: SiteMaker
) -> None:
    site = make_site({"visits": visits, "clubs": clubs}, SETTING)
    assert list(links(site)) == [Link("timeline.html", "Timeline", READ, years, in_header=True)]


@pytest.mark.parametrize("rows", [[], ["a,A,,us"], ["a,A,soon,us"]], ids=["no row", "no date", "no real date"])
def test_a_package_without_dates_has_no_timeline(rows: list[str], make_site: SiteMaker) -> None:
    site = make_site({"visits": [VISITS[0], *rows]}, SETTING)
    assert [list(links(site)), list(pages(site))] == [[], []]


def test_a_descriptor_may_name_the_marks_that_are_drawn() -> None:
    assert tuple(VERDICT_MARKS) == MARK_NAMES
