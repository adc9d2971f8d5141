"""The pages on changes: the changelog's section, each table cell by cell, and the feed."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from tests.site.pages.harbours import RAW, SETTING, harbour_site
from tests.site.pages.page_text import read_kind, render_kind

from packpress.changes.cells.formats import json_line
from packpress.changes.cells.model import CellLine
from packpress.site.pages.versions import changes

NOTES = "## 2.0.0 (2024-06-01)\n\nRead on.\n\n### Data\n\n- `voyages`: a row\n"
V1, V8 = (("id", "v1"),), (("id", "v8"),)
CHANGED = [
    CellLine("voyages", None, None, "modify", ("id", "title"), ("id", "title", "day")),
    CellLine("voyages", V8, "id", "delete", "v8", None),
    CellLine("voyages", V8, "title", "delete", "Gone voyage", None),
    CellLine("voyages", V1, "title", "modify", "Voyage <1>", "First voyage"),
    CellLine("voyages", V1, "day", "modify", None, "1650-03"),
    CellLine("voyages", V1, "from", "modify", "kb", "yy\u2028zz"),
    CellLine("voyages", V1, "origin", "add", None, "log"),
]
FILE = {"changes/1.0.0..2.0.0.jsonl": "".join(map(json_line, CHANGED))}


def test_the_first_page_has_the_changelog_and_counts_the_changes_of_each_table() -> None:
    page = read_kind(harbour_site(texts={"CHANGES.md": NOTES, **FILE}), changes)["changes/index.html"]
    assert page.lines == [
        "Changes",
        "2.0.0 (2024-06-01)",
        "Read on.",
        "Data",
        "voyages: a row",
        "Cell by cell",
        "Every cell that differs between 1.0.0 and 2.0.0.",
        "Rows of each table that were added, changed or removed",
        "Table | Added | Changed | Removed",
        "Voyages | 0 | 1 | 1",
        "Withdrawn identifiers",
        "An identifier is never used again. Its page stays, and says what replaces it.",
        "v9 2.0.0",
        "It was the same voyage.",
        "b9 2.0.0",
        "z9 1.5.0",
    ]
    assert ("Voyages", "1.0.0/voyages.html") in page.links


def test_a_table_shows_each_row_that_changed_with_its_cells_before_and_now() -> None:
    page = read_kind(harbour_site(texts=FILE), changes)["changes/1.0.0/voyages.html"]
    assert page.lines == [
        "Changes",
        "Voyages: changes since 1.0.0",
        "Every cell of Voyages that changed between 1.0.0 and 2.0.0.",
        "Columns",
        "Columns before",
        "id, title",
        "Columns now",
        "id, title, day",
        "removed v8",
        "changed First voyage",
        "Title",
        "Voyage <1> First voyage",
        "Day",
        "empty March 1650",
        "From",
        "Copenhagen yy zz",
        "Origin",
        "empty Said by the log",
    ]
    assert page.links == [("Changes", "../index.html"), ("First voyage", "../../voyages/v1.html")]


def test_without_a_file_of_changes_the_page_says_so() -> None:
    lines = read_kind(harbour_site(), changes)["changes/index.html"].lines
    assert lines[:4] == [
        "Changes",
        "This release has no section in a changelog.",
        "Cell by cell",
        "This is the first release, or no earlier one was compared: there are no changed cells to list.",
    ]


def test_a_package_with_nothing_to_say_on_changes_has_no_page() -> None:
    site = harbour_site(SETTING, {name: part for name, part in RAW.items() if name != "packpress:withdrawn"})
    assert [*changes.links(site), *changes.pages(site)] == []


def test_a_package_with_an_address_has_a_feed_of_its_release() -> None:
    site = harbour_site(texts={"CHANGES.md": "A & B\x00 <c>"}, homepage="https://example.org/h/")
    feed = ElementTree.fromstring(render_kind(site, changes)["changes.atom"])
    name = "{http://www.w3.org/2005/Atom}"
    entry = feed.find(f"{name}entry")
    assert entry is not None
    assert {part.tag.removeprefix(name): part.text for part in entry if part.text} == {
        "title": "Harbours 2.0.0",
        "id": "https://example.org/h/2.0.0/",
        "updated": "2024-06-01T00:00:00Z",
        "summary": "A & B <c>",
    }
    assert [link.attrib for link in feed.findall(f"{name}link")] == [
        {"rel": "self", "href": "https://example.org/h/site/2.0.0/changes.atom"},
        {"href": "https://example.org/h/site/2.0.0/changes/index.html"},
    ]


def test_without_an_address_there_is_no_feed_and_no_link_to_one() -> None:
    rendered = render_kind(harbour_site(), changes)
    assert [path for path in rendered if path.endswith(".atom")] == []
    assert "atom" not in rendered["changes/index.html"]
