"""The pages of withdrawn identifiers."""

from __future__ import annotations

from tests.site.pages.harbours import RAW, TABLES, harbour_site
from tests.site.pages.page_text import read_kind

from packpress.site.pages.versions import withdrawn_pages
from packpress.site.pages.versions.withdrawn_ids import withdrawn_ids, withdrawn_page


def test_an_identifier_keeps_its_address_and_says_why_it_was_withdrawn_and_what_replaces_it() -> None:
    pages = read_kind(harbour_site(), withdrawn_pages)
    assert {path: page.lines[2:] for path, page in pages.items()} == {
        "voyages/v9.html": [
            "Withdrawn in version 2.0.0. It was a row of Voyages.",
            "It was the same voyage.",
            "Replaced by: First voyage",
        ],
        "withdrawn/b9.html": ["Withdrawn in version 2.0.0. It was a row of Books.", "Replaced by: Toll book"],
        "withdrawn/z9.html": ["Withdrawn in version 1.5.0.", "Nothing replaces it."],
    }
    assert ("First voyage", "v1.html") in pages["voyages/v9.html"].links


def test_an_identifier_that_a_row_has_again_has_no_page_of_its_own() -> None:
    site = harbour_site()
    assert [withdrawn_page(site, name) for name in ("v9", "v2", "other")] == ["voyages/v9.html", None, None]


def test_an_identifier_never_takes_the_page_of_a_row() -> None:
    tables = {**TABLES, "gone": "name,sheet,next,since,why\nV1,voyages,,1.0.0,\n"}
    paths = [item.path for item in withdrawn_ids(harbour_site(tables=tables))]
    assert len(paths) == 1
    assert paths[0].startswith("voyages/v1-")


def test_a_package_without_such_a_table_has_no_such_pages() -> None:
    raw = {name: part for name, part in RAW.items() if name != "packpress:withdrawn"}
    assert list(withdrawn_pages.pages(harbour_site(raw=raw))) == []
