from __future__ import annotations

import pytest
from tests.site.pages.harbours import TABLES, harbour_site

from packpress.site.model.twin_names import twin_marks

WITHIN = {"a": "Peru", "b": "Chile", "c": "Peru"}
ORIGINAL = {"a": "Ministerio", "b": "Ministerio de Chile", "c": "Oficina"}
# names, what may tell them apart → marks
MARKS: dict[str, tuple[dict[str, str], tuple[dict[str, str], ...], dict[str, str]]] = {
    "all differ": ({"a": "Ministry", "b": "Office"}, (WITHIN, ORIGINAL), {}),
    "first": ({"a": "Ministry", "b": "Ministry"}, (WITHIN, ORIGINAL), {"a": "Peru", "b": "Chile"}),
    "second": ({"a": "Ministry", "c": "Ministry"}, (WITHIN, ORIGINAL), {"a": "Ministerio", "c": "Oficina"}),
    "another case": ({"a": "Ministry", "b": "MINISTRY"}, (WITHIN,), {"a": "Peru", "b": "Chile"}),
    "one without": ({"a": "Ministry", "d": "Ministry"}, (WITHIN,), {"a": "Peru"}),
    "two without": ({"a": "Ministry", "d": "Ministry", "e": "Ministry"}, (WITHIN,), {}),
    "nothing tells them apart": ({"a": "Ministry", "c": "Ministry"}, (WITHIN,), {}),
}
# rows of towns → their labels
TOWNS: dict[str, tuple[str, dict[str, str]]] = {
    "two lands": (
        "hh,Haven,,DE,\nkb,Haven,,DK,\nal,Altona,,DE,\n",
        {"hh": "Haven (Germany)", "kb": "Haven (Denmark)", "al": "Altona"},
    ),
    "one land": ("hh,Haven,Hafen,DE,\nal,Haven,Havn,DE,\n", {"hh": "Haven (Hafen)", "al": "Haven (Havn)"}),
    "nothing known": ("hh,Haven,,,\nal,Haven,,,\n", {"hh": "Haven", "al": "Haven"}),
}


@pytest.mark.parametrize(("names", "marks", "found"), MARKS.values(), ids=MARKS)
def test_names_that_are_the_same_get_what_tells_them_apart(
    names: dict[str, str], marks: tuple[dict[str, str], ...], found: dict[str, str]
) -> None:
    assert twin_marks(names, marks) == found


@pytest.mark.parametrize(("rows", "labels"), TOWNS.values(), ids=TOWNS)
def test_a_label_says_which_of_two_names_it_is(rows: str, labels: dict[str, str]) -> None:
    site = harbour_site(tables={**TABLES, "towns": f"id,name,old,country,parent\n{rows}"})
    assert {row.id: site.label(row) for row in site.tables["towns"]} == labels


def test_a_label_of_a_record_is_its_title() -> None:
    site = harbour_site(tables={**TABLES, "voyages": "id,title,day,from,origin\nv1,Voyage,1650,,log\nv2,Voyage,1651,,log\n"})
    assert [site.label(row) for row in site.tables["voyages"]] == ["Voyage", "Voyage"]
