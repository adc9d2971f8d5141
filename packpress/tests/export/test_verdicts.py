"""What is written for each target judges the same cells as packpress, but for what ``limits`` lists."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import jsonschema
import polars
import pyarrow as pa
import pytest
from pandera.errors import SchemaErrors

from packpress.check.validate import validate
from packpress.commands.schema import TARGETS
from packpress.export.arrow_module import write_arrow_module
from packpress.export.limits import CANNOT, FEATURES, unsaid
from packpress.export.pandera_module import write_pandera_module
from packpress.export.polars_module import write_polars_module
from packpress.export.row_schema import write_json_schema
from packpress.export.sql import DIALECTS, write_sql
from packpress.package.descriptor import read_package
from packpress.package.model import Package, Table

Rows = list[list[str]]


class Case(NamedTuple):
    """A feature of a schema: its fields, rows that are right, and rows that are wrong for its sake alone."""

    feature: str
    fields: list[dict[str, Any]]
    right: Rows
    wrong: Rows
    keys: dict[str, Any] = {}  # noqa: RUF012 - never changed


def one(feature: str, kind: str, right: str, wrong: str, more: Mapping[str, Any] | None = None, **constraints: Any) -> Case:
    """A case of one field, beside another so that no row is blank."""
    field = {"name": "f", "type": kind, "constraints": constraints, **(more or {})}
    return Case(feature, [{"name": "n", "type": "string"}, field], [["a", right], ["b", ""]], [["a", right], ["b", wrong]])


A, B = {"name": "a", "type": "string"}, {"name": "b", "type": "integer"}
UNIQUE = {"uniqueKeys": [["a", "b"]]}
RIGHT: Rows = [["x", "1"], ["y", "2"]]
EURO = {"decimalChar": ",", "groupChar": ".", "bareNumber": False}
CASES: dict[str, Case] = {
    "integer": one("type", "integer", "-5", "x"),
    "integer beyond int64": one("type", "integer", "9223372036854775807", "9223372036854775808"),
    "integer with a fraction": one("integer notation", "integer", "5", "5.5"),
    "number": one("type", "number", "1.5e3", "1.5.2"),
    "boolean": one("type", "boolean", "true", "perhaps"),
    "date": one("type", "date", "2024-02-29", "2023-02-29"),
    "date without zeros": one("date notation", "date", "2024-02-09", "2024-2-9"),
    "time": one("text notation", "time", "10:00:00", "25:00:00"),
    "datetime": one("text notation", "datetime", "2024-01-01T10:00:00Z", "2024-01-01T10:00:00 CET"),
    "year": one("text notation", "year", "2024", "24"),
    "duration": one("text notation", "duration", "P1Y", "1 year"),
    "email": one("text notation", "string", "a@example.org", "a@example", {"format": "email"}),
    "uri": one("text notation", "string", "https://example.org/a?b#c", "example.org", {"format": "uri"}),
    "uuid": one("text notation", "string", "123e4567-e89b-12d3-a456-426614174000", "123", {"format": "uuid"}),
    "date in a format": one("date format", "date", "29.02.2024", "30.02.2024", {"format": "%d.%m.%Y"}),
    "object": one("JSON", "object", '{"a": 1}', '{"a": 1'),
    "list": one("other notation", "list", "1,2", "1,x", {"itemType": "integer"}),
    "point": one("other notation", "geopoint", "10, 50", "10, 95"),
    "items of a list": one("number of items", "list", "a,b", "a,b,c", maxLength=2),
    "required": one("required", "string", "x", "", required=True)._replace(right=[["a", "x"]]),
    "required number": one("required", "number", "1", "", required=True)._replace(right=[["a", "1"]]),
    "unique": one("unique", "integer", "1", "1", unique=True),
    "primary key": Case("primaryKey", [A, B], RIGHT, [*RIGHT, ["x", "3"]], {"primaryKey": ["a"]}),
    "primary key of two": Case("primaryKey", [A, B], [*RIGHT, ["x", "2"]], [*RIGHT, ["x", "1"]], {"primaryKey": ["a", "b"]}),
    "missing key": Case("required", [A, B], RIGHT, [*RIGHT, ["", "3"]], {"primaryKey": ["a"]}),
    "unique keys": Case("uniqueKeys", [A, B], [*RIGHT, ["x", ""], ["x", ""]], [*RIGHT, ["y", "2"]], UNIQUE),
    "foreign key": Case(
        "foreignKeys",
        [A, B],
        [*RIGHT, ["", "3"]],
        [*RIGHT, ["z", "3"]],
        {"foreignKeys": [{"fields": ["a"], "reference": {"resource": "others", "fields": ["k"]}}]},
    ),
    "enum": one("enum", "string", "it's", "its", enum=["it's", "ä"]),
    "categories": one("enum", "string", "a", "c", {"categories": ["a", "b"]}),
    "enum of numbers": one("enum of values", "number", "0.1", "0.2", enum=[0.1, "5"]),
    "enum of integers": one("enum of values", "integer", "1", "3", enum=[1, 2]),
    "enum of booleans": one("enum of values", "boolean", "true", "false", enum=[True]),
    "enum of dates": one("enum of values", "date", "2024-01-01", "2024-01-02", enum=["2024-01-01"]),
    "pattern": one("pattern", "string", "ab-1", "xab-1", pattern=r"[a-c]+-\d"),
    "pattern of alternatives": one("pattern", "string", "b", "bc", pattern="a|b"),
    "pattern of letters": one("pattern", "string", "Ärger", "Ärger!", pattern=r"\p{Lu}\p{L}*"),
    "pattern of words": one("pattern", "string", "žluť", "ž,", pattern=r"\w+"),
    "pattern without commas": one("pattern", "string", "ž;", "ž.", pattern=r"[^.&~-]+"),
    "pattern with counts": one("pattern", "string", "abab", "ababab", pattern="(ab){1,2}"),
    "minLength": one("lengths", "string", "äö", "ä", minLength=2),
    "maxLength": one("lengths", "string", "äöü", "äöüß", maxLength=3),
    "minimum": one("bounds", "integer", "1", "0", minimum=1),
    "maximum": one("bounds", "number", "0.1", "0.11", maximum=0.1),
    "exclusiveMinimum": one("bounds", "number", "1.1", "1", exclusiveMinimum=1),
    "exclusiveMaximum": one("bounds", "integer", "1", "2", exclusiveMaximum="2"),
    "minimum of dates": one("bounds of dates", "date", "2024-01-01", "2023-12-31", minimum="2024-01-01"),
    "exclusive maximum of dates": one("bounds of dates", "date", "2023-12-31", "2024-01-01", exclusiveMaximum="2024-01-01"),
    "minimum of years": one("bounds of text", "year", "2024", "1999", minimum=2000),
    "jsonSchema": one("jsonSchema", "object", '{"a": 1}', '{"a": "x"}', jsonSchema={"properties": {"a": {"type": "integer"}}}),
}  # fmt: skip
OTHERS = {
    "name": "others",
    "type": "table",
    "path": "others.csv",
    "schema": {"fields": [{"name": "k", "type": "string"}], "primaryKey": ["k"]},
}


def make(root: Path, case: Case, rows: Rows) -> Path:
    """A package of the case's table ``t``, beside a table that it may refer to."""
    root.mkdir()
    (root / "others.csv").write_text("k\nx\ny\n", encoding="utf-8")
    with (root / "t.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([[field["name"] for field in case.fields], *rows])
    table = {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": case.fields, **case.keys}}
    package = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "p", "resources": [table, OTHERS]}
    (root / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return root


def cells(root: Path) -> tuple[list[str], list[list[str | None]]]:
    """The header and the rows, with missing values as None."""
    with (root / "t.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)
    return header, [[cell or None for cell in row] for row in rows]


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "<schema>", "exec"), names)
    return names


def by_pandera(package: Package, table: Table) -> bool:
    module = run(write_pandera_module(package, table))
    try:
        module["SCHEMA"].validate(module["read_t"](package.root / "t.csv"), lazy=True)
    except SchemaErrors:
        return False
    return True


def by_json_schema(package: Package, table: Table) -> bool:
    schema = json.loads(write_json_schema(package, table))
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    header, rows = cells(package.root)
    kinds = {field.name: field.type for field in table.schema.fields}
    return all(
        checker.is_valid({name: as_json(kinds[name], cell) for name, cell in zip(header, row, strict=True)}) for row in rows
    )


def as_json(kind: str, cell: str | None) -> Any:
    """The cell as a JSON value, where it is one of its type."""
    try:
        return json.loads(cell) if cell is not None and kind in ("integer", "number", "boolean") else cell
    except ValueError:
        return cell


def by_duckdb(package: Package, table: Table) -> bool:
    connection = duckdb.connect()
    connection.execute(write_sql(package, package.table("others")))
    connection.execute("INSERT INTO others VALUES ('x'), ('y')")
    statement = write_sql(package, table)
    connection.execute(statement)
    copy = statement.split("\n")[1].removeprefix("-- ")
    try:
        connection.execute(copy.replace("'t.csv'", f"'{package.root}/t.csv'"))
    except (duckdb.ConstraintException, duckdb.ConversionException, duckdb.InvalidInputException):
        return False
    return True


def by_sqlite(package: Package, table: Table) -> bool:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(write_sql(package, package.table("others"), "sqlite"))
    connection.execute("INSERT INTO others VALUES ('x'), ('y')")
    connection.execute(write_sql(package, table, "sqlite"))
    words = {"true": "1", "false": "0"}
    header, rows = cells(package.root)
    try:
        for row in rows:
            values = [words.get(cell, cell) if cell is not None else None for cell in row]
            connection.execute(f"INSERT INTO t VALUES ({', '.join('?' for _ in header)})", values)
    except sqlite3.IntegrityError:
        return False
    finally:
        connection.close()
    return True


def by_arrow(package: Package, table: Table) -> bool:
    header, rows = cells(package.root)
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in range(len(header))]
    try:
        pa.table(columns, names=header).cast(run(write_arrow_module(package, table))["SCHEMA"])
    except (pa.ArrowInvalid, ValueError):
        return False
    return True


def by_polars(package: Package, table: Table) -> bool:
    module = run(write_polars_module(package, table))
    try:
        frame = module["read_t"](package.root / "t.csv")
    except polars.exceptions.PolarsError:
        return False
    assert frame.schema == module["SCHEMA"]
    return True


JUDGES: Mapping[str, Callable[[Package, Table], bool]] = {
    "pandera": by_pandera,
    "json-schema": by_json_schema,
    "duckdb": by_duckdb,
    "sqlite": by_sqlite,
    "arrow": by_arrow,
    "polars": by_polars,
}


def test_every_target_and_every_feature_has_a_judge_or_a_case() -> None:
    assert {*JUDGES} == {*CANNOT} == {*TARGETS} - {"sql"} | {*DIALECTS}
    assert {case.feature for case in CASES.values()} == {*FEATURES}


@pytest.mark.parametrize("name", CASES)
def test_the_cases_are_right_and_wrong_to_packpress(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    verdicts = [
        validate(make(tmp_path / kind, case, rows)).valid for kind, rows in (("right", case.right), ("wrong", case.wrong))
    ]
    assert verdicts == [True, False]


@pytest.mark.parametrize("target", JUDGES)
@pytest.mark.parametrize("name", CASES)
def test_a_target_judges_as_packpress_but_for_what_it_cannot_say(name: str, target: str, tmp_path: Path) -> None:
    case = CASES[name]
    verdicts = []
    for kind, rows in (("right", case.right), ("wrong", case.wrong)):
        package, _ = read_package(make(tmp_path / kind, case, rows))
        verdicts.append(JUDGES[target](package, package.table("t")))
    assert verdicts == [True, case.feature in CANNOT[target]]
    said = " ".join(unsaid(package.table("t"), target))
    assert (case.feature in said) == (case.feature in CANNOT[target]) or case.feature == "type"
