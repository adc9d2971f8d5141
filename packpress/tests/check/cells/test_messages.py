"""What a message says of a cell is true of its field: the examples, points, words and units are the field's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from packpress.arrow.arrays import string_array
from packpress.check.cells.field_checker import FieldChecker
from packpress.check.validate import validate
from packpress.cli import main
from packpress.describe.schema_words import describe_field
from packpress.package.descriptor import read_package

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

COMMA = {"type": "number", "decimalChar": ","}
JA = {"type": "boolean", "trueValues": ["ja", "j"], "falseValues": ["nein"]}
BARE = "; other text may surround it"
# field → a cell that it refuses → the message
MESSAGES: dict[str, tuple[dict[str, Any], str, str]] = {
    "number": ({"type": "number"}, "9,99", "is not a number; write digits and a decimal point, e.g. 12.5"),
    "decimalChar": (COMMA, "9.99", 'is not a number; write digits and ",", e.g. 12,5'),
    "groupChar": (
        {"type": "number", "groupChar": ","},
        "1.234,5",
        'is not a number; write digits, "," between groups and "." before the fraction, e.g. 1,234.5',
    ),
    "both": (
        {**COMMA, "groupChar": "."},
        "1,234.5",
        'is not a number; write digits, "." between groups and "," before the fraction, e.g. 1.234,5',
    ),
    "bare number": ({**COMMA, "bareNumber": False}, "1.5 %", f'is not a number; write digits and ",", e.g. 12,5{BARE}'),
    "integer": ({"type": "integer"}, "1 234", "is not a whole number; write digits only"),
    "integer in groups": (
        {"type": "integer", "groupChar": " "},
        "1,234",
        'is not a whole number; write digits with " " between groups, e.g. 1 234',
    ),
    "bare integer": ({"type": "integer", "bareNumber": False}, "many", f"is not a whole number; write digits only{BARE}"),
    "boolean": (JA, "true", "is not one of ja, j, nein"),
    "boolean with an empty word": (
        {"type": "boolean", "trueValues": ["x"], "falseValues": [" "]}, "no", 'is not one of x, " "',
    ),
    "date": ({"type": "date"}, "29.02.2024", "is not a real date; write YYYY-MM-DD, e.g. 2024-02-29"),
    "date in a format": ({"type": "date", "format": "%d.%m.%Y"}, "2024-02-29", "is not a date in the format %d.%m.%Y"),
    "time in a format": ({"type": "time", "format": "%H.%M"}, "12:30", "is not a time in the format %H.%M"),
    "any date": ({"type": "date", "format": "any"}, "1.2.24", "is not a date in ISO 8601"),
    "list": (
        {"type": "list", "itemType": "integer", "delimiter": ";"}, "1,2",
        "is not a list of integer values separated by ';'",
    ),
    "point": ({"type": "geopoint"}, "[1, 2]", 'is not a point as "longitude, latitude"'),
    "point as an array": ({"type": "geopoint", "format": "array"}, "1, 2", "is not a point as a JSON array"),
    "point as an object": ({"type": "geopoint", "format": "object"}, "1, 2", "is not a point as a JSON object"),
    "year": ({"type": "year"}, "24", "is not a year; write YYYY"),
    "month": ({"type": "yearmonth"}, "2/24", "is not a month; write YYYY-MM"),
    "duration": ({"type": "duration"}, "1 day", "is not a duration as in ISO 8601, e.g. P1Y2M or PT36H"),
    "minimum": ({**COMMA, "constraints": {"minimum": 12.5}}, "9,5", "is less than the minimum 12,5"),
    "minimum as text": ({**COMMA, "constraints": {"minimum": "12,50"}}, "9,5", "is less than the minimum 12,50"),
    "maximum": ({**COMMA, "constraints": {"maximum": 1.5}}, "9", "is more than the maximum 1,5"),
    "exclusive bounds": ({**COMMA, "constraints": {"exclusiveMinimum": 1.5}}, "1,5", "is not more than 1,5"),
    "bound of a date in a format": (
        {"type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "01.03.2024"}}, "29.02.2024",
        "is less than the minimum 01.03.2024",
    ),
    "enum of numbers": ({**COMMA, "constraints": {"enum": [1.5, "2,5"]}}, "9,5", "is not one of 1,5, 2,5"),
    "enum of booleans": ({**JA, "constraints": {"enum": [True]}}, "nein", "is not one of ja"),
    "enum of lists": (
        {"type": "list", "delimiter": ";", "constraints": {"enum": [["a", "b"], ["c"]]}}, "a", "is not one of a;b, c",
    ),
    "categories": ({"type": "string", "categories": ["a", "b"]}, "c", "is not one of the categories a, b"),
    "pattern": (
        {"type": "string", "example": "12,5", "constraints": {"pattern": "[0-9]{2},[0-9]"}}, "1,5",
        "does not match the pattern [0-9]{2},[0-9], e.g. 12,5",
    ),
    "length": ({"type": "string", "constraints": {"maxLength": 2}}, "abc", "is longer than 2 characters"),
    "length of a list": ({"type": "list", "constraints": {"minLength": 2}}, "abc", "is shorter than 2 items"),
    "required": ({"type": "string", "constraints": {"required": True}}, '""', "the cell is empty; the field must have a value"),
    "required and said to be missing": (
        {"type": "string", "missingValues": ["", "n/a"], "constraints": {"required": True}}, "n/a",
        "means a missing value; the field must have a value",
    ),
    "required and blank": (
        {"type": "string", "missingValues": ["", "n/a"], "constraints": {"required": True}}, '" "',
        "the cell is empty; the field must have a value",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_shows_the_notation_of_its_field(case: str, make_package: PackageMaker) -> None:
    field, cell, message = MESSAGES[case]
    schema = {"fields": [{"name": "a", **field}, {"name": "b", "type": "string"}]}
    root = make_package(schema, f"a|b\n{cell}|\n", resource={"dialect": {"delimiter": "|"}})
    assert [issue.message for issue in validate(root).issues if issue.severity == "error"] == [message]


@pytest.mark.parametrize(
    "case", [case for case, (_, _, message) in MESSAGES.items() if "e.g. " in message and case != "pattern"]
)
def test_the_example_of_a_message_is_right(case: str, make_package: PackageMaker) -> None:
    field, _, message = MESSAGES[case]
    root = make_package({"fields": [{"name": "a", **field}]}, "a\n")
    checker = FieldChecker(read_package(root)[0].tables[0].schema.fields[0], False)
    examples = re.findall(r"e\.g\. (.+?)(?:;| or |$)", message)
    assert examples
    assert checker.check(string_array(examples))[1] == []


# field → how explain describes its bounds, codes and example
DESCRIBED: dict[str, tuple[dict[str, Any], str, str]] = {
    "bounds": ({**COMMA, "constraints": {"minimum": 0.5, "maximum": 12.5}}, "Bounds", "at least 0,5, at most 12,5"),
    "example": ({**COMMA, "example": 12.5}, "Example", "12,5"),
    "example of a list": ({"type": "list", "delimiter": ";", "example": ["a", "b"]}, "Example", "a;b"),
    "example of a boolean": ({**JA, "example": True}, "Example", "ja"),
}


@pytest.mark.parametrize("case", DESCRIBED)
def test_explain_shows_the_notation_of_the_field(case: str, make_package: PackageMaker) -> None:
    field, label, text = DESCRIBED[case]
    package, _ = read_package(make_package({"fields": [{"name": "a", **field}]}, "a\n"))
    (resource,) = package.tables
    parts = {part.label: part.text for part in describe_field(package, resource, resource.schema.fields[0])}
    assert parts[label] == text


def test_explain_shows_codes_as_cells_have_them(make_package: PackageMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_package({"fields": [{"name": "a", **JA, "constraints": {"enum": [True]}}]}, "a\n")
    assert main(["explain", "table.a", str(root)]) == 0
    assert "  ja\n" in capsys.readouterr().out


# dialect → what is said of a row with a cell too many
RAGGED = {
    "quotes": ({}, "a,b,c", "add or remove cells, or quote a delimiter"),
    "escapes": ({"escapeChar": "\\"}, "a,b,c", "add or remove cells, or escape a delimiter"),
}


@pytest.mark.parametrize("case", RAGGED)
def test_a_ragged_row_is_mended_as_its_dialect_allows(case: str, make_package: PackageMaker) -> None:
    dialect, row, remedy = RAGGED[case]
    fields = [{"name": name, "type": "string"} for name in ("x", "y")]
    root = make_package({"fields": fields}, f"x,y\n{row}\n", resource={"dialect": dialect})
    (issue,) = validate(root).issues
    assert issue.message == f"the row has 3 cells, the header 2; {remedy}"
