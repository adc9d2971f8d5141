from __future__ import annotations

from typing import Any

import pytest

from packpress.arrow.arrays import string_array
from packpress.check.cells.field_checker import FieldChecker
from packpress.errors import PackageError
from packpress.package.schema import read_schema, schema_faults


def _checker(raw: dict[str, Any], missing: Any = None, is_key: bool = False) -> FieldChecker:
    schema = {"fields": [{"name": "x", **raw}], **({} if missing is None else {"missingValues": missing})}
    assert list(schema_faults(schema, strict=True)) == []
    return FieldChecker(read_schema(schema, "").fields[0], is_key)


def _broken(checker: FieldChecker, *cells: str) -> list[tuple[str, list[int]]]:
    """Each rule that is broken, with the rows that break it."""
    _, breaches = checker.check(string_array(cells))
    return [(breach.rule, breach.rows.tolist()) for breach in breaches]


# constraint → (field, cells that keep it, cells that break it, rule)
CONSTRAINTS: dict[str, tuple[dict[str, Any], list[str], list[str], str]] = {
    "required": ({"constraints": {"required": True}}, ["a", "0"], ["", " ", "\t", "\u00a0", "\u3000 "], "required"),
    "minLength counts characters": ({"constraints": {"minLength": 2}}, ["ab", "éé", ""], ["a", "é"], "constraint-min-length"),
    "maxLength counts characters": ({"constraints": {"maxLength": 2}}, ["éé", ""], ["abc"], "constraint-max-length"),
    "minLength of a list": ({"type": "list", "constraints": {"minLength": 2}}, ["a,b"], ["a"], "constraint-min-length"),
    "maxLength of an array": ({"type": "array", "constraints": {"maxLength": 1}}, ["[1]"], ["[1,2]"], "constraint-max-length"),
    "minLength of an object": (
        {"type": "object", "constraints": {"minLength": 1}},
        ['{"a":1}'],
        ["{}"],
        "constraint-min-length",
    ),
    "minimum": ({"type": "integer", "constraints": {"minimum": 9}}, ["9", "10", "+9"], ["8", "-10"], "constraint-minimum"),
    "minimum of a number": (
        {"type": "number", "constraints": {"minimum": 9}},
        ["9", "INF"],
        ["8.9", "NaN"],
        "constraint-minimum",
    ),
    "a bound beside which a double rounds": (
        {"type": "number", "constraints": {"minimum": 5}},
        ["5", "5.000000000000000000001", "5.00000000000000000000"],
        ["4.999999999999999999999"],
        "constraint-minimum",
    ),
    "a bound so small that its double has few digits": (
        {"type": "number", "constraints": {"minimum": 5e-324}},
        ["5e-324", "6e-324", "1"],
        ["4e-324", "0"],
        "constraint-minimum",
    ),
    "an exclusive bound beside which a double rounds": (
        {"type": "number", "decimalChar": ",", "constraints": {"exclusiveMaximum": "5,5"}},
        ["5,499999999999999999999"],
        ["5,5", "5,500000000000000000000", "5,500000000000000000001"],
        "constraint-exclusive-maximum",
    ),
    "a bound of zero and a zero beyond Decimal": (
        {"type": "number", "constraints": {"minimum": 0}},
        ["0e99999999999999999999", "-0"],
        ["-0.1"],
        "constraint-minimum",
    ),
    "a bound that no double is": (
        {"type": "number", "constraints": {"minimum": 100000000000000000001}},
        ["100000000000000000001", "1.00000000000000000001e20"],
        ["1e20", "100000000000000000000"],
        "constraint-minimum",
    ),
    "a bound in text that no double is": (
        {"type": "number", "constraints": {"exclusiveMinimum": "5.000000000000000000001"}},
        ["6", "5.0000000000000000000011"],
        ["5", "5.000000000000000000001"],
        "constraint-exclusive-minimum",
    ),
    "a bound that is a zero beyond Decimal": (
        {"type": "number", "constraints": {"minimum": "0e99999999999999999999"}},
        ["0", "1"],
        ["-1"],
        "constraint-minimum",
    ),
    "an enum beside which a double rounds": (
        {"type": "number", "groupChar": ".", "decimalChar": ",", "constraints": {"enum": [9007199254740992, 0.1, "1.0,5"]}},
        ["9007199254740992,0", "0,10", "1e-1", "10,5"],
        ["9007199254740993", "0,1000000000000000055", "1"],
        "constraint-enum",
    ),
    "an enum of special values": (
        {"type": "number", "constraints": {"enum": ["NaN", "INF"]}},
        ["nan", "inf"],
        ["-INF", "0"],
        "constraint-enum",
    ),
    "an enum with zero": ({"type": "number", "constraints": {"enum": [0, 1]}}, ["0", "-0", "-0.0"], ["2"], "constraint-enum"),
    "minimum as text": ({"type": "integer", "constraints": {"minimum": "9"}}, ["9"], ["8"], "constraint-minimum"),
    "maximum": (
        {"type": "number", "constraints": {"maximum": 1.5}},
        ["1.5", "-2"],
        ["1.51", "INF", "NaN"],
        "constraint-maximum",
    ),
    "a bound in the field's own notation": (
        {"type": "number", "decimalChar": ",", "constraints": {"maximum": "1,5"}},
        ["1,5"],
        ["1,6"],
        "constraint-maximum",
    ),
    "exclusiveMinimum": (
        {"type": "integer", "constraints": {"exclusiveMinimum": 9}},
        ["10"],
        ["9"],
        "constraint-exclusive-minimum",
    ),
    "exclusiveMaximum": (
        {"type": "number", "constraints": {"exclusiveMaximum": 9}},
        ["8.9"],
        ["9"],
        "constraint-exclusive-maximum",
    ),
    "a date bound": (
        {"type": "date", "constraints": {"minimum": "2024-02-29"}},
        ["2024-02-29", "2024-03-01"],
        ["2024-02-28", "0999-12-31"],
        "constraint-minimum",
    ),
    "a date bound in a format": (
        {"type": "date", "format": "%d/%m/%Y", "constraints": {"minimum": "28/02/2024"}},
        ["01/03/2024"],
        ["30/01/2024"],
        "constraint-minimum",
    ),
    "a bound of moments with a zone": (
        {"type": "datetime", "format": "%Y-%m-%d %H:%M%z", "constraints": {"exclusiveMinimum": "2024-01-01 12:00Z"}},
        ["2024-01-01 12:01+0000", "2024-01-01 11:02-01:00"],
        ["2024-01-01 13:00+0100", "2024-01-01 12:59+00:59:00.000001", "0001-01-01 00:00+14:00"],
        "constraint-exclusive-minimum",
    ),
    "a bound of weeks": (
        {"type": "date", "format": "%G-W%V-%u", "constraints": {"maximum": "2021-W01-1"}},
        ["2020-W53-7", "2021-W1-1"],
        ["2021-W01-2"],
        "constraint-maximum",
    ),
    "a time bound": (
        {"type": "time", "constraints": {"maximum": "12:00:00"}},
        ["09:00:00"],
        ["12:00:01"],
        "constraint-maximum",
    ),
    "a datetime bound across zones": (
        {"type": "datetime", "constraints": {"minimum": "2024-01-01T12:00:00Z"}},
        ["2024-01-01T11:30:00-01:00"],
        ["2024-01-01T12:30:00+01:00"],
        "constraint-minimum",
    ),
    "a year bound goes by number": (
        {"type": "year", "constraints": {"minimum": 2000, "maximum": "9999"}},
        ["2000", "2024Z"],
        ["1999", "-5000"],
        "constraint-minimum",
    ),
    "a year of five digits": ({"type": "year", "constraints": {"maximum": 9999}}, ["9999"], ["10000"], "constraint-maximum"),
    "a month bound": (
        {"type": "yearmonth", "constraints": {"maximum": "2024-06"}},
        ["2024-06", "2023-12"],
        ["2024-07", "10000-01"],
        "constraint-maximum",
    ),
    "a duration bound goes by length": (
        {"type": "duration", "constraints": {"maximum": "P1M"}},
        ["P27D", "PT36H", "-P5Y"],
        ["P32D", "P1Y"],
        "constraint-maximum",
    ),
    "pattern is a full match": (
        {"type": "string", "constraints": {"pattern": "a|bc"}},
        ["a", "bc"],
        ["ab", "abc", "a\n", "xa"],
        "constraint-pattern",
    ),
    "enum of texts": (
        {"type": "string", "constraints": {"enum": ["a", "b c"]}},
        ["a", "b c"],
        ["b", "A", "a "],
        "constraint-enum",
    ),
    "enum of numbers goes by value": (
        {"type": "number", "constraints": {"enum": [1, 2.5]}},
        ["1.0", "2.50"],
        ["2"],
        "constraint-enum",
    ),
    "enum of integers": ({"type": "integer", "constraints": {"enum": [1, "2"]}}, ["01", "2"], ["3"], "constraint-enum"),
    "enum of booleans": (
        {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"], "constraints": {"enum": [True]}},
        ["yes"],
        ["no"],
        "constraint-enum",
    ),
    "enum of objects goes by value": (
        {"type": "object", "constraints": {"enum": [{"a": 1, "b": 2}]}},
        ['{"b": 2, "a": 1}'],
        ['{"a": 1}'],
        "constraint-enum",
    ),
    "enum of objects as text": (
        {"type": "object", "constraints": {"enum": ['{"a": 1}']}},
        ['{"a":1.0}'],
        ['{"a": true}', '{"a": "1"}', '{"a": [1]}'],
        "constraint-enum",
    ),
    "enum of arrays, some as text": (
        {"type": "array", "constraints": {"enum": ["[1, 2]", [[None]]]}},
        ["[1,2.0]", "[[null]]"],
        ["[2,1]", "[null]", "[1e999999]"],
        "constraint-enum",
    ),
    "enum of lists": (
        {"type": "list", "itemType": "integer", "delimiter": ";", "constraints": {"enum": ["1;2", [3, 4]]}},
        ["01;+2", "3;4"],
        ["4;3", "1"],
        "constraint-enum",
    ),
    "enum of lists of truth": (
        {"type": "list", "itemType": "boolean", "constraints": {"enum": ["true,0"]}},
        ["1,false"],
        ["0,0"],
        "constraint-enum",
    ),
    "enum of points": (
        {"type": "geopoint", "constraints": {"enum": ["1, 2"]}},
        ["1,2", "+1.0, 2."],
        ["2,1"],
        "constraint-enum",
    ),
    "enum of points as arrays": (
        {"type": "geopoint", "format": "array", "constraints": {"enum": [[1, 2]]}},
        ["[1.0,2]"],
        ["[2,1]"],
        "constraint-enum",
    ),
    "enum of moments goes by value": (
        {"type": "datetime", "constraints": {"enum": ["2024-01-01T12:00:00Z"]}},
        ["2024-01-01T12:00:00.0+00:00", "2024-01-01T13:00:00+01:00"],
        ["2024-01-01T12:00:00", "2024-01-01T12:00:00.0000001Z", "0001-01-01T00:00:00+14:00"],
        "constraint-enum",
    ),
    "enum of dates in a format": (
        {"type": "date", "format": "%d/%m/%Y", "constraints": {"enum": ["01/02/2024"]}},
        ["1/2/2024"],
        ["2/1/2024"],
        "constraint-enum",
    ),
    "enum of moments with a zone in a format": (
        {"type": "datetime", "format": "%d.%m.%Y %H %z", "constraints": {"enum": ["01.02.2024 00 +0100"]}},
        ["31.1.2024 23 Z", "1.2.2024 12 +13:00"],
        ["01.02.2024 00 Z"],
        "constraint-enum",
    ),
    "enum of years": (
        {"type": "year", "constraints": {"enum": [2024, "2023Z"]}},
        ["2024", "2023+00:00"],
        ["2024Z"],
        "constraint-enum",
    ),
    "enum of durations": (
        {"type": "duration", "constraints": {"enum": ["PT36H", "P1Y", "P0D"]}},
        ["P1DT12H", "P12M", "PT36H0M0.0S", "-PT0S"],
        ["P365D", "-PT36H", "P" + "9" * 5000 + "Y"],
        "constraint-enum",
    ),
    "a duration bound is exact": (
        {"type": "duration", "constraints": {"maximum": "PT9007199254740992S"}},
        ["PT9007199254740992.0S", "-P" + "9" * 5000 + "Y"],
        ["PT9007199254740993S", "PT9007199254740992.01S"],
        "constraint-maximum",
    ),
    "a datetime bound is exact": (
        {"type": "datetime", "constraints": {"maximum": "2024-01-01T12:00:00.5"}},
        ["2024-01-01T12:00:00.5000000", "0001-01-01T00:00:00+14:00"],
        ["2024-01-01T12:00:00.5000001", "9999-12-31T23:59:59-14:00"],
        "constraint-maximum",
    ),
    "a whole bound that JSON writes with an exponent": (
        {"type": "integer", "constraints": {"maximum": 1e16}},
        ["10000000000000000"],
        ["10000000000000001"],
        "constraint-maximum",
    ),
    "enum of dates": (
        {"type": "date", "constraints": {"enum": ["2024-02-29"]}},
        ["2024-02-29"],
        ["2024-03-01"],
        "constraint-enum",
    ),
    "categories": ({"type": "string", "categories": ["a", "b"]}, ["a"], ["c"], "constraint-categories"),
    "categories with labels": (
        {"type": "integer", "categories": [{"value": 1, "label": "one"}, {"value": 2}]},
        ["1", "02"],
        ["3"],
        "constraint-categories",
    ),
    "jsonSchema": (
        {"type": "object", "constraints": {"jsonSchema": {"required": ["a"], "properties": {"a": {"pattern": "^(a+)+$"}}}}},
        ['{"a": "aa"}'],
        ["{}", '{"a": "' + "a" * 60 + '!"}'],
        "constraint-json-schema",
    ),
    "int64 ends where it ends": (
        {"type": "integer"},
        ["9223372036854775807", "-9223372036854775808", "0" * 5000 + "1"],
        ["9223372036854775808", "-9223372036854775809", "1" + "0" * 5000],
        "type-range",
    ),
    "float64 ends where it ends": (
        {"type": "number"},
        ["1e308", "-1e308", "INF", "0e-999999", "0.0e99999999999999999999"],
        ["1e400", "-1e400", "1e999999", "1e-400", "0.01e-400", "1" + "0" * 5000],
        "type-range",
    ),
}


@pytest.mark.parametrize(("raw", "good", "bad", "rule"), CONSTRAINTS.values(), ids=CONSTRAINTS)
def test_a_constraint_is_broken_by_the_cells_that_break_it(
    raw: dict[str, Any], good: list[str], bad: list[str], rule: str
) -> None:
    checker = _checker({"type": "string", **raw})
    missing = len(good)
    wanted = [(rule, [*range(missing, missing + len(bad))])]
    assert [found for found in _broken(checker, *good, *bad) if found[0] != "cell-formula"] == wanted


# (missingValues of the schema, of the field) → what is missing and what is not
MISSING: dict[str, tuple[Any, Any, list[str], list[str]]] = {
    "the empty cell, by default": (None, None, [""], ["-", "NA", " "]),
    "strings": (["", "-"], None, ["", "-"], ["NA"]),
    "labelled": ([{"value": "-9", "label": "refused"}, {"value": ""}], None, ["-9", ""], ["refused"]),
    "the field's own instead of the schema's": (["-"], ["NA"], ["NA"], ["-", ""]),
    "none": ([], None, [], ["", "-"]),
}


@pytest.mark.parametrize(("of_schema", "of_field", "missing", "present"), MISSING.values(), ids=MISSING)
def test_missing_values_are_null_and_break_nothing_else(
    of_schema: Any, of_field: Any, missing: list[str], present: list[str]
) -> None:
    raw = {"type": "integer"} | ({} if of_field is None else {"missingValues": of_field})
    values, breaches = _checker(raw, of_schema).check(string_array([*missing, *present, "7"]))
    assert values.to_pylist() == [None] * (len(missing) + len(present)) + [7]
    assert [(b.rule, b.rows.tolist()) for b in breaches] == [("type-integer", [*range(len(missing), len(missing + present))])]


def test_a_missing_value_that_is_a_moment_in_the_format_is_missing() -> None:
    raw = {"type": "date", "format": "%d.%m.%Y", "missingValues": ["01.01.1900"], "constraints": {"minimum": "01.01.2000"}}
    values, breaches = _checker(raw).check(string_array(["01.01.1900", "1.1.2000"]))
    assert (values.to_pylist(), breaches) == ([None, "1.1.2000"], [])


def test_a_field_of_the_primary_key_is_required() -> None:
    assert _broken(_checker({"type": "string"}, is_key=True), "a", "") == [("required", [1])]


def test_a_cell_that_is_no_value_is_reported_once() -> None:
    checker = _checker({"type": "integer", "constraints": {"required": True, "minimum": 5, "enum": [5, 6]}})
    assert _broken(checker, "x", "", "5") == [("required", [1]), ("type-integer", [0])]


def test_a_cell_that_breaks_two_constraints_is_reported_twice() -> None:
    checker = _checker({"type": "integer", "constraints": {"minimum": 5, "enum": [5, 6]}})
    assert _broken(checker, "1") == [("constraint-minimum", [0]), ("constraint-enum", [0])]


def test_values_that_are_json_are_shown_as_json() -> None:
    checker = _checker({"type": "object", "constraints": {"enum": [{"a": True}, {"b": "é"}]}})
    _, breaches = checker.check(string_array(["{}"]))
    assert [breach.message for breach in breaches] == ['is not one of {"a": true}, {"b": "é"}']


# cells that a spreadsheet may run, and cells that only look alike
@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "-1 year", "=", "+1=2"])
def test_a_formula_is_a_warning(cell: str) -> None:
    _, breaches = _checker({"type": "string"}).check(string_array([cell]))
    assert [(breach.rule, breach.severity) for breach in breaches] == [("cell-formula", "warning")]


@pytest.mark.parametrize("cell", ["-1", "+1.5", "-1,000", "-5%", "-1e5", "a=b", "", "–1"])
def test_a_plain_number_is_no_formula(cell: str) -> None:
    assert _broken(_checker({"type": "string"}), cell) == []


# constraint that cannot be used → the start of the message
UNUSABLE: dict[str, tuple[str, dict[str, Any]]] = {
    "a pattern that is none": ("string", {"pattern": "("}),
    "a pattern that is whole only in our group": ("string", {"pattern": "a)|(?:b"}),
    "a pattern that looks ahead and is none": ("string", {"pattern": "(?=a"}),
    "a pattern with two counts in a row": ("string", {"pattern": "a{1000}{1000}"}),
    "a minimum of another type": ("integer", {"minimum": "a"}),
    "a minimum with a fraction": ("integer", {"minimum": 1.5}),
    "a minimum beyond int64": ("integer", {"minimum": 10**30}),
    "a minimum that is true": ("integer", {"minimum": True}),
    "a minimum that is null": ("integer", {"minimum": None}),
    "a minimum that is an array": ("number", {"minimum": [1]}),
    "a date that is none": ("date", {"maximum": "2023-02-29"}),
    "a date as a number": ("date", {"maximum": 20240229}),
    "a negative length": ("string", {"minLength": -1}),
    "a length beyond int64": ("string", {"maxLength": 10**30}),
    "an enum of another type": ("integer", {"enum": ["a"]}),
    "an enum of numbers for text": ("string", {"enum": [1]}),
    "an enum with null": ("string", {"enum": [None]}),
    "an enum of objects for text": ("string", {"enum": [{}]}),
    "an enum of arrays for objects": ("object", {"enum": [[1]]}),
    "a boolean that is none": ("boolean", {"enum": ["maybe"]}),
    "a JSON Schema that is none": ("object", {"jsonSchema": {"type": 5}}),
    "a JSON Schema that refers to an address": ("object", {"jsonSchema": {"$ref": "http://localhost:9/x"}}),
    "a JSON Schema that refers to itself": ("object", {"jsonSchema": {"allOf": [{"$ref": "#"}]}}),
    "a JSON Schema with a pattern for names that is none": ("object", {"jsonSchema": {"patternProperties": {"(": {}}}}),
    "a JSON Schema with a pattern that is none": ("object", {"jsonSchema": {"pattern": "("}}),
}


@pytest.mark.parametrize(("kind", "constraints"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_constraint_that_cannot_be_used_names_its_field(kind: str, constraints: dict[str, Any]) -> None:
    with pytest.raises(PackageError, match=rf'^field "x": the constraint {next(iter(constraints))} cannot be used: '):
        _checker({"type": kind, "constraints": constraints})


def test_a_category_of_another_type_names_its_field() -> None:
    with pytest.raises(PackageError, match=r'^field "x": the constraint categories cannot be used: '):
        _checker({"type": "integer", "categories": ["a"]})


def test_the_items_of_an_array_are_compared_by_value() -> None:
    checker = _checker({"type": "array", "constraints": {"jsonSchema": {"uniqueItems": True}}})
    assert _broken(checker, '[1, 2, {"a": 1}]', '[{"a": 1, "b": 2}, {"b": 2, "a": 1}]') == [("constraint-json-schema", [1])]
