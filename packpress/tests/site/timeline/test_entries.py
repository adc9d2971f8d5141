"""What a list says of an item: its mark, its date without what is known from the heading, and what kind of record it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packpress.publish.drawings.date_marks import draw_date_mark
from packpress.publish.drawings.date_span import draw_span
from packpress.publish.drawings.year_axis import YearAxis
from packpress.site.timeline.entries import Entries
from packpress.site.timeline.items import Listed, timeline_tables

if TYPE_CHECKING:
    from tests.site.conftest import SiteMaker

TIMELINE = [{"resource": "visits", "date": "day"}, {"resource": "clubs", "start": "began", "end": "closed"}]
RECORDS = [{"resource": "clubs", "path": "clubs", "title": "Clubs", "singular": "Club"}]
SETTING = {"timeline": TIMELINE, "records": RECORDS}


def tables(make_site: SiteMaker, visit: str = "", club: str = ",") -> tuple[Entries, tuple[Listed, ...]]:
    site = make_site({"visits": ["id,day~", f"a,{visit}"], "clubs": ["id,began~,closed~", f"b,{club}"]}, SETTING)
    listed = timeline_tables(site)
    return Entries(site, listed), listed


# EDTF → words in the list of its year
DATES = {
    "2024-01-30": "30\u00a0January",
    "2024-02": "February",
    "2024-02?": "February, uncertain",
    "2023": "in the year",
    "2008~": "about 2008",
    "2023-10-16/2023-10-20": "16–20\u00a0October",
    "2023-10-30/2023-11-02": "30\u00a0October – 2\u00a0November",
    "2023-04/2023-06": "April – June",
    "2024/2024-06": "2024 – June 2024",
}


@pytest.mark.parametrize(("text", "words"), DATES.items(), ids=DATES)
def test_a_date_under_its_year(text: str, words: str, make_site: SiteMaker) -> None:
    entries, (visits, _) = tables(make_site, visit=text)
    entry = entries.in_year(visits.items[0])
    assert (entry.date, entry.kind, entry.mark) == (words, "", draw_date_mark(visits.items[0].dated.kind, is_own=False))


# start and end → words in the list of the year, and the kind
CLUBS = {
    "the start": ("2024-05-01,", ("1\u00a0May", "Club, start")),
    "the end": (",2024-05", ("May", "Club, end")),
    "both": ("2024-05-01,2024-05-03", ("1–3\u00a0May", "Club")),
    "one year": ("2024,2024", ("in the year", "Club")),
}


@pytest.mark.parametrize(("cells", "words"), CLUBS.values(), ids=CLUBS)
def test_a_start_or_an_end_under_its_year(cells: str, words: tuple[str, str], make_site: SiteMaker) -> None:
    entries, (_, clubs) = tables(make_site, club=cells)
    entry = entries.in_year(clubs.items[0])
    assert (entry.date, entry.kind) == words


SPANS = {
    "from one to another": ("2019,2021-06", "2019 – June 2021", "Club"),
    "from an interval to a year": ("2018/2019,2021", "2018–2021", "Club"),
    "a start that is open-ended": ("2019/..,", "since 2019", "Club, start"),
}


@pytest.mark.parametrize(("cells", "date", "kind"), SPANS.values(), ids=SPANS)
def test_an_item_over_several_years_has_its_bar(cells: str, date: str, kind: str, make_site: SiteMaker) -> None:
    entries, (_, clubs) = tables(make_site, club=cells)
    axis = YearAxis(2015, 2024, 5)
    entry = entries.over_years(clubs.items[0], axis)
    assert (entry.date, entry.kind, entry.bar) == (date, kind, draw_span(axis, clubs.items[0].dated, is_own=True))


def test_a_text_that_is_no_date_is_shown_as_it_is(make_site: SiteMaker) -> None:
    entries, (visits, _) = tables(make_site, visit="<soon>")
    entry = entries.undated(visits.items[0])
    assert (entry.date, entry.mark) == ("<soon>", draw_date_mark("none", is_own=False))
