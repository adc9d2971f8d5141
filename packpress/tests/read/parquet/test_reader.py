"""Parquet resources that others made: types, constraints and keys as in CSV, and no file that troubles the reader."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.errors import PackpressError
from packpress.issue import Findings, Issue, Report
from packpress.read.parquet import reader as parquet_reader

Found = tuple[str, int, str, str, str, str]


def _package(root: Path, schema: Mapping[str, Any], data: pa.Table | bytes, **options: Any) -> Path:
    """A package of one Parquet table t.parquet."""
    if isinstance(data, bytes):
        (root / "t.parquet").write_bytes(data)
    else:
        pq.write_table(data, root / "t.parquet", **options)
    table = {"name": "t", "type": "table", "path": "t.parquet", "schema": schema}
    (root / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    return root


def _found(root: Path) -> list[Found]:
    report = validate(root)
    return [(i.path, i.line, i.column, i.key, i.rule, i.value) for i in report.issues]


def _one(field: Mapping[str, Any], values: list[Any], kind: pa.DataType, root: Path) -> list[tuple[int, str, str]]:
    """The issues of a table of one column: (row, rule, value)."""
    array = pa.array(values, kind)
    schema = {"fields": [{"name": "a", **field}]}
    return [(line, rule, value) for _, line, _, _, rule, value in _found(_package(root, schema, pa.table({"a": array})))]


DAY, MOMENT, CLOCK = date(2024, 2, 29), datetime(2024, 2, 29, 13, 5, 7), time(13, 5, 7)
LIST, STRUCT = pa.list_(pa.int32()), pa.struct([("lon", pa.float64()), ("lat", pa.float64())])

# what may hold a field → its type and properties, the Arrow type, values that are all right
HOLDS: dict[str, tuple[dict[str, Any], pa.DataType, list[Any]]] = {
    "string": ({"type": "string"}, pa.string(), ["x", "é", None, ""]),
    "large string": ({"type": "string"}, pa.large_string(), ["x", None]),
    "dictionary of strings": ({"type": "string"}, pa.dictionary(pa.int8(), pa.string()), ["x", "y", "x", None]),
    "an address": ({"type": "string", "format": "email"}, pa.string(), ["a@example.org"]),
    "binary": ({"type": "string", "format": "binary"}, pa.binary(), [b"\0\1", None]),
    "uuid": ({"type": "string", "format": "uuid"}, pa.binary(16), [b"0123456789abcdef", None]),
    **{str(kind): ({"type": "integer"}, kind, [0, 7, None]) for kind in (pa.int8(), pa.int16(), pa.int32(), pa.int64())},
    **{str(kind): ({"type": "integer"}, kind, [0, 7, None]) for kind in (pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())},
    "a whole decimal": ({"type": "integer"}, pa.decimal128(20, 0), [Decimal(-7), None]),
    "float": ({"type": "number"}, pa.float64(), [0.1, 1e300, -0.0, float("nan"), float("-inf"), None]),
    "float32": ({"type": "number"}, pa.float32(), [0.1, None]),
    "decimal": ({"type": "number"}, pa.decimal128(38, 11), [Decimal("1.50"), Decimal("0.00000000001"), None]),
    "decimal256": ({"type": "number"}, pa.decimal256(60, 2), [Decimal("1.50")]),
    "an integer as number": ({"type": "number"}, pa.int32(), [1, None]),
    "a number with another point": ({"type": "number", "decimalChar": ",", "groupChar": "."}, pa.float64(), [1234.5]),
    "bool": ({"type": "boolean"}, pa.bool_(), [True, False, None]),
    "bool with words": ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, pa.bool_(), [True, False]),
    "date32": ({"type": "date"}, pa.date32(), [DAY, None]),
    "date64": ({"type": "date"}, pa.date64(), [DAY, None]),
    "a date in a format": ({"type": "date", "format": "%d/%m/%Y"}, pa.date32(), [DAY, date(999, 1, 1), None]),
    "a date in a format as text": ({"type": "date", "format": "%d/%m/%Y"}, pa.string(), ["29/02/2024", None]),
    **{f"timestamp in {unit}": ({"type": "datetime"}, pa.timestamp(unit), [MOMENT, None]) for unit in ("s", "ms", "us", "ns")},
    "a timestamp with a zone": ({"type": "datetime"}, pa.timestamp("us", "Europe/Berlin"), [MOMENT, None]),
    "a timestamp in a format": ({"type": "datetime", "format": "%d.%m.%Y %H:%M"}, pa.timestamp("us"), [MOMENT]),
    "a datetime as text": ({"type": "datetime"}, pa.string(), ["2024-02-29T13:05:07Z"]),
    "time32": ({"type": "time"}, pa.time32("s"), [CLOCK, None]),
    "time64": ({"type": "time"}, pa.time64("ns"), [CLOCK]),
    "year": ({"type": "year"}, pa.int16(), [2024, 44, -44, None]),
    "year as text": ({"type": "year"}, pa.string(), ["2024"]),
    "yearmonth": ({"type": "yearmonth"}, pa.string(), ["2024-02"]),
    "duration": ({"type": "duration"}, pa.duration("ms"), [timedelta(milliseconds=1500), timedelta(-1), timedelta(0), None]),
    "duration as text": ({"type": "duration"}, pa.string(), ["P1Y"]),
    "struct": ({"type": "object"}, STRUCT, [{"lon": 1.5, "lat": None}, None]),
    "object as text": ({"type": "object"}, pa.string(), ['{"a":1}']),
    "list of lists": ({"type": "array"}, pa.list_(LIST), [[[1], []], None]),
    "large list": ({"type": "array"}, pa.large_list(pa.string()), [["é"], []]),
    "list of fixed size": ({"type": "array"}, pa.list_(pa.int32(), 2), [[1, 2]]),
    "list": ({"type": "list", "itemType": "integer", "delimiter": ";"}, LIST, [[1, 2], None]),
    "a point as struct": ({"type": "geopoint", "format": "object"}, STRUCT, [{"lon": 90.5, "lat": 45.5}]),
    "a point as list": ({"type": "geopoint", "format": "array"}, pa.list_(pa.float64()), [[90.5, 45.5]]),
    "a point as text": ({"type": "geopoint"}, pa.string(), ["90.5, 45.5"]),
    "geojson": ({"type": "geojson"}, pa.string(), ['{"type":"Point","coordinates":[1,2]}']),
    "any of numbers": ({"type": "any"}, pa.int64(), [1, None]),
    "any of times": ({"type": "any"}, pa.timestamp("ns", "UTC"), [MOMENT]),
    "any of lists": ({"type": "any"}, LIST, [[1]]),
    "nothing but null": ({"type": "integer"}, pa.null(), [None, None]),
}


@pytest.mark.parametrize(("field", "kind", "values"), HOLDS.values(), ids=HOLDS)
def test_an_arrow_type_holds_the_field(field: dict[str, Any], kind: pa.DataType, values: list[Any], tmp_path: Path) -> None:
    assert _one(field, values, kind, tmp_path) == []


# what may not hold a field → its type, the Arrow type, what the message says that may
HOLDS_NOT: dict[str, tuple[dict[str, Any], pa.DataType, str]] = {
    "text as integer": (
        {"type": "integer"},
        pa.string(),
        "string, which cannot hold integer; store it as an integer type, decimal of scale 0",
    ),
    "float as integer": (
        {"type": "integer"},
        pa.float64(),
        "double, which cannot hold integer; store it as an integer type, decimal of scale 0",
    ),
    "decimal as integer": (
        {"type": "integer"},
        pa.decimal128(9, 2),
        "decimal128(9, 2), which cannot hold integer; store it as an integer type, decimal of scale 0",
    ),
    "text as number": (
        {"type": "number"},
        pa.string(),
        "string, which cannot hold number; store it as an integer, float or decimal type",
    ),
    "integer as boolean": ({"type": "boolean"}, pa.int8(), "int8, which cannot hold boolean; store it as bool"),
    "text as date": ({"type": "date"}, pa.string(), "string, which cannot hold date; store it as date32"),
    "timestamp as date": ({"type": "date"}, pa.timestamp("us"), "timestamp[us], which cannot hold date; store it as date32"),
    "date as datetime": (
        {"type": "datetime"},
        pa.date32(),
        "date32[day], which cannot hold datetime; store it as timestamp, string",
    ),
    "integer as string": ({"type": "string"}, pa.int64(), "int64, which cannot hold string; store it as string"),
    "binary as string": ({"type": "string"}, pa.binary(), "binary, which cannot hold string; store it as string"),
    "list of times as array": (
        {"type": "array"},
        pa.list_(pa.time32("s")),
        "list<element: time32[ms]>, which cannot hold array; store it as list, string",
    ),
    "struct with a name twice": (
        {"type": "object"},
        pa.struct([("x", pa.int8()), ("x", pa.int8())]),
        "struct<x: int8, x: int8>, which cannot hold object; store it as struct, string",
    ),
    "list of lists as list": (
        {"type": "list"},
        pa.list_(LIST),
        "list<element: list<element: int32>>, which cannot hold list; store it as list of plain values, string",
    ),
}


@pytest.mark.parametrize(("field", "kind", "words"), HOLDS_NOT.values(), ids=HOLDS_NOT)
def test_an_arrow_type_that_does_not_hold_the_field_is_named(
    field: dict[str, Any], kind: pa.DataType, words: str, tmp_path: Path
) -> None:
    root = _package(tmp_path, {"fields": [{"name": "a", **field}]}, pa.table({"a": pa.array([], kind)}))
    message = f"the column has type {words}"
    assert validate(root).issues == (Issue("t.parquet", 0, "a", "", "parquet-type", "error", message),)


# what a value breaks → the field, the Arrow type, the values, the issues as (row, rule, value)
BREAKS: dict[str, tuple[dict[str, Any], pa.DataType, list[Any], list[tuple[int, str, str]]]] = {
    "required": ({"type": "integer", "constraints": {"required": True}}, pa.int8(), [1, None], [(2, "required", "")]),
    "required text": (
        {"type": "string", "constraints": {"required": True}},
        pa.string(),
        ["x", "", " ", None],
        [(2, "required", ""), (3, "required", " "), (4, "required", "")],
    ),
    "unique": (
        {"type": "number", "constraints": {"unique": True}},
        pa.float64(),
        [0.0, -0.0, None, None],
        [(2, "unique", "-0")],
    ),
    "pattern": (
        {"type": "string", "constraints": {"pattern": "a+"}},
        pa.string(),
        ["aa", "b"],
        [(2, "constraint-pattern", "b")],
    ),
    "enum": (
        {"type": "date", "constraints": {"enum": ["2024-01-01"]}},
        pa.date32(),
        [DAY],
        [(1, "constraint-enum", "2024-02-29")],
    ),
    "minimum": (
        {"type": "number", "constraints": {"minimum": 1.5}},
        pa.decimal128(5, 2),
        [Decimal("1.49")],
        [(1, "constraint-minimum", "1.49")],
    ),
    "maximum of times": (
        {"type": "datetime", "constraints": {"maximum": "2024-02-29T13:05:06Z"}},
        pa.timestamp("us", "UTC"),
        [MOMENT],
        [(1, "constraint-maximum", "2024-02-29T13:05:07Z")],
    ),
    "bounds in the field's notation": (
        {"type": "number", "decimalChar": ",", "constraints": {"maximum": "1,5"}},
        pa.float32(),
        [1.5, 1.75],
        [(2, "constraint-maximum", "1,75")],
    ),
    "a moment that is none": (
        {"type": "datetime"},
        pa.timestamp("ms"),
        [2**62],
        [(1, "type-datetime", f"<value out of range: {2**62}>")],
    ),
    "bounds in the field's format": (
        {"type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "01/03/2024"}},
        pa.date32(),
        [DAY],
        [(1, "constraint-minimum", "29/02/2024")],
    ),
    "lengths": (
        {"type": "string", "constraints": {"maxLength": 1}},
        pa.string(),
        ["é", "éé"],
        [(2, "constraint-max-length", "éé")],
    ),
    "lengths of lists": (
        {"type": "array", "constraints": {"minLength": 2}},
        LIST,
        [[1], [1, 2]],
        [(1, "constraint-min-length", "[1]")],
    ),
    "categories": (
        {"type": "integer", "categories": [{"value": 1, "label": "one"}]},
        pa.int32(),
        [1, 2],
        [(2, "constraint-categories", "2")],
    ),
    "json schema": (
        {"type": "object", "constraints": {"jsonSchema": {"required": ["lat"], "properties": {"lat": {"type": "number"}}}}},
        STRUCT,
        [{"lon": 1.0, "lat": None}],
        [(1, "constraint-json-schema", '{"lon": 1.0, "lat": null}')],
    ),
    "beyond int64": ({"type": "integer"}, pa.uint64(), [2**63], [(1, "type-range", str(2**63))]),
    "a day beyond the years": ({"type": "date"}, pa.date32(), [2932897], [(1, "type-date", "10000-01-01")]),
    "a day before the years": ({"type": "date", "format": "%Y"}, pa.date32(), [-719529], [(1, "type-date", "-0001-12-31")]),
    "a moment beyond the years": (
        {"type": "datetime"},
        pa.timestamp("s"),
        [253402300800],
        [(1, "type-datetime", "10000-01-01T00:00:00")],
    ),
    "a part of a second": ({"type": "time"}, pa.time32("ms"), [500], [(1, "type-time", "00:00:00.5")]),
    "not a number in an array": ({"type": "array"}, pa.list_(pa.float64()), [[float("nan")]], [(1, "type-array", "[NaN]")]),
    "not an address": ({"type": "string", "format": "email"}, pa.string(), ["a"], [(1, "type-string", "a")]),
    "hidden characters": (
        {"type": "string"},
        pa.string(),
        ["a", "a\u200b", "\x00"],
        [(2, "text-hidden-character", "a\u200b"), (3, "text-hidden-character", "\x00")],
    ),
    "letters in two pieces": ({"type": "string"}, pa.string(), ["e\u0301", "é"], [(1, "text-not-composed", "e\u0301")]),
    "a mark at the start is composed": ({"type": "string"}, pa.string(), ["e", "\u0301"], []),
    "hidden characters in a list": (
        {"type": "array"},
        pa.list_(pa.string()),
        [["\u200b"]],
        [(1, "text-hidden-character", '["\u200b"]')],
    ),
    "a formula": ({"type": "string"}, pa.large_string(), ["=1+1"], [(1, "cell-formula", "=1+1")]),
    "words that mean missing are text": (
        {"type": "string", "missingValues": ["-"], "constraints": {"required": True}},
        pa.string(),
        ["-", "x"],
        [(1, "required", "-")],
    ),
    "numbers that mean missing are numbers": (
        {"type": "integer", "missingValues": ["-9"], "constraints": {"minimum": 0}},
        pa.int8(),
        [-9],
        [(1, "constraint-minimum", "-9")],
    ),
}


@pytest.mark.parametrize(("field", "kind", "values", "issues"), BREAKS.values(), ids=BREAKS)
def test_a_value_is_judged_as_its_cell_would_be(
    field: dict[str, Any], kind: pa.DataType, values: list[Any], issues: list[tuple[int, str, str]], tmp_path: Path
) -> None:
    assert _one(field, values, kind, tmp_path) == issues


def test_bytes_that_are_no_text_are_named_by_row(tmp_path: Path) -> None:
    array = pa.StringArray.from_buffers(3, *pa.array([b"a", b"\xff", b"\xc3"], pa.binary()).buffers()[1:])
    found = _found(_package(tmp_path, {"fields": [{"name": "a", "type": "string"}]}, pa.table({"a": array})))
    assert found == [("t.parquet", 2, "a", "", "text-encoding", ""), ("t.parquet", 3, "a", "", "text-encoding", "")]


def test_bytes_that_are_no_text_inside_a_list_end_the_reading(tmp_path: Path) -> None:
    texts = pa.StringArray.from_buffers(1, *pa.array([b"\xff"], pa.binary()).buffers()[1:])
    table = pa.table({"a": pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), texts)})
    found = _found(_package(tmp_path, {"fields": [{"name": "a", "type": "array"}]}, table))
    assert found == [("t.parquet", 0, "", "", "parquet-unreadable", "")]


ABC = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}, {"name": "c", "type": "string"}]
# fieldsMatch and columns → the issues as (column, rule)
COLUMNS: dict[str, tuple[str, list[str], list[tuple[str, str]]]] = {
    "exact": ("exact", ["a", "b", "c"], []),
    "exact in another order": ("exact", ["a", "c", "b"], [("b", "header-mismatch")]),
    "equal in another order": ("equal", ["c", "a", "b"], []),
    "subset with more": ("subset", ["x", "c", "a", "y", "b"], []),
    "subset with fewer": ("subset", ["a", "b"], [("c", "header-mismatch")]),
    "superset with fewer": ("superset", ["c"], []),
    "superset with none": ("superset", [], []),
    "superset with more": ("superset", ["c", "x"], [("x", "header-mismatch")]),
    "partial": ("partial", ["x", "b"], []),
    "partial with none": ("partial", ["x"], [("a", "header-mismatch")]),
    "a column twice": ("subset", ["a", "b", "c", "a"], [("a", "header-duplicate")]),
    "an unknown column with a point": ("subset", ["a.b", "a", "c", "b"], []),
    "names alike but for case": ("subset", ["a", "b", "c", "C"], [("C", "header-duplicate")]),
}


@pytest.mark.parametrize(("mode", "names", "issues"), COLUMNS.values(), ids=COLUMNS)
def test_columns_are_matched_as_the_schema_says(
    mode: str, names: list[str], issues: list[tuple[str, str]], tmp_path: Path
) -> None:
    arrays = [pa.array([1, 2], pa.int64()) if name == "a" else pa.array(["p", None]) for name in names]
    root = _package(tmp_path, {"fields": ABC, "fieldsMatch": mode}, pa.Table.from_arrays(arrays, names))
    assert [(column, rule) for _, _, column, _, rule, _ in _found(root)] == issues


def test_a_name_with_a_point_is_a_column_and_not_a_part_of_one(tmp_path: Path) -> None:
    table = pa.table({"a": pa.array([{"b": 1}]), "a.b": pa.array(["x"])})
    fields = [{"name": "a", "type": "object"}, {"name": "a.b", "type": "string", "constraints": {"enum": ["y"]}}]
    assert _found(_package(tmp_path, {"fields": fields}, table)) == [("t.parquet", 1, "a.b", "", "constraint-enum", "x")]


def test_rows_are_counted_over_row_groups_and_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_reader, "_ROWS", 7)
    table = pa.table({"a": list(range(100)), "b": ["x" if n != 93 else "y" for n in range(100)]})
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string", "constraints": {"enum": ["x"]}}]
    root = _package(tmp_path, {"fields": fields, "primaryKey": ["a"]}, table, row_group_size=40)
    assert _found(root) == [("t.parquet", 94, "b", "93", "constraint-enum", "y")]


def _two(root: Path, tables: Mapping[str, tuple[Mapping[str, Any], pa.Table | str]]) -> Path:
    resources = []
    for name, (schema, data) in tables.items():
        path = f"{name}.{'csv' if isinstance(data, str) else 'parquet'}"
        if isinstance(data, str):
            (root / path).write_text(data, encoding="utf-8")
        else:
            pq.write_table(data, root / path)
        resources.append({"name": name, "path": path, "schema": schema})
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    return root


NUMBER_KEY = {"fields": [{"name": "k", "type": "number"}], "primaryKey": ["k"]}
REFERS = {
    "fields": [{"name": "r", "type": "number"}],
    "foreignKeys": [{"fields": ["r"], "reference": {"resource": "parent", "fields": ["k"]}}],
}
DECIMALS = pa.array([Decimal("1.50"), Decimal("2.00"), Decimal("12345678901234567.25"), None], pa.decimal128(30, 2))
# parent, child → the issues
RELATIONS: dict[str, tuple[pa.Table | str, pa.Table | str, list[Found]]] = {
    "Parquet to CSV": (
        "k\n1.5\n2\n12345678901234567.250\n",
        pa.table({"r": DECIMALS}),
        [],
    ),
    "CSV to Parquet": (
        pa.table({"k": DECIMALS[:3]}),
        "r\n15e-1\n2.0\n12345678901234567.26\n",
        [("child.csv", 4, "r", "", "foreign-key", "12345678901234567.26")],
    ),
    "Parquet to Parquet": (
        pa.table({"k": pa.array([1, 2, 3], pa.int8())}),
        pa.table({"r": pa.array([1.0, 2.5, None])}),
        [("child.parquet", 2, "r", "", "foreign-key", "2.5")],
    ),
    "a key twice": (
        pa.table({"k": pa.array([1, 2, 1], pa.int8())}),
        "r\n1\n",
        [("parent.parquet", 3, "k", "1", "primary-key", "1")],
    ),
    "a key that is null": (
        pa.table({"k": pa.array([1, None], pa.int8())}),
        "r\n1\n",
        [("parent.parquet", 2, "k", "", "required", "")],
    ),
}


@pytest.mark.parametrize(("parent", "child", "issues"), RELATIONS.values(), ids=RELATIONS)
def test_keys_go_between_formats(parent: pa.Table | str, child: pa.Table | str, issues: list[Found], tmp_path: Path) -> None:
    assert _found(_two(tmp_path, {"parent": (NUMBER_KEY, parent), "child": (REFERS, child)})) == issues


def test_a_repeated_key_names_the_row_of_the_first(tmp_path: Path) -> None:
    root = _package(tmp_path, NUMBER_KEY, pa.table({"k": [7, 8, 7]}))
    assert [i.message for i in validate(root).issues] == ["duplicates the k of row 1; change or remove one"]


def test_the_files_of_a_resource_are_one_table(tmp_path: Path) -> None:
    root = _package(tmp_path, NUMBER_KEY, pa.table({"k": [7, 8]}))
    pq.write_table(pa.table({"k": [9, 7]}), root / "u.parquet")
    pq.write_table(pa.table({"j": [9, 7]}), root / "v.parquet")
    table = {"name": "t", "path": ["t.parquet", "u.parquet"], "schema": NUMBER_KEY}
    (root / "datapackage.json").write_text(json.dumps({"resources": [table]}), encoding="utf-8")
    assert [(i.path, i.line, i.message) for i in validate(root).issues] == [
        ("u.parquet", 2, "duplicates the k of row 1 of t.parquet; change or remove one")
    ]


def test_the_typed_table_is_that_of_the_schema_whatever_the_file_has(tmp_path: Path) -> None:
    table = pa.table({"x": [1, 2], "k": DECIMALS[1:3]})
    root = _package(tmp_path, {**NUMBER_KEY, "fieldsMatch": "subset"}, table)
    typed = read_tables(Session.open(root, Findings()))["t"]
    assert typed.values.equals(pa.table({"k": pa.array([2.0, 12345678901234567.25])}))
    exact = typed.checker.exact_numbers()
    assert {name: texts.to_pylist() for name, texts in exact.items()} == {"k": ["2.00", "12345678901234567.25"]}


def test_a_parquet_table_that_is_right_is_quick_and_needs_nothing_heavy(tmp_path: Path) -> None:
    kinds = {f"f{n}": (field, pa.array(values, kind)) for n, (field, kind, values) in enumerate(HOLDS.values())}
    longest = max(len(array) for _, array in kinds.values())
    table = pa.table({n: pa.concat_arrays([a, pa.nulls(longest - len(a), a.type)]) for n, (_, a) in kinds.items()})
    root = _package(tmp_path, {"fields": [{"name": name, **field} for name, (field, _) in kinds.items()]}, table)
    script = (
        "import sys; from packpress.cli import main; status = main(['validate', sys.argv[1]]);"
        "assert not {'pandas', 'pandera', 'frictionless', 'polars'} & set(sys.modules); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


BYTES = pa.BufferOutputStream()
pq.write_table(pa.table({"k": list(range(100)), "s": ["ab", "c"] * 50, "l": [[1, 2], None] * 50}), BYTES, row_group_size=40)
SOUND: bytes = BYTES.getvalue().to_pybytes()
KSL = {
    "fields": [{"name": "k", "type": "number"}, {"name": "s", "type": "string"}, {"name": "l", "type": "array"}],
}
# bytes that are no Parquet → the words of the one issue
NO_PARQUET: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "the file is not a Parquet file; replace it with the Parquet file itself"),
    "text": (b"k,s,l\n1,a,\n", "the file is not a Parquet file; replace it with the Parquet file itself"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "the file is a PNG image; replace it with the Parquet file itself"),
    "a pointer": (
        b"version https://git-lfs.github.com/spec/v1\n",
        "the file is a Git LFS pointer whose file was not fetched; replace it with the Parquet file itself",
    ),
    "a magic alone": (b"PAR1PAR1", "the file is not a Parquet file; replace it with the Parquet file itself"),
    "cut off": (SOUND[:-5], "the file does not end like a Parquet file and seems to be truncated; write it again"),
    "cut in half": (
        SOUND[: len(SOUND) // 2],
        "the file does not end like a Parquet file and seems to be truncated; write it again",
    ),
    "encrypted with its footer": (
        b"PARE" + SOUND[4:-4] + b"PARE",
        "the file is encrypted; publish it unencrypted, or not at all",
    ),
    "encrypted": (SOUND[:-4] + b"PARE", "the file does not end like a Parquet file and seems to be truncated; write it again"),
    "a footer larger than the file": (
        SOUND[:-8] + struct.pack("<L", 10**9) + b"PAR1",
        "the footer has a declared size of 1,000,000,000 bytes, more than the file or the limit",
    ),
}


@pytest.mark.parametrize(("data", "message"), NO_PARQUET.values(), ids=NO_PARQUET)
def test_what_is_no_parquet_file_is_one_error(data: bytes, message: str, tmp_path: Path) -> None:
    issues = validate(_package(tmp_path, KSL, data)).issues
    assert issues == (Issue("t.parquet", 0, "", "", "parquet-unreadable", "error", message),)


def _end(root: Path) -> Report | PackpressError:
    try:
        return validate(root)
    except PackpressError as error:
        return error


repeatable = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@repeatable
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_no_parquet_bytes_give_a_traceback(changes: list[tuple[int, int]], tmp_path: Path) -> None:
    data = bytearray(SOUND)
    for place, byte in changes:
        data[place % len(data)] = byte
    assert isinstance(_end(_package(tmp_path, KSL, bytes(data))), Report)


@pytest.mark.slow
def test_a_table_of_ten_thousand_columns_is_judged(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(10_000)]
    table = pa.table({name: pa.array([1, None], pa.int32()) for name in names})
    fields: list[dict[str, Any]] = [{"name": name, "type": "integer"} for name in names]
    fields[-1]["constraints"] = {"required": True}
    assert _found(_package(tmp_path, {"fields": fields}, table)) == [("t.parquet", 2, "c9999", "", "required", "")]


def test_a_large_footer_is_read_or_refused(tmp_path: Path) -> None:
    table = pa.table({"k": [1.0]})
    small, large = ({"note": "x" * size} for size in (1_000_000, 40_000_000))
    assert _found(_package(tmp_path, NUMBER_KEY, table.replace_schema_metadata(small))) == []
    found = _found(_package(tmp_path, NUMBER_KEY, table.replace_schema_metadata(large)))
    assert found == [("t.parquet", 0, "", "", "parquet-unreadable", "")]


def _bomb(kind: str) -> tuple[pa.Table, dict[str, Any]]:
    """A table that is far larger than its file, and how it is written."""
    plain = {"use_dictionary": False, "compression": "zstd"}
    if kind == "page":
        return pa.table({"k": ["x" * 70_000_000]}), plain
    if kind == "pages side by side":
        return pa.table({f"k{number}": ["x" * 30_000_000] for number in range(10)}), plain
    if kind == "dictionary page":
        return pa.table({"k": ["x" * 20_000_000]}), {"compression": "zstd", "dictionary_pagesize_limit": 2**30}
    text = pa.DictionaryArray.from_arrays(pa.array(bytearray(40_000), pa.uint8()).cast(pa.int32()), ["x" * 100_000])
    return pa.table({"k": text}), {"compression": "zstd", "dictionary_pagesize_limit": 2**30}


BOMBS = {
    "page": "a page of k expands to",
    "pages side by side": "the pages of a row group expand to",
    "dictionary page": "a page of k expands to",
    "repeated text": "the file of ",
}


@pytest.mark.parametrize(("kind", "words"), BOMBS.items(), ids=BOMBS)
def test_a_bomb_is_refused_before_it_expands(kind: str, words: str, tmp_path: Path) -> None:
    table, options = _bomb(kind)
    fields = [{"name": name, "type": "any"} for name in table.column_names]
    root = _package(tmp_path, {"fields": fields}, table, **options)
    assert (root / "t.parquet").stat().st_size < 1_000_000
    held = pa.total_allocated_bytes()
    pool = pa.default_memory_pool()
    before = pool.max_memory()
    (issue,) = validate(root).issues
    assert (issue.rule, issue.message.startswith(words)) == ("parquet-unreadable", True)
    assert pool.max_memory() - max(before, held) < 300_000_000


def test_a_bomb_in_a_column_that_is_not_asked_for_is_refused_where_it_would_be_read(tmp_path: Path) -> None:
    table = pa.table({"k": [1.0], "a.b": ["x" * 70_000_000]})
    root = _package(tmp_path, {**NUMBER_KEY, "fieldsMatch": "subset"}, table, use_dictionary=False, compression="zstd")
    (issue,) = validate(root).issues
    assert (issue.rule, issue.message.startswith("a page of a.b expands to")) == ("parquet-unreadable", True)


def test_a_column_that_is_encrypted_is_named_so_where_it_is_asked_for(tmp_path: Path) -> None:
    from pyarrow.parquet import encryption

    class Keys(encryption.KmsClient):
        def wrap_key(self, key: bytes, _: str) -> bytes:
            return key

    factory = encryption.CryptoFactory(lambda _: Keys())
    asked = encryption.EncryptionConfiguration(footer_key="f", column_keys={"c": ["k"]}, plaintext_footer=True)
    properties = factory.file_encryption_properties(encryption.KmsConnectionConfig(), asked)
    root = _package(tmp_path, NUMBER_KEY, pa.table({"k": [1.0], "x": [2]}), encryption_properties=properties)
    schemas = (NUMBER_KEY, {"fields": [{"name": "x"}]})
    messages = []
    for schema in schemas:
        resource = {"name": "t", "path": "t.parquet", "schema": {**schema, "fieldsMatch": "subset"}}
        (root / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
        messages.append([i.message for i in validate(root).issues])
    assert messages == [["the column k is encrypted; publish it unencrypted, or without that column"], []]


def test_a_page_that_lies_is_refused(tmp_path: Path) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"k": list(range(1000))}), sink, use_dictionary=False, compression="none")
    data = bytearray(sink.getvalue().to_pybytes())
    assert data[4:6] == b"\x15\x00"  # the kind of the page, 0, then its size unpacked
    end = next(at for at in range(7, 20) if data[at] < 128) + 1
    claim = b"\xfe\xff\xff\xff\x0f"  # 2**31 - 1, zigzagged
    patched = bytes(data[:7]) + claim + bytes(data[end:])
    issues = validate(_package(tmp_path, NUMBER_KEY, patched)).issues
    assert [i.rule for i in issues] == ["parquet-unreadable"]


def test_a_parquet_file_without_a_schema_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(SOUND)
    (tmp_path / "datapackage.json").write_text(
        json.dumps({"resources": [{"name": "t", "path": "t.parquet"}]}), encoding="utf-8"
    )
    assert validate(tmp_path).issues == ()


@pytest.mark.parametrize("maker", ["pandas", "polars", "duckdb"])
def test_files_of_other_writers_are_read(maker: str, tmp_path: Path) -> None:
    import duckdb
    import pandas as pd
    import polars

    rows: dict[str, list[Any]] = {"k": [1.5, 2.5], "s": ["a", None], "d": [DAY, None], "w": [MOMENT, None], "y": [True, None]}
    file = tmp_path / "made.parquet"
    if maker == "pandas":
        frame = pd.DataFrame(rows)
        frame["s"] = frame["s"].astype("category")
        frame["y"] = frame["y"].astype("boolean")
        frame.to_parquet(file, index=False)
    elif maker == "polars":
        polars.DataFrame(rows).write_parquet(file)
    else:
        duckdb.from_arrow(pa.table(rows)).write_parquet(str(file))
    kinds = {"k": "number", "s": "string", "d": "date", "w": "datetime", "y": "boolean"}
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()]}
    assert _found(_package(tmp_path, schema, file.read_bytes())) == []
