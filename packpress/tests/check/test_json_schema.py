"""JSON Schema: each keyword says what draft 2020-12 says, any schema judges as the library does, and all of it is bounded."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from packpress.arrow import work_limits as effort
from packpress.arrow.work_limits import Effort, TooSlowError
from packpress.catalogue.page import describe_rules
from packpress.check.json_schema import compile_json_schema, compiler, read_value


def _conform(schema: Any, *texts: str) -> list[bool]:
    return compile_json_schema(schema, Effort())([read_value(text) for text in texts])


# schema → JSON texts that conform, and that do not
JUDGED: list[tuple[Any, str, str]] = [
    (True, "1 null {}", ""),
    (False, "", "1 null {}"),
    ({}, "1 null {}", ""),
    ({"unheard": 1, "format": "email", "title": "a"}, '1 "x"', ""),
    ({"type": "integer"}, "1 -0 1.0 1e3 12345678901234567890 1e999999", "1.5 true null 1e-1 1e-999999"),
    ({"type": ["number", "null"]}, "1 1.5 null 1e99999999999999999999", 'true "1" []'),
    ({"type": "boolean"}, "true false", "0 1"),
    ({"type": "array"}, "[]", "{}"),
    ({"type": "object"}, "{}", "[]"),
    ({"const": 1}, "1 1.0 1e0", "true 2"),
    ({"const": {"a": [1, {"b": None}]}}, '{"a":[1.0,{"b":null}]}', '{"a":[1]} {"a":[1,{"b":false}]}'),
    ({"enum": [False, "a", [0]]}, 'false "a" [0] [0.0]', '0 [false] "b" null'),
    ({"minimum": 0.1, "maximum": 0.3}, '0.1 0.3 0.2 "x"', "0.09999999999999999999 0.30000000000000000001"),
    ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, "1.5 1.00000000000000000001", "1 2 1.0"),
    ({"maximum": 9007199254740992}, "9007199254740992", "9007199254740993"),
    ({"multipleOf": 0.01}, "0.07 4.35 0 1e30 1e999999 0e-999999", "0.075 1e-999999 1e-3"),
    ({"multipleOf": 3}, "9 1.2e1", "10 9.5 1e999999 1e99999999999999999999"),
    ({"minLength": 2, "maxLength": 3}, '"ab" "\\ud83d\\ude00\\u00e9" 1', '"a" "abcd"'),
    ({"pattern": "^(a+)+$"}, '"aa" 5', '"ab" ""'),
    ({"pattern": "b"}, '"abc"', '"a" "\\ud800b"'),
    ({"minItems": 1, "maxItems": 2}, "[1] {}", "[] [1,2,3]"),
    ({"uniqueItems": True}, '[1,true,"1"] [[1],[2]]', '[1,1.0] [{"a":1,"b":2},{"b":2,"a":1}]'),
    ({"uniqueItems": False}, "[1,1]", ""),
    ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, '[] ["a"] ["a",1]', '[1] ["a","b"]'),
    ({"items": False}, "[]", "[1]"),
    ({"contains": {"const": 1}}, "[1,2] {}", "[] [2]"),
    ({"contains": {"const": 1}, "minContains": 2, "maxContains": 2}, "[1,1]", "[1] [1,1,1]"),
    ({"contains": {"const": 1}, "minContains": 0}, "[]", ""),
    ({"required": ["a"], "minProperties": 2, "maxProperties": 2}, '{"a":1,"b":1} []', '{"b":1,"c":1} {"a":1}'),
    ({"dependentRequired": {"a": ["b"]}}, '{"c":1} {"a":1,"b":1}', '{"a":1}'),
    ({"dependentSchemas": {"a": {"minProperties": 2}}}, '{"c":1} {"a":1,"b":1}', '{"a":1}'),
    ({"propertyNames": {"maxLength": 1}}, '{"a":1}', '{"ab":1}'),
    ({"properties": {"a": {"type": "null"}}}, '{"a":null} {"b":1}', '{"a":1}'),
    ({"patternProperties": {"^a": {"type": "null"}}}, '{"ab":null,"b":1}', '{"ab":1}'),
    ({"properties": {"a": {}}, "patternProperties": {"^b": {}}, "additionalProperties": False}, '{"a":1,"b1":1}', '{"c":1}'),
    ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, "1", "0 3"),
    ({"anyOf": [{"minimum": 5}, {"maximum": 2}]}, "1 6", "3"),
    ({"oneOf": [{"minimum": 1}, {"maximum": 2}]}, "0 3", "1"),
    ({"not": {"type": "null"}}, "1", "null"),
    ({"if": {"minimum": 5}, "then": {"maximum": 9}, "else": {"maximum": 1}}, "7 1", "10 3"),
    ({"then": False, "else": False}, "1", ""),
    ({"$ref": "#/$defs/a~1b%25", "$defs": {"a/b%": {"type": "null"}}}, "null", "1"),
    ({"properties": {"next": {"$ref": "#"}}, "required": ["v"]}, '{"v":1,"next":{"v":1}}', '{"v":1,"next":{}}'),
    ({"items": {"$ref": "#/prefixItems/0"}, "prefixItems": [{"type": "null"}]}, "[null,null]", "[null,1]"),
    ({"properties": {"a": {}}, "unevaluatedProperties": False}, '{"a":1}', '{"b":1}'),
    (
        {"anyOf": [{"properties": {"a": {"const": 1}}}, {"patternProperties": {"^b": {}}}], "unevaluatedProperties": False},
        '{"a":1} {"b1":2}',
        '{"c":2} {"a":2,"c":1}',
    ),
    (
        {"if": {"required": ["a"]}, "then": {"properties": {"a": {}, "b": {}}}, "unevaluatedProperties": False},
        '{"a":1,"b":1} {}',
        '{"b":1}',
    ),
    ({"$ref": "#/$defs/a", "$defs": {"a": {"properties": {"x": {}}}}, "unevaluatedProperties": False}, '{"x":1}', '{"y":1}'),
    ({"dependentSchemas": {"a": {"additionalProperties": True}}, "unevaluatedProperties": False}, '{"a":1,"z":1}', '{"z":1}'),
    ({"prefixItems": [True], "contains": {"const": 9}, "unevaluatedItems": False}, "[1,9,9] [9]", "[1,9,2]"),
    ({"allOf": [{"items": True}], "unevaluatedItems": False}, "[1,2]", ""),
    ({"unevaluatedItems": {"type": "null"}}, "[null]", "[1]"),
]


@pytest.mark.parametrize(("schema", "right", "wrong"), JUDGED, ids=[json.dumps(schema) for schema, _, _ in JUDGED])
def test_a_value_is_judged_as_the_draft_says(schema: Any, right: str, wrong: str) -> None:
    assert _conform(schema, *right.split()) == [True] * len(right.split())
    assert _conform(schema, *wrong.split()) == [False] * len(wrong.split())


# what is no schema, or is not read
UNUSABLE: list[Any] = [
    5,
    {"type": "text"},
    {"type": []},
    {"type": [["string"]]},
    {"enum": "a"},
    {"minimum": "1"},
    {"minimum": True},
    {"multipleOf": 0},
    {"maxLength": -1},
    {"maxItems": 1.5},
    {"pattern": "("},
    {"pattern": 1},
    {"pattern": "(?=a)"},
    {"patternProperties": {"(": {}}},
    {"uniqueItems": 1},
    {"prefixItems": []},
    {"prefixItems": {}},
    {"items": [{}]},
    {"contains": True, "minContains": -1},
    {"required": "a"},
    {"required": ["a", "a"]},
    {"dependentRequired": {"a": "b"}},
    {"properties": []},
    {"properties": {"a": 1}},
    {"$defs": {"unused": {"type": 5}}},
    {"then": 1},
    {"allOf": {}},
    {"title": 1},
    {"deprecated": "no"},
    {"examples": 1},
    {"$ref": "http://localhost:9/x"},
    {"$ref": "other.json"},
    {"$ref": "#anchor"},
    {"$ref": "#/$defs/nope"},
    {"$ref": "#/allOf/x", "allOf": [{}]},
    {"$ref": 1},
    {"$dynamicRef": "#a"},
    {"dependencies": {"a": ["b"]}},
    {"items": {}, "additionalItems": False},
    {"properties": {"a": {"$id": "b.json"}}},
    {"$ref": "#"},
    {"allOf": [{"$ref": "#"}]},
    {"$defs": {"a": {"not": {"$ref": "#/$defs/b"}}, "b": {"dependentSchemas": {"x": {"$ref": "#/$defs/a"}}}}},
]


@pytest.mark.parametrize("schema", UNUSABLE, ids=json.dumps)
def test_what_is_no_schema_or_is_not_read_is_refused(schema: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        compile_json_schema(schema, Effort())


def test_a_schema_that_doubles_its_work_at_every_depth_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "JSON_STEPS", 10_000)
    conform = compile_json_schema({"items": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}, Effort())
    assert conform([read_value("[" * 5 + "]" * 5)]) == [True]
    with pytest.raises(TooSlowError):
        conform([read_value("[" * 40 + "]" * 40)])


def test_a_string_too_long_for_a_large_pattern_is_given_up() -> None:
    conform = compile_json_schema({"pattern": ".*" + "a.{1000}.*" * 10}, Effort())
    assert conform([read_value('"a"')]) == [False]
    with pytest.raises(TooSlowError):
        conform(["a" * 10**6])


def test_strings_of_several_values_are_asked_together_and_told_apart() -> None:
    assert _conform({"items": {"pattern": "^a"}}, '["a","ab"]', '["b"]', "[]", '["a","b"]') == [True, False, True, False]


NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = st.none() | st.booleans() | st.integers(-2, 3) | st.sampled_from([0.5, 1.0, 2.5]) | st.sampled_from(["", "a", "ab"])
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(NAMES, v, max_size=3), max_leaves=6)
COUNTS = st.integers(0, 3)


def _schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several, named = st.lists(inner, min_size=1, max_size=3), st.dictionaries(NAMES, inner, max_size=3)
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"]),
        "const": VALUES,
        "enum": st.lists(VALUES, max_size=3),
        "minimum": st.integers(-2, 3),
        "exclusiveMaximum": st.sampled_from([0, 0.5, 2]),
        "multipleOf": st.sampled_from([1, 2, 0.5]),
        "maxLength": COUNTS,
        "pattern": st.sampled_from(["^a", "b$", ""]),
        "uniqueItems": st.booleans(),
        "minItems": COUNTS,
        "maxProperties": COUNTS,
        "required": st.lists(NAMES, unique=True, max_size=2),
        "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, unique=True, max_size=2), max_size=2),
        "properties": named,
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "b|c"]), inner, max_size=2),
        "additionalProperties": inner,
        "propertyNames": inner,
        "dependentSchemas": named,
        "prefixItems": several,
        "items": inner,
        "contains": inner,
        "minContains": COUNTS,
        "maxContains": COUNTS,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
        "if": inner,
        "then": inner,
        "else": inner,
        "$ref": st.sampled_from(["#/$defs/one", "#/$defs/two"]),
        "unevaluatedItems": inner,
        "unevaluatedProperties": inner,
    }
    return st.lists(st.sampled_from(sorted(keywords)), unique=True, max_size=4).flatmap(
        lambda names: st.fixed_dictionaries({name: keywords[name] for name in names})
    )


SCHEMAS = st.recursive(st.booleans(), _schemas, max_leaves=8)
DEFINED = [{"properties": {"a": True}, "type": ["object", "integer"]}, {"prefixItems": [{"type": "string"}]}]


@given(schema=SCHEMAS, values=st.lists(VALUES, min_size=1, max_size=4))
def test_any_schema_judges_as_the_library_does(schema: Any, values: list[Any]) -> None:
    whole = {"allOf": [schema], "$defs": dict(zip(("one", "two"), DEFINED, strict=True))}
    validator = Draft202012Validator(whole)
    assert _conform(whole, *map(json.dumps, values)) == [validator.is_valid(value) for value in values]


def test_schemas_are_counted_when_they_are_read_and_not_for_each_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "MAX_SCHEMAS", 8)
    wanted = {
        "anyOf": [{"properties": {"a": {}}}, {"required": ["b"]}],
        "if": {"required": ["c"]},
        "unevaluatedProperties": False,
    }
    assert _conform(wanted, *['{"a":1}'] * 50, '{"b":1}') == [True] * 50 + [False]


# file of the official suite → how many of its groups of tests have a schema that is not read
REFUSED = {
    "anchor": 4,
    "defs": 1,
    "dynamicRef": 21,
    "pattern": 1,
    "patternProperties": 1,
    "ref": 16,
    "refRemote": 15,
    "unevaluatedItems": 1,
    "unevaluatedProperties": 1,
}
WHY = r"is not supported|is supported only at the top of the schema|^Invalid regular expression: .*Letter"
# what is judged unlike the suite: the meta-schema that a `$schema` names is not looked at
UNLIKE = [("vocabulary", "schema that uses custom metaschema with with no validation vocabulary")]


def test_the_official_suite_agrees_where_its_schemas_are_read(corpora: Path) -> None:
    refused: Counter[str] = Counter()
    judged, unlike = 0, []
    for file in sorted((corpora / "json-schema-test-suite").glob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8")):
            texts = [json.dumps(test["data"]) for test in group["tests"]]
            try:
                found = _conform(group["schema"], *texts)
            except ValueError as error:
                assert re.search(WHY, str(error)), error  # noqa: PT017 # most groups raise nothing
                refused[file.stem] += 1
                continue
            judged += len(texts)
            if found != [test["valid"] for test in group["tests"]]:
                unlike.append((file.stem, group["description"]))
    assert (refused, judged, unlike) == (REFUSED, 1171, UNLIKE)


def test_the_page_says_which_keywords_are_judged_which_say_nothing_and_which_are_refused() -> None:
    section = describe_rules().partition("\n## JSON Schemas\n")[2]
    items = [re.findall(r"`([^`]+)`", item.partition(".")[0]) for item in re.split(r"^- ", section, flags=re.MULTILINE)[1:]]
    judged, silent, refused = items
    with_contains = {"maxContains", "minContains"}
    assert {*judged} == (compiler._KEYWORDS.keys() | with_contains) - {"contentSchema"}
    assert {*silent} == {*compiler._ANNOTATIONS}
    assert {*refused} - {"schema-constraint"} == {*compiler._NOT_READ}
    assert [*map(len, map(set, items))] == [*map(len, items)]
