from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.filesystem.file_names import colliding_names, name_fault
from packpress.site.model.anchors import anchor, file_stems


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        pytest.param(("unit", "{death}"), "unit.~7Bdeath~7D", id="braces"),
        pytest.param(("made_in",), "made_in", id="plain"),
        pytest.param(("a b", "c"), "a~20b.c", id="space"),
        pytest.param(("a.b", "c.d"), "a~2Eb.c.d", id="dots"),
        pytest.param(("row", "中"), "row.~E4~B8~AD", id="another script"),
        pytest.param(("row", '"><script>'), "row.~22~3E~3Cscript~3E", id="markup"),
        pytest.param(("row", ""), "row.", id="empty"),
    ],
)
def test_an_anchor_needs_no_escapes(parts: tuple[str, ...], wanted: str) -> None:
    assert anchor(*parts) == wanted


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_different_parts_give_different_anchors(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (anchor(*one) == anchor(*other)) == (one == other)


HOSTILE = [
    "m-plain-id",
    "USA",
    "usa",
    "Usa",
    "../../etc/passwd",
    "..",
    ".",
    "",
    "con",
    "NUL.txt",
    "aux.",
    "index",
    "INDEX",
    "a/b",
    "a\\b",
    "a:b",
    'a"b<c>',
    "é",
    "e\u0301",
    "\u202etxt",
    "a b ",
    "trailing.",
    "~tilde",
    "x" * 300,
    "x" * 301,
    "\0",
    "line\nbreak",
]


def test_names_of_files_are_safe_and_differ_on_every_system() -> None:
    stems = file_stems(HOSTILE)
    assert list(stems) == HOSTILE
    assert [stem for stem in stems.values() if name_fault(f"{stem}.html") or not re.fullmatch(r"[a-z0-9~._-]+", stem)] == []
    assert list(colliding_names(f"{stem}.html" for stem in stems.values())) == []
    assert len(set(stems.values())) == len(HOSTILE)
    assert [stem for stem in stems.values() if len(stem) > 100 or stem == "index"] == []


def test_a_plain_id_is_its_own_name() -> None:
    assert (file_stems(HOSTILE)["m-plain-id"], file_stems(HOSTILE)["usa"], file_stems(["USA"])["USA"]) == (
        "m-plain-id",
        "usa",
        "usa",
    )


@given(st.lists(st.text(max_size=5)))
def test_no_two_ids_share_a_file(ids: list[str]) -> None:
    stems = file_stems(ids)
    assert len({stem.casefold() for stem in stems.values()}) == len(set(ids))
    assert not any(name_fault(f"{stem}.html") for stem in stems.values())
