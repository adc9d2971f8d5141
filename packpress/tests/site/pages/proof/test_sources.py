"""The pages of sources: by kind, each with what it is and which records rest on it."""

from __future__ import annotations

from tests.site.pages.harbours import RAW, SETTING, TABLES, harbour_site
from tests.site.pages.page_text import read_kind

from packpress.site.pages.proof import sources


def test_a_source_says_who_published_it_when_and_what_rests_on_it() -> None:
    page = read_kind(harbour_site(), sources)["sources/print.html"]
    assert page.lines == [
        "Sources",
        "Printed book",
        "2 sources.",
        "Toll book",
        "Copenhagen · published 1700 · in English · read 2 May 2024 · no address was seen",
        "Seen in a copy.",
        "Its parts: A leaf of it",
        "2 records rest on it",
        "denies Salt",
        "limits Second voyage",
        "2 comparisons use it: Higher, Same",
        "A leaf of it",
        "Copenhagen",
        "Part of Toll book",
        "1 record rests on it",
        "First voyage",
        "1 comparison uses it: Same",
        "Written by hand",
    ]
    assert page.ids == ["toll", "leaf"]
    assert ("A leaf of it", "https://example.org/leaf") in page.links


def test_a_source_that_was_coded_leads_to_its_passages() -> None:
    page = read_kind(harbour_site(), sources)["sources/manuscript.html"]
    assert page.lines[3:7] == [
        "The log",
        "Das Logbuch",
        "A. Skipper · published 1652 · in German · read 1 May 2024",
        "Coded passage by passage: 2 records cite it. See the text",
    ]
    assert ("See the text", "../text/log.html") in page.links
    assert page.foreign == [("de", "The log"), ("de", "Das Logbuch")]


def test_the_list_counts_sources_by_kind_and_by_language() -> None:
    lines = read_kind(harbour_site(), sources)["sources/index.html"].lines
    assert lines[1:] == [
        "3 sources. Each is listed with who published it, when it was read, and which records rest on it. "
        "1 has no address: it was seen in another way.",
        "By kind",
        "Printed book 2",
        "Written by hand 1",
        "The sources on which the most records rest",
        "Toll book 2 records",
        "Tongue",
        "German",
        "1",
        "English",
        "1",
    ]


def test_many_sources_are_divided_and_each_is_where_its_address_says() -> None:
    rows = "".join(f"s{number},Book {number},,print,,{'x' * 500},,,,,,\n" for number in range(200))
    site = harbour_site(tables={**TABLES, "books": TABLES["books"] + rows})
    pages = read_kind(site, sources)
    assert [path for path in pages if "print" in path] == ["sources/print.html", "sources/print/2.html", "sources/print/3.html"]
    for row in site.tables["books"]:
        path, _, place = (site.address(row) or "").partition("#")
        assert place in pages[path].ids
    assert pages["sources/print/2.html"].lines[:2] == ["Sources", "Printed book, part 2 of 3"]


def test_sources_without_kinds_are_one_list() -> None:
    pages = read_kind(harbour_site({**SETTING, "sources": {}}), sources)
    assert [*pages] == ["sources/index.html", "sources/other.html"]
    assert pages["sources/other.html"].ids == ["log", "toll", "leaf"]


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    tables = {**TABLES, "books": TABLES["books"].replace("https://example.org/leaf", "javascript:alert(1)")}
    page = read_kind(harbour_site(tables=tables), sources)["sources/print.html"]
    assert [address for _, address in page.links if "javascript" in address] == []


def test_a_package_without_sources_has_no_such_pages() -> None:
    site = harbour_site(raw={**RAW, "packpress:provenance": {}})
    assert [*sources.links(site), *sources.pages(site)] == []
