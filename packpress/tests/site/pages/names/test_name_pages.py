"""The page of a name."""

from __future__ import annotations

import pytest
from tests.site.pages.harbours import SETTING, TABLES, harbour_site
from tests.site.pages.page_text import read_kind, render_kind

from packpress.site.pages.names import name_pages

# path → the lines of the page
PAGES = {
    "lands/de.html": [
        "Lands",
        "Germany",
        "Voyages 1 · as a party",
        "March 1650 First voyage Owner: Hamburg, Altona; Guest",
        "What the roles mean",
        "Facts",
        "Sort",
        "State of today",
        "Towns",
        "Hamburg",
        "Altona",
    ],
    "towns/hh.html": [
        "Towns",
        "Hamburg",
        "Loads 2 · Town",
        "over 1,200 t Salt",
        "1,000 t Salt in the toll book",
        "Voyages 1 · as a party",
        "March 1650 First voyage Owner",
        "What the roles mean",
        "Facts",
        "Country",
        "Germany",
        "What belongs to it",
        "Altona",
        "Voyages: From",
        "Third voyage",
    ],
    "towns/kb.html": [
        "Towns",
        "Copenhagen",
        "København",
        "Voyages 1 · as a party",
        "Third voyage Owner",
        "What the roles mean",
        "Facts",
        "Country",
        "Denmark",
        "Voyages: From",
        "First voyage",
        "Books: By",
        "Toll book",
        "A leaf of it",
    ],
    "towns/xx.html": ["Towns", "Nowhere", "No record names it as a party, and none is about it."],
}


@pytest.mark.parametrize(("path", "lines"), PAGES.items(), ids=PAGES.keys())
def test_a_name_has_its_records_by_role_its_facts_and_what_belongs_to_it(path: str, lines: list[str]) -> None:
    assert read_kind(harbour_site(), name_pages)[path].lines == lines


def test_the_numbers_of_the_matrix_lead_to_sections_that_exist() -> None:
    pages = read_kind(harbour_site(), name_pages)
    assert [pages[path].ids for path in ("lands/de.html", "towns/hh.html", "towns/xx.html")] == [
        ["voyages"],
        ["loads", "voyages"],
        [],
    ]


def test_a_name_in_another_language_says_which() -> None:
    assert read_kind(harbour_site(), name_pages)["towns/kb.html"].foreign == [("da", "København")]


def test_a_name_with_enough_dated_records_has_a_drawing_of_their_years() -> None:
    voyages = "".join(f"w{number},Voyage {number},{1660 + number},,log\n" for number in range(6))
    crews = "".join(f"q{number},w{number},,IS,owner\n" for number in range(6))
    tables = {**TABLES, "voyages": TABLES["voyages"] + voyages, "crews": TABLES["crews"] + crews}
    pages = render_kind(harbour_site(tables=tables), name_pages)
    assert {path for path, html in pages.items() if "<svg" in html} == {"lands/is.html"}
    assert "the log above the line" in pages["lands/is.html"]


def test_rows_that_refer_to_a_name_too_often_are_counted() -> None:
    books = "".join(f"b{number:03},Book {number},,print,hh,,,,,,,\n" for number in range(63))
    lines = read_kind(harbour_site(tables={**TABLES, "books": TABLES["books"] + books}), name_pages)["towns/hh.html"].lines
    assert lines[-2:] == ["Book 59", "3 more"]


def test_the_facts_are_those_of_the_setting_that_are_filled() -> None:
    towns = {**SETTING["names"][1], "facts": ["parent", "id"]}
    pages = read_kind(harbour_site({**SETTING, "names": [SETTING["names"][0], towns]}), name_pages)
    lines = pages["towns/hh.html"].lines
    assert lines[lines.index("Facts") : lines.index("Facts") + 3] == ["Facts", "Id", "hh"]
