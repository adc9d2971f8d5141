"""The first page of each kind of names."""

from __future__ import annotations

from tests.site.pages.harbours import RAW, SETTING, harbour_site
from tests.site.pages.page_text import read_kind, render_kind

from packpress.site.model.page import READ, Link
from packpress.site.pages.names import listing


def test_the_matrix_has_a_count_for_each_kind_that_opens_the_list() -> None:
    page = read_kind(harbour_site(), listing)["lands/index.html"]
    assert page.lines == [
        "Lands",
        "A number opens the list of records.",
        "See also: Towns",
        "Voyages: records that name it, or a body of it, as a party. Loads: records about it.",
        "Lands | Loads | Voyages",
        "League",
        "Hanse | – | 1",
        "State",
        "Denmark | – | 2",
        "Germany | – | 1",
        "Named without a part in a record",
        "Iceland",
    ]
    assert page.links == [
        ("Towns", "../towns/index.html"),
        ("Hanse", "hl.html"),
        ("1", "hl.html#voyages"),
        ("Denmark", "dk.html"),
        ("2", "dk.html#voyages"),
        ("Germany", "de.html"),
        ("1", "de.html#voyages"),
        ("Iceland", "is.html"),
    ]


def test_the_squares_of_the_matrix_say_what_the_coded_text_states() -> None:
    html = render_kind(harbour_site(), listing)["lands/index.html"]
    assert html.count('<svg class="d-count"') == html.count("d-own") == 3


def test_names_within_others_are_listed_below_them_and_nested() -> None:
    html = render_kind(harbour_site(), listing)["towns/index.html"]
    page = read_kind(harbour_site(), listing)["towns/index.html"]
    assert page.lines == [
        "Towns",
        "Germany",
        "Hamburg 3 records",
        "Altona Altena 2 records",
        "Denmark",
        "Copenhagen København 1 record",
        "Without a country or group",
        "Nowhere no records",
    ]
    assert page.foreign == [("nds", "Altena"), ("da", "København")]
    assert [html.count(f'class="level{depth}"') for depth in (0, 1, 2)] == [3, 1, 0]


def test_each_kind_of_names_has_a_link() -> None:
    assert list(listing.links(harbour_site())) == [
        Link("lands/index.html", "Lands", READ, "4"),
        Link("towns/index.html", "Towns", READ, "4"),
    ]


def test_a_package_without_names_has_no_lists() -> None:
    site = harbour_site({}, RAW)
    assert [*listing.links(site), *listing.pages(site)] == []


def test_without_parties_names_are_a_nested_list() -> None:
    setting = {"records": SETTING["records"], "names": [{**SETTING["names"][1], "within": ""}]}
    page = read_kind(harbour_site(setting), listing)["towns/index.html"]
    assert page.lines == [
        "Towns",
        "Hamburg 3 records",
        "Altona Altena 1 record",
        "Copenhagen København 1 record",
        "Nowhere no records",
    ]
