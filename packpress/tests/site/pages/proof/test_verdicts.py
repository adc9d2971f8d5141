"""The pages of verdicts: an overview, evidence against records, and a list for each verdict."""

from __future__ import annotations

import pytest
from tests.site.pages.harbours import RAW, SETTING, TABLES, harbour_site
from tests.site.pages.page_text import read_kind, render_kind

from packpress.site.pages.proof import verdicts


def test_the_overview_begins_with_verdicts_that_part_and_ends_with_evidence_against_records() -> None:
    page = read_kind(harbour_site(), verdicts)["verdicts/index.html"]
    assert page.lines == [
        "Verdicts",
        "4 comparisons of stated figures, dates, names and acts with other sources. A verdict says how the two compare; "
        "none says that a claim is true. 3 pieces of evidence limit or contradict a record.",
        "All comparisons",
        "Higher 1 The stated figure is higher",
        "Missing 1 Looked for and not found",
        "Same 2 Both say the same",
        "Each mark is one comparison; the word opens its list.",
        "Evidence that limits or contradicts its record",
        "denies",
        "Salt · Amount",
        "“no salt”",
        "Toll book · page 4",
        "limits",
        "Second voyage",
        "Only in part.",
        "Toll book · page 5",
        "limits",
        "First voyage · Title",
        "“say nothing”",
        "Log of 1650, sentence 2",
    ]
    assert page.foreign == [("de", "say nothing")]


def test_the_overview_has_a_mark_for_each_comparison() -> None:
    html = render_kind(harbour_site(), verdicts)["verdicts/index.html"]
    assert [html.count(f'href="#marks-{number}"') for number in (1, 2, 3)] == [1, 1, 2]


# path → what the page says of its comparisons
LISTS = {
    "verdicts/above.html": [
        "The stated figure is higher. 1 comparison.",
        "Loads",
        "Salt",
        "Amount",
        "Stated over 1,200 t",
        "Found 1,000 t",
        "The toll book has less.",
        "Toll book · Compared on 2 May 2024",
    ],
    "verdicts/missing.html": [
        "Looked for and not found. 1 comparison.",
        "Voyages",
        "Second voyage",
        "Day",
        "Stated 1651",
        "Two archives were asked.",
        "Looked for on 3 May 2024",
    ],
    "verdicts/same.html": [
        "Both say the same. 2 comparisons.",
        "Loads",
        "Salt",
        "Weather",
        "Stated not stated",
        "Found fair",
        "A leaf of it",
        "Voyages",
        "First voyage",
        "Day",
        "Stated March 1650",
        "Found 1650",
        "Toll book · Compared on 2 May 2024",
    ],
}


@pytest.mark.parametrize(("path", "lines"), LISTS.items(), ids=LISTS.keys())
def test_a_list_has_both_sides_the_reasoning_the_source_and_the_day(path: str, lines: list[str]) -> None:
    found = read_kind(harbour_site(), verdicts)[path].lines
    assert found[2 : found.index("Other verdicts")] == lines


def test_a_long_list_is_divided() -> None:
    more = "".join(f"m{number},v1,,day,same,,,toll,,\n" for number in range(70))
    pages = read_kind(harbour_site(tables={**TABLES, "checks": TABLES["checks"] + more}), verdicts)
    assert [path for path in pages if "same" in path] == ["verdicts/same.html", "verdicts/same-2.html"]
    assert ("Next part", "same-2.html") in pages["verdicts/same.html"].links
    assert sum(page.lines.count("First voyage") for path, page in pages.items() if "same" in path) == 71


def test_without_comparisons_the_page_has_the_evidence_and_without_both_there_is_none() -> None:
    setting = {name: part for name, part in SETTING.items() if name != "comparisons"}
    assert [*read_kind(harbour_site(setting), verdicts)] == ["verdicts/index.html"]
    site = harbour_site({**setting, "evidence": {}}, RAW)
    assert [*verdicts.links(site), *verdicts.pages(site)] == []
