"""The rows of the timeline have the date that they state, and none is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from packpress.publish.drawings.dated import UNDATED, Dated, read_dated
from packpress.site.timeline.items import TimelineItem, by_time, timeline_tables

if TYPE_CHECKING:
    from tests.site.conftest import SiteMaker

YEAR = Dated("year", date(2020, 1, 1), date(2020, 12, 31))
DAY = Dated("day", date(2020, 5, 1), date(2020, 5, 1))
# cells of start and end → date, its texts, and which of the two are stated
SPANS = {
    "both": ("2020,2020-05-01", Dated("interval", date(2020, 1, 1), date(2020, 5, 1)), ("2020", "2020-05-01", "both")),
    "the start": ("2020,", YEAR, ("2020", "", "start")),
    "the end": (",2020-05-01", DAY, ("", "2020-05-01", "end")),
    "neither": (",", UNDATED, ("", "", "")),
    "an end before the start": ("2020,2019", UNDATED, ("2020", "2019", "both")),
    "no date": ("soon,", UNDATED, ("soon", "", "start")),
}


@pytest.mark.parametrize(("cells", "dated", "texts"), SPANS.values(), ids=SPANS)
def test_a_row_with_a_start_and_an_end(cells: str, dated: Dated, texts: tuple[str, str, str], make_site: SiteMaker) -> None:
    timeline = [{"resource": "clubs", "start": "began", "end": "closed"}]
    site = make_site({"clubs": ["id,began~,closed~", f"a,{cells}"]}, {"timeline": timeline})
    (listed,) = timeline_tables(site)
    (item,) = listed.items
    assert (item.dated, (item.text, item.end, item.ends)) == (dated, texts)
    assert [len(part) for part in (listed.dated, listed.undated)] == ([0, 1] if dated is UNDATED else [1, 0])


OWN: dict[str, tuple[dict[str, Any], list[bool]]] = {
    "of the timeline": (
        {"timeline": [{"resource": "visits", "date": "day", "own": {"field": "by", "values": ["us"]}}]},
        [True, False],
    ),
    "of the records": (
        {"timeline": [{"resource": "visits", "date": "day"}],
         "records": [{"resource": "visits", "path": "visits", "title": "Visits", "own": {"field": "by", "values": ["them"]}}]},
        [False, True],
    ),
    "nothing says": ({"timeline": [{"resource": "visits", "date": "day"}]}, [False, False]),
}  # fmt: skip


@pytest.mark.parametrize(("setting", "own"), OWN.values(), ids=OWN)
def test_whose_a_row_is(setting: dict[str, Any], own: list[bool], make_site: SiteMaker) -> None:
    site = make_site({"visits": ["id,day~,by", "a,2020,us", "b,2021,them"]}, setting)
    assert [item.is_own for item in timeline_tables(site)[0].items] == own


def test_a_table_that_the_release_does_not_have_is_left_out(make_site: SiteMaker) -> None:
    timeline = [{"resource": "lost", "date": "day"}, {"resource": "visits", "date": "day"}]
    site = make_site({"visits": ["id,day~", "a,2020"]}, {"timeline": timeline})
    assert [listed.table.name for listed in timeline_tables(site)] == ["visits"]


def test_items_are_in_order_of_their_first_day_then_of_their_last(make_site: SiteMaker) -> None:
    texts = ["../2019", "2020-01-01", "2020-01", "2020", "2020/..", "2020-02-03"]
    lines = [f"{number},{text}" for number, text in enumerate(reversed(texts))]
    site = make_site({"visits": ["id,day~", *lines]}, {"timeline": [{"resource": "visits", "date": "day"}]})
    items: list[TimelineItem] = sorted(timeline_tables(site)[0].items, key=by_time)
    assert [item.text for item in items] == texts
    assert [item.dated for item in items] == [read_dated(text) for text in texts]
