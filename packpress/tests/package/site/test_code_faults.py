"""A code in the setting of a site that its column does not have is reported with its place and the codes that exist."""

from __future__ import annotations

from typing import Any

import pytest

from packpress.package.site.code_faults import TableCodes, code_faults, code_texts
from packpress.types.field import Field

CODES: TableCodes = {
    "loans": {"origin": ("register", "letters"), "bound": ("exact", "at-least"), "land": ("IS", "NO"), "title": ()},
    "checks": {"result": ("matches", "higher", "lower"), "many": tuple("abcdefghijklmnop")},
    "quotes": {"stance": ("states", "limits")},
}
CHECKS = {"resource": "checks", "verdict": "result"}
LOANS = {"resource": "loans"}
MISSING: dict[str, tuple[dict[str, Any], str]] = {
    "mark": (
        {"comparisons": {**CHECKS, "marks": {"matches": "equal", "higer": "up"}}},
        'comparisons: marks has "higer", which is no code of checks.result; its codes are matches, higher, lower; '
        'did you mean "higher"?',
    ),
    "word": (
        {"comparisons": {**CHECKS, "words": {"absent": "Not there"}}},
        'comparisons: words has "absent", which is no code of checks.result; its codes are matches, higher, lower',
    ),
    "without bars": (
        {"comparisons": {**CHECKS, "withoutBars": ["lower", "x"]}},
        'comparisons: withoutBars has "x", which is no code of checks.result; its codes are matches, higher, lower',
    ),
    "of many": (
        {"comparisons": {**CHECKS, "verdict": "many", "marks": {"xyz": "up"}}},
        'comparisons: marks has "xyz", which is no code of checks.many; its codes are a, b, c, d, e, f, g, h, i, j, k, l, …',
    ),
    "own": (
        {"records": [LOANS, {**LOANS, "own": {"field": "origin", "values": ["register", "x"]}}]},
        'records 2: own: values has "x", which is no code of loans.origin; its codes are register, letters',
    ),
    "own of the timeline": (
        {"timeline": [{**LOANS, "own": {"field": "origin", "values": ["x"]}}]},
        'timeline 1: own: values has "x", which is no code of loans.origin; its codes are register, letters',
    ),
    "qualifier": (
        {"records": [{**LOANS, "figure": {"value": "n", "qualifier": "bound", "words": {"x": "about"}}}]},
        'records 1: figure: words has "x", which is no code of loans.bound; its codes are exact, at-least',
    ),
    "language": (
        {"records": [{**LOANS, "original": {"field": "n", "languageField": "land", "languages": {"SE": "sv"}}}]},
        'records 1: original: languages has "SE", which is no code of loans.land; its codes are IS, NO',
    ),
    "stance": (
        {"evidence": {"silent": ["states"], "against": ["x"]}},
        'evidence: against has "x", which is no code of quotes.stance; its codes are states, limits',
    ),
}
NOTHING: dict[str, dict[str, Any]] = {
    "known codes": {"comparisons": {**CHECKS, "marks": {"matches": "equal"}, "withoutBars": ["lower"]}},
    "a column of any text": {"records": [{**LOANS, "own": {"field": "title", "values": ["x"]}}]},
    "an unknown column": {"records": [{**LOANS, "own": {"field": "titel", "values": ["x"]}}]},
    "an unknown table": {"comparisons": {"resource": "x", "verdict": "result", "marks": {"x": "up"}}},
    "wrong types": {
        "comparisons": [],
        "records": [[], {**LOANS, "own": {"field": [], "values": "x"}}],
        "evidence": {"silent": 1},
    },
}
RAW = {"packpress:provenance": {"evidence": {"resource": "quotes", "stance": "stance"}}}


@pytest.mark.parametrize("name", MISSING)
def test_an_unknown_code_is_named_with_its_place_and_the_codes_that_exist(name: str) -> None:
    given, message = MISSING[name]
    assert list(code_faults(RAW, given, "site", CODES)) == [f"site: {message}"]


@pytest.mark.parametrize("given", NOTHING.values(), ids=NOTHING)
def test_other_settings_give_nothing(given: dict[str, Any]) -> None:
    assert list(code_faults(RAW, given, "site", CODES)) == []


@pytest.mark.parametrize(
    ("raw", "constraints", "codes"),
    [
        ({"categories": [{"value": "a", "label": "A"}, {"value": "b"}]}, {}, ("a", "b")),
        ({"categories": [1, 2]}, {}, ("1", "2")),
        ({}, {"enum": ["x", True]}, ("x", "true")),
        ({}, {}, ()),
    ],
    ids=["labelled", "numbers", "enum", "any"],
)
def test_codes_are_categories_or_the_values_of_an_enum(
    raw: dict[str, Any], constraints: dict[str, Any], codes: tuple[str, ...]
) -> None:
    assert code_texts(Field("f", "string", "default", "", "", constraints, (), raw)) == codes
