"""Inline data: tables in the descriptor itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from packpress.check.validate import validate

SCHEMA = {"fields": [{"name": "id", "type": "integer"}, {"name": "x", "type": "number"}], "primaryKey": ["id"]}


def make(folder: Path, *resources: dict[str, Any]) -> Path:
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    return folder


def table(data: Any, **more: Any) -> dict[str, Any]:
    return {"name": "t", "data": data, "schema": SCHEMA, **more}


CSV = {"format": "csv"}
# resource → (row, column, rule) of each issue
TABLES: dict[str, tuple[dict[str, Any], list[tuple[int, str, str]]]] = {
    "objects": (table([{"id": 1, "x": 2.5}, {"x": None, "id": 2}, {"id": 3}]), []),
    "objects with wrong values": (
        table([{"id": 1, "x": "a"}, {"id": 1, "x": True}, {"id": None, "x": [1]}]),
        [
            (1, "x", "type-number"),
            (2, "id", "primary-key"),
            (2, "x", "type-number"),
            (3, "id", "required"),
            (3, "x", "type-number"),
        ],
    ),
    "objects with a key that is no field": (table([{"id": 1, "x": 1, "y": 1}]), [(0, "", "header-mismatch")]),
    "objects without a field": (table([{"id": 1}]), [(0, "x", "header-mismatch")]),
    "no objects": (table([]), []),
    "arrays": (table([["id", "x"], [1, 2.5], [2, None]]), []),
    "arrays without a header": (table([[1, 2.5]], dialect={"header": False}), []),
    "arrays with a wrong value": (table([["id", "x"], [1, 2], ["a", 1]]), [(2, "id", "type-integer")]),
    "ragged arrays": (table([["id", "x"], [1], [2, 3, 4]]), [(1, "", "text-ragged-row"), (2, "", "text-ragged-row")]),
    "arrays in another order": (table([["x", "id"], [1, 2]]), [(0, "id", "header-mismatch")]),
    "CSV": (table("id,x\n1,2.5\n2,\n", **CSV), []),
    "CSV by its media type": (table("id,x\n1,2.5\n2,\n", mediatype="text/csv"), []),
    "CSV in a dialect": (table("id;x\n1;2.5\n", dialect={"delimiter": ";"}, **CSV), []),
    "CSV with a wrong cell": (table("id,x\n1,a\n", **CSV), [(1, "x", "type-number")]),
    "CSV with an open quote": (table('id,x\n1,"2\n', **CSV), [(2, "", "text-unclosed-quote")]),
    "CSV of nothing": (table("", **CSV), [(0, "", "text-empty")]),
    "a hidden character": (
        {"name": "t", "data": [{"s": "a\u200b"}], "schema": {"fields": [{"name": "s"}]}},
        [(1, "s", "text-hidden-character")],
    ),
    "values that are not a table, without a schema": ({"name": "t", "data": {"a": 1}}, []),
}


@pytest.mark.parametrize(("resource", "wanted"), TABLES.values(), ids=TABLES)
def test_inline_data_are_checked_row_by_row(
    tmp_path: Path, resource: dict[str, Any], wanted: list[tuple[int, str, str]]
) -> None:
    issues = validate(make(tmp_path, resource)).issues
    assert [(i.line, i.column, i.rule) for i in issues] == wanted
    assert {i.path for i in issues} <= {"datapackage.json#/resources/0/data"}


# resource → what is wrong with it
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "a path too": (table([], path="t.csv"), 'has both "path" and "data"; keep one of them'),
    "a number": (table(1), '"data" must be an array, an object, or a string with a "format"'),
    "a string without its format": (table("id,x\n"), '"data" is a string, so add its "format", such as csv'),
    "a string of another format": (
        table("id: 1", format="yaml"),
        '"data" is a string of a format that cannot be read',
    ),
    "an object": (table({"id": 1}), 'has a schema, so "data" must be an array of objects, or an array of arrays'),
    "arrays and objects": (table([["id", "x"], {"id": 1}]), 'has a schema, so "data" must be an array of objects'),
    "numbers": (table([1, 2]), 'has a schema, so "data" must be an array of objects'),
    "header rows of CSV": (table("a", dialect={"headerRows": [2]}, **CSV), '"headerRows" and "commentRows" are not read of'),
}


@pytest.mark.parametrize(("resource", "message"), FAULTS.values(), ids=FAULTS)
def test_inline_data_of_no_table_are_refused(tmp_path: Path, resource: dict[str, Any], message: str) -> None:
    (issue,) = validate(make(tmp_path, resource)).issues
    assert (issue.path, issue.rule, message in issue.message) == ("datapackage.json", "descriptor-path", True)


def test_foreign_keys_refer_to_inline_data(tmp_path: Path) -> None:
    key = {"fields": ["kind"], "reference": {"resource": "t", "fields": ["id"]}}
    refers = {"name": "r", "data": [{"kind": 1}, {"kind": 9}], "schema": {"fields": [{"name": "kind", "type": "integer"}]}}
    refers["schema"]["foreignKeys"] = [key]  # type: ignore[index]
    root = make(tmp_path, table([{"id": 1, "x": 1}]), refers)
    places = [(i.path, i.line, i.rule, i.value) for i in validate(root).issues]
    assert places == [("datapackage.json#/resources/1/data", 2, "foreign-key", "9")]


def test_rows_that_lack_most_of_many_columns_are_not_expanded(tmp_path: Path) -> None:
    fields = [{"name": f"c{n}"} for n in range(3_000)]
    data = [{field["name"]: 1 for field in fields}, *({} for _ in range(2_000))]
    root = make(tmp_path, {"name": "t", "data": data, "schema": {"fields": fields}})
    assert [(i.rule, i.message) for i in validate(root).issues] == [
        ("descriptor-path", "has more than 5,000,000 cells; put the data into a file")
    ]
