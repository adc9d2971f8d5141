"""The search finds records, names, places in texts, sources, columns and pages, each by what a reader sees of it."""

from __future__ import annotations

from collections import Counter

from tests.site.invented_site import TABLES, invented_site

from packpress.package.site.setting import SiteSetting
from packpress.site.search.entries import search_entries
from packpress.site.search.entry import Kind, SearchEntry

TEXTS = [f"Words number {number}" for number in range(3)]
CODES = [f"id-{number}" for number in range(3)]


def test_a_record_is_found_by_its_title_texts_labels_and_parties() -> None:
    found = next(entry for entry in search_entries(invented_site(TEXTS, CODES)) if entry.address == "visits/id-1.html")
    assert found == SearchEntry(
        Kind("Words number 0", 2.0),
        "visits/id-1.html",
        "Words number 1",
        names="Words number 1",
        facts="Words number 1 75,000 Words number 1 · 1 May 2024 · Words number 1",
        words="Words number 1 · zh · Words number 1",
        verdicts=("id-1",),
        language="zh",
    )


def test_what_the_coded_text_states_counts_more() -> None:
    kinds = {entry.address: entry.kind for entry in search_entries(invented_site(TEXTS, CODES))}
    own, other = kinds["visits/id-0.html"], kinds["visits/id-1.html"]
    assert (own.is_own, other.is_own, own.weight > other.weight) == (True, False, True)


def test_each_kind_of_a_package_with_a_setting_is_found() -> None:
    counts = Counter(entry.kind.name for entry in search_entries(invented_site(TEXTS, CODES)))
    columns = sum(map(len, TABLES.values()))
    assert counts == {"Words number 0": 6, "Place in the text": 3, "Source": 3, "others Words number 2": 3, "Column": columns}


def test_every_row_of_a_package_without_a_setting_is_found() -> None:
    site = invented_site(TEXTS, CODES)
    site.setting = SiteSetting()
    counts = Counter(entry.kind.name for entry in search_entries(site) if entry.address.startswith("tables/"))
    assert (counts["others Words number 2"], counts["visits Words number 2"]) == (3, 3)
