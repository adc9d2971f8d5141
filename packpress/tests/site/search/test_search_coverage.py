"""The search page says how much it knows: rows on no page, and entries that the index left out, count as unknown."""

from __future__ import annotations

import re

import pytest
from tests.site.invented_site import invented_site

from packpress.package.site.setting import SiteSetting
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.rendering.render_site import render_site
from packpress.site.search.entries import search_entries
from packpress.site.search.search_coverage import PartlyKnown, SearchCoverage, search_coverage

ROWS = 60
TITLE = "others Words number 2"


def _site(cell: str = "") -> Site:
    """A site without a setting; its table ``others`` has 60 rows, which are on 50 pages if a row fills one."""
    site = invented_site([f"Words number {number}" for number in range(3)], [f"id-{number}" for number in range(3)])
    site.setting = SiteSetting()
    table = site.tables["others"]
    empty = [""] * (len(table.fields) - 2)
    cells = [[f"o-{number}", cell, *empty] for number in range(ROWS)]
    table.rows[:] = [Row(table, number, row) for number, row in enumerate(cells, 1)]
    return site


def test_a_small_site_is_known_whole() -> None:
    site = _site()
    entries = list(search_entries(site))
    found = search_coverage(site, entries, len(entries))
    assert (found, found.is_whole) == (SearchCoverage(len(entries), len(entries), ()), True)


@pytest.mark.parametrize("left_out", [0, 7])
def test_rows_on_no_page_and_entries_left_out_are_unknown(left_out: int) -> None:
    site = _site("x" * 22_000)
    entries = sorted(search_entries(site), key=lambda entry: entry.kind.name == TITLE)
    found = search_coverage(site, entries, len(entries) - left_out)
    known = len(entries) - left_out
    assert found == SearchCoverage(known, len(entries) + 10, (PartlyKnown(TITLE, 50 - left_out, ROWS),))


def test_the_pages_say_what_is_missing_and_where_it_is() -> None:
    site = _site("x" * 22_000)
    files = render_site(site)
    known = len(list(search_entries(site)))
    (note,) = re.findall(r"<p class=small>(This search .*?</a>)", files["search.html"].decode())
    assert note == (
        f"This search covers {known} of {known + 10} entries; its index is kept small enough to load at once. "
        f"{TITLE}: the first 50 of 60. <a href=download.html>All of them are in the files.</a>"
    )
    assert f'data-none="Nothing fits “{{query}}” among the {known} of {known + 10} entries' in files["search.html"].decode()
    (cut,) = re.findall(r"<p>(A table has .*?</a>)", files["tables/others/7.html"].decode())
    assert cut == (
        "A table has at most 50 pages of rows here: these show the first 50 of 60 rows. "
        "<a href=../../download.html>The files have all of them.</a>"
    )
