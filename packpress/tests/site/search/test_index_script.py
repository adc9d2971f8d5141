"""The index of the search is a script of bounded size, from which each entry can be read again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from packpress.site.search.entry import Kind, SearchEntry
from packpress.site.search.index_script import LARGEST_INDEX, index_script

FIGURE, NAME = Kind("Figure", 1.5, is_own=True), Kind("Body")
ENTRIES = [
    SearchEntry(FIGURE, "figures/one.html", "Deaths", "死亡", "2023", "A long text of words", ("matches", "lower")),
    SearchEntry(FIGURE, "figures/two.html", "Seizures"),
    SearchEntry(NAME, "bodies/org.html", "A body", language="es"),
]
HOSTILE = {
    "end of script": "</script><script>alert(1)</script>",
    "comment": "<!-- --><script",
    "line separators": "a\u2028b\u2029c",
    "quotation marks": "\"'`${alert(1)}\\",
    "controls": "\x00\x07\x1b\x7f",
    "right to left": "\u202eabc",
}


def read(script: str) -> Any:
    start, end = "globalThis.packpressIndex=", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    return json.loads(script[len(start) : -len(end)])


def test_the_index_holds_each_entry_in_its_shortest_form() -> None:
    assert read(index_script(ENTRIES, ["of"]).script) == {
        "stop": ["of"],
        "separator": " · ",
        "kinds": [
            {"name": "Figure", "weight": 1.5, "before": "figures/", "after": ".html", "own": True},
            {"name": "Body", "weight": 1.0, "before": "bodies/org.html", "after": ""},
        ],
        "records": [
            [0, "one", "Deaths", "死亡", "2023", "A long text of words", "matches lower"],
            [0, "two", "Seizures"],
            [1, "", "A body", "", "", "", "", "es"],
        ],
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_leaves_its_place_in_the_script(text: str) -> None:
    script = index_script([SearchEntry(Kind(text), text, text, text, text, text, (text,), text)], [text]).script
    shown = text.replace("\u202e", r"\u202e")
    assert read(script)["records"] == [[0, "", shown, shown, shown, shown, shown, shown]]
    assert not {"<", "\u2028", "\u2029", "\x7f"} & set(script)
    assert script.count("\n") == 1


def test_long_words_are_cut_until_the_index_is_small_enough() -> None:
    entries = [SearchEntry(FIGURE, f"figures/{at}.html", f"Title {at}", words="some words " * 40) for at in range(1000)]
    index = index_script(entries)
    assert len(index.script) <= LARGEST_INDEX
    assert (index.count, index.of) == (1000, 1000)
    rows = read(index.script)["records"]
    assert [row[2] for row in rows] == [entry.title for entry in entries]
    assert {row[5] for row in rows} == {"some words " * 10 + "some words…"}


def test_the_last_entries_are_left_out_where_titles_alone_are_too_large() -> None:
    entries = [SearchEntry(FIGURE, f"figures/{at}.html", f"Title {at} " * 4, words="word") for at in range(9000)]
    index = index_script(entries)
    assert LARGEST_INDEX * 0.8 < len(index.script) <= LARGEST_INDEX
    rows = read(index.script)["records"]
    assert (index.count, index.of) == (len(rows), 9000)
    assert [row[2:] for row in rows] == [[entry.title] for entry in entries[: len(rows)]]
