from __future__ import annotations

from typing import Any

import pytest

from packpress.package.site.site_faults import site_faults

TABLES = {
    "loans": ("id", "title", "kind", "lent", "copies", "origin"),
    "checks": ("id", "loan_id", "result"),
    "letters": ("id", "tongue", "sort"),
}
CODES = {"checks": {"result": ("a", "b")}}
RECORD = {"resource": "loans", "path": "loans", "title": "Loans"}
NAME = {"resource": "checks", "path": "checks", "title": "Checks"}
# what is given → the message
FAULTS: dict[str, tuple[Any, str]] = {
    "no object": ([], '"packpress:site" must be an object'),
    "unknown part": (
        {"record": []},
        '"packpress:site" has the property "record", which has no meaning here; did you mean "records"?',
    ),
    "no array": ({"records": {}}, '"packpress:site": records must be an array of objects'),
    "missing path": ({"records": [{"resource": "loans", "title": "x"}]}, '"packpress:site": records 1 has no "path"; add it'),
    "unknown table": (
        {"records": [{**RECORD, "resource": "loan"}]},
        '"packpress:site": records 1: resource is "loan", but the package has no such table; did you mean "loans"?',
    ),
    "unknown column": (
        {"records": [{**RECORD, "label": "titel"}]},
        '"packpress:site": records 1: label is "titel", but its table has no such column; did you mean "title"?',
    ),
    "unknown column of several": (
        {"records": [{**RECORD, "facts": ["id", "due"]}]},
        '"packpress:site": records 1: facts is "due", but its table has no such column',
    ),
    "column of a part": (
        {"records": [{**RECORD, "own": {"field": "from", "values": ["a"]}}]},
        '"packpress:site": records 1: own: field is "from", but its table has no such column',
    ),
    "unsafe path": (
        {"records": [{**RECORD, "path": "../up"}]},
        '"packpress:site": records 1: path must be a name of lower-case letters, digits and "-", such as figures',
    ),
    "taken path": (
        {"records": [{**RECORD, "path": "codebook"}]},
        '"packpress:site": records 1: path is "codebook", which other pages have; choose another',
    ),
    "path of another kind": (
        {"records": [RECORD], "names": [{**NAME, "path": "loans"}]},
        '"packpress:site": several kinds of pages have the path "loans"; give each its own',
    ),
    "table of another kind": (
        {"records": [RECORD, {**RECORD, "path": "again"}]},
        '"packpress:site": several kinds of pages have the resource "loans"; give each its own',
    ),
    "unknown mark": (
        {"comparisons": {"resource": "checks", "records": ["loan_id"], "verdict": "result", "marks": {"a": "star"}}},
        '"packpress:site": comparisons: marks has "star"; a mark is one of equal, waves, up, down, circles, square, dashed, '
        "void, ring",
    ),
    "mark of an unknown code": (
        {"comparisons": {"resource": "checks", "records": ["loan_id"], "verdict": "result", "marks": {"a": "up", "c": "down"}}},
        '"packpress:site": comparisons: marks has "c", which is no code of checks.result; its codes are a, b',
    ),
    "language": (
        {"records": [{**RECORD, "original": {"field": "title", "language": 'zh" onclick'}}]},
        '"packpress:site": records 1: original: language must be a language tag, such as zh',
    ),
    "column of a table that is named elsewhere": (
        {"sources": {"kind": "kinds"}},
        '"packpress:site": sources: kind is "kinds", but its table has no such column',
    ),
    "unit": ({"units": {"kg": {"one": "kilo"}}}, '"packpress:site": units kg has no "many"; add it'),
    "image": (
        {"image": {"path": "../social.png", "alt": "x"}},
        '"packpress:site": image: path must be a path in the package that ends with .png, such as docs/social.png',
    ),
    "image with a name that Windows cannot have": (
        {"image": {"path": "docs/con.png", "alt": "x"}},
        '"packpress:site": image: path is "docs/con.png", which is the name of a device on Windows; choose another name',
    ),
    "image with empty words": (
        {"image": {"path": "social.png", "alt": " "}},
        '"packpress:site": image: alt must be a string that is not empty',
    ),
    "image without words": ({"image": {"path": "social.png"}}, '"packpress:site": image has no "alt"; add it'),
    "limits": ({"home": {"limits": "none"}}, '"packpress:site": home: limits must be an array of strings'),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_place(name: str) -> None:
    given, message = FAULTS[name]
    raw = {"packpress:site": given, "packpress:provenance": {"sources": {"resource": "letters"}}}
    assert list(site_faults(raw, TABLES, CODES)) == [("site-property", True, message)]


def test_a_right_setting_and_properties_of_others_give_nothing() -> None:
    setting = {
        "records": [{**RECORD, "label": "title", "figure": {"value": "copies"}, "example:colour": "red"}],
        "names": [NAME],
        "sources": {"kind": "sort", "language": "tongue"},
        "units": {"{rank}": {"one": "rank", "many": "rank", "values": {"1": "first"}}},
        "home": {"limits": ["That it is true."]},
        "example:more": 1,
    }
    raw = {"packpress:site": setting, "packpress:provenance": {"sources": {"resource": "letters"}}}
    assert list(site_faults(raw, TABLES, CODES)) == []
