"""The lead of the timeline says how its counts part, and the parts add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packpress.site.timeline.counts import Counts, lead
from packpress.site.timeline.items import timeline_tables
from packpress.site.words.words import Words

if TYPE_CHECKING:
    from tests.site.conftest import SiteMaker

SETTING = {"timeline": [{"resource": "visits", "date": "day", "own": {"field": "by", "values": ["us"]}}]}
# rows → the sentences
LEADS = {
    "both": (
        ["a,2020,us", "b,2020-05,us", "c,2019/2021,us", "d,,us", "e,2020-05-01,them", "f,2020/..,them"],
        "6 visits: 4 named by the letters, and 2 from other sources as context. Of the 4, 2 fall in one year, "
        "1 runs over several and 1 has no date; of the 2, 1 falls in one year and 1 runs over several.",
    ),
    "own alone": (["a,2020,us", "b,,us", "c,,us"], "3 visits: 1 falls in one year and 2 have no date."),
    "one": (["a,2020/2021,them"], "One on the timeline (visits): 1 runs over several."),
}


@pytest.mark.parametrize(("rows", "sentences"), LEADS.values(), ids=LEADS)
def test_the_lead(rows: list[str], sentences: str, make_site: SiteMaker) -> None:
    (listed,) = timeline_tables(make_site({"visits": ["id,day~,by", *rows]}, SETTING))
    assert lead(Words(), "the letters", listed.items, "visits") == sentences
    counts = Counts.of(listed.items)
    assert counts.all == len(rows)
