"""Two cells are equal for all or for none: unique, primary, composite and foreign keys, and enum."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.check.validate import validate
from packpress.types.json_cells import canonical_json

INTEGERS = {"type": "list", "itemType": "integer"}
# field, two cells, whether they are equal
PAIRS: list[tuple[dict[str, Any], str, str, bool]] = [
    ({"type": "string"}, "a", "A", False),
    ({"type": "string"}, "1", "01", False),
    (
        {"type": "string", "format": "uuid"},
        "00000000-0000-0000-0000-00000000000a",
        "00000000-0000-0000-0000-00000000000A",
        False,
    ),
    ({"type": "any"}, "1", "1.0", False),
    ({"type": "integer"}, "1", "+01", True),
    ({"type": "integer"}, "0", "-0", True),
    ({"type": "integer", "groupChar": " "}, "1 000", "1000", True),
    ({"type": "number"}, "1", "10e-1", True),
    ({"type": "number"}, "0.1", "0.10000000000000001", False),
    ({"type": "number"}, "NaN", "nan", True),
    ({"type": "number", "bareNumber": False}, "5%", "5.0 kg", True),
    ({"type": "boolean"}, "true", "1", True),
    ({"type": "boolean"}, "true", "false", False),
    ({"type": "date"}, "2024-01-01", "2024-01-02", False),
    ({"type": "date", "format": "any"}, "20240101", "2024-01-01", True),
    ({"type": "date", "format": "%d.%m.%Y %H"}, "01.02.2024 01", "1.2.2024 02", True),
    ({"type": "time", "format": "%d %H"}, "01 10", "02 10", True),
    ({"type": "time", "format": "any"}, "10:00", "10:00:00.0", True),
    ({"type": "datetime"}, "2024-01-01T00:00:00+01:00", "2023-12-31T23:00:00Z", True),
    ({"type": "datetime"}, "2024-01-01T00:00:00", "2024-01-01T00:00:00Z", False),
    ({"type": "datetime"}, "0001-01-01T00:00:00+01:00", "0001-01-01T01:00:00+02:00", True),
    ({"type": "datetime"}, "2024-01-01T00:00:00.1234567", "2024-01-01T00:00:00.1234568", False),
    ({"type": "datetime", "format": "%Y-%m-%d %H%z"}, "0001-01-01 00+0100", "0001-01-01 01+0200", True),
    ({"type": "year"}, "2024Z", "2024+00:00", True),
    ({"type": "duration"}, "P1Y", "P12M", True),
    ({"type": "duration"}, "P1M", "P30D", False),
    ({"type": "geopoint"}, "1,2", "1, 2", True),
    ({"type": "geopoint"}, "-0,+2.50", "0,2.5", True),
    ({"type": "geopoint"}, "1,2", "2,1", False),
    ({"type": "geopoint", "format": "array"}, "[1,2]", "[1.0, 20e-1]", True),
    ({"type": "geopoint", "format": "object"}, '{"lon":1,"lat":2}', '{"lat": 2.0, "lon": 1}', True),
    ({"type": "geopoint", "format": "object"}, '{"lon":1,"lat":2}', '{"lat": 1, "lon": 2}', False),
    ({"type": "geojson"}, '{"type":"Point","coordinates":[1,2]}', '{"coordinates": [1.0, 2e0], "type": "Point"}', True),
    ({"type": "geojson"}, '{"type":"Point","coordinates":[1,2]}', '{"coordinates":[2,1],"type":"Point"}', False),
    ({"type": "list"}, "1,2", "01,2", False),
    ({"type": "list"}, "a,b", "a, b", False),
    (INTEGERS, "1,2", "01,+2", True),
    (INTEGERS, "1,2", "2,1", False),
    (INTEGERS, "1,2", "12", False),
    ({**INTEGERS, "delimiter": ";"}, "1;2", "01;2", True),
    ({"type": "list", "delimiter": ";"}, "a,b", "a;b", False),
    ({"type": "list", "delimiter": ", "}, "a, b", "a,b", False),
    ({"type": "list", "itemType": "number"}, "1,NaN", "1.0,nan", True),
    ({"type": "list", "itemType": "boolean"}, "true,0", "1,FALSE", True),
    ({"type": "list", "itemType": "datetime"}, "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00", True),
    ({"type": "array"}, "[1,2]", "[1.0,2e0]", True),
    ({"type": "array"}, "[1,2]", "[2,1]", False),
    ({"type": "array"}, "[1]", "[true]", False),
    ({"type": "array"}, "[1]", '["1"]', False),
    ({"type": "array"}, "[0.1]", "[0.10000000000000001]", False),
    ({"type": "array"}, "[1e400]", "[10e399]", True),
    ({"type": "array"}, "[0]", "[-0.0e9]", True),
    ({"type": "array"}, '["a\\u0062"]', '["ab"]', True),
    ({"type": "array"}, '["a,b"]', '["a","b"]', False),
    ({"type": "array"}, "[null]", '["null"]', False),
    ({"type": "array"}, "[]", "[[]]", False),
    ({"type": "object"}, '{"a":1}', '{"a": 1}', True),
    ({"type": "object"}, '{"a":1,"b":{"c":[],"d":2}}', '{"b":{"d":2.0,"c":[]},"a":1}', True),
    ({"type": "object"}, '{"a":1}', '{"A":1}', False),
    ({"type": "object"}, "{}", '{"":null}', False),
]
IDS = [f"{raw['type']} {a} {b}" for raw, a, b, _ in PAIRS]
ALL = pytest.mark.parametrize(("raw", "a", "b", "is_equal"), PAIRS, ids=IDS)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def rules(root: Path) -> list[tuple[str, int, str, str]]:
    return [(i.path, i.line, i.rule, i.value) for i in validate(root).issues if i.severity == "error"]


@ALL
def test_unique_primary_and_composite_keys_and_enum_agree(
    raw: dict[str, Any], a: str, b: str, is_equal: bool, make_package: Callable[..., Path]
) -> None:
    data = f"x,y\n{quoted(a)},c\n{quoted(b)},c\n"
    other = {"name": "y", "type": "string"}
    found = {}
    for rule, constraints, keys in (
        ("unique", {"unique": True}, {}),
        ("primary-key", {}, {"primaryKey": ["x"]}),
        ("unique-key", {}, {"uniqueKeys": [["y", "x"]]}),
        ("constraint-enum", {"enum": [a]}, {}),
    ):
        schema = {"fields": [{"name": "x", **raw, "constraints": constraints}, other], **keys}
        found[rule] = rules(make_package(schema, data))
    assert found == {
        rule: [("data.csv", 3, rule, f"c, {b}" if rule == "unique-key" else b)]
        if is_equal != (rule == "constraint-enum")
        else []
        for rule in found
    }


@ALL
def test_foreign_keys_agree(raw: dict[str, Any], a: str, b: str, is_equal: bool, make_package: Callable[..., Path]) -> None:
    of = {"fields": [{"name": "x", **raw}], "primaryKey": ["x"]}
    key = {"fields": ["x"], "reference": {"resource": "parent", "fields": ["x"]}}
    child = {"fields": [{"name": "x", **raw}], "foreignKeys": [key]}
    resources = [
        {"name": "child", "type": "table", "path": "data.csv", "schema": child},
        {"name": "parent", "type": "table", "path": "parent.csv", "schema": of},
    ]
    root = make_package({}, f"x\n{quoted(b)}\n", descriptor={"resources": resources})
    (root / "parent.csv").write_text(f"x\n{quoted(a)}\n", encoding="utf-8")
    assert rules(root) == ([] if is_equal else [("data.csv", 2, "foreign-key", b)])


def test_the_full_check_does_not_contradict(make_package: Callable[..., Path]) -> None:
    fields = [{"name": "g", "type": "geopoint"}, {"name": "l", **INTEGERS}, {"name": "o", "type": "object"}]
    parent = {"fields": [{**field, "constraints": {"required": True}} for field in fields], "uniqueKeys": [["g"], ["l"], ["o"]]}
    keys = [{"fields": [name], "reference": {"resource": "parent", "fields": [name]}} for name in ("g", "l", "o")]
    resources = [
        {"name": "child", "type": "table", "path": "data.csv", "schema": {"fields": fields, "foreignKeys": keys}},
        {"name": "parent", "type": "table", "path": "parent.csv", "schema": parent},
    ]
    root = make_package({}, 'g,l,o\n"1, 2","01,2","{""a"": 1.0}"\n', descriptor={"resources": resources})
    (root / "parent.csv").write_text('g,l,o\n"1,2","1,2","{""a"":1}"\n"1,3","1,3","{""a"":2}"\n', encoding="utf-8")
    assert validate(root, full=True).issues == ()


def test_parquet_is_compared_as_text_is(make_package: Callable[..., Path]) -> None:
    fields = [
        {"name": "l", "type": "list", "itemType": "integer"},
        {"name": "o", "type": "object"},
        {"name": "a", "type": "array"},
    ]
    child = {"fields": fields, "foreignKeys": [{"fields": ["l", "o"], "reference": {"resource": "p", "fields": ["l", "o"]}}]}
    resources = [
        {"name": "c", "type": "table", "path": "data.csv", "schema": child},
        {"name": "p", "path": "p.parquet", "format": "parquet", "schema": {"fields": fields, "uniqueKeys": [["a"], ["l"]]}},
    ]
    root = make_package({}, 'l,o,a\n"01,2","{""y"":2,""x"":1.0}",[]\n', descriptor={"resources": resources})
    columns: Mapping[str, Any] = {
        "l": [[1, 2], [1, 3]],
        "o": [{"x": 1, "y": 2}, {"x": 1, "y": 3}],
        "a": pa.array(["[1.0]", "[1]"]),
    }
    pq.write_table(pa.table(columns), root / "p.parquet")
    assert rules(root) == [("p.parquet", 2, "unique-key", "[1]")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.floats(-2, 2) | st.text('ab"\\é,:[]{}1', max_size=3),
    lambda item: st.lists(item, max_size=3) | st.dictionaries(st.text("ab", max_size=2), item, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(JSON, JSON)
def test_json_is_one_text_exactly_where_its_values_are_equal(one: Any, other: Any) -> None:
    first, second = canonical_json(json.dumps(one)), canonical_json(json.dumps(other, indent=1))
    assert (first == second) == (typed(one) == typed(other))
    assert canonical_json(json.dumps(one, indent=2, ensure_ascii=False)) == first


def typed(value: Any) -> Any:
    """The value so that true is not 1, which Python says it is."""
    if isinstance(value, list):
        return [typed(item) for item in value]
    if isinstance(value, dict):
        return {name: typed(item) for name, item in value.items()}
    return (isinstance(value, bool), value)
