"""How the columns of a file may differ from the fields of its schema: ``fieldsMatch`` of Table Schema 2.0."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.issue import Findings
from packpress.publish.parquet.exact import decimal_columns
from packpress.publish.parquet.table import typed_columns

ABC: list[dict[str, Any]] = [
    {"name": "a", "type": "integer"},
    {"name": "b", "type": "number"},
    {"name": "c", "type": "string"},
]
MODES = ("exact", "equal", "subset", "superset", "partial")
MORE = 'with fieldsMatch "{}", no other columns are allowed'
ALL = 'with fieldsMatch "{}", every field must be present'


def _schema(mode: str, **more: Any) -> dict[str, Any]:
    return {"fields": ABC, "fieldsMatch": mode, **more}


# header → mode → None where the file fits, else the column and the message of the issue
HEADERS: dict[str, dict[str, tuple[str, str] | None]] = {
    "a,b,c": dict.fromkeys(MODES),
    "c,a,b": {
        **dict.fromkeys(MODES),
        "exact": ("a", 'column 1 of the header is "c", the schema has "a"; make them the same'),
    },
    "b,x,a,c": {
        "exact": ("a", 'column 1 of the header is "b", the schema has "a"; make them the same'),
        "equal": ("x", f'the header has "x", which is not in the schema; {MORE.format("equal")}'),
        "subset": None,
        "superset": ("x", f'the header has "x", which is not in the schema; {MORE.format("superset")}'),
        "partial": None,
    },
    "b,a": {
        "exact": ("a", 'column 1 of the header is "b", the schema has "a"; make them the same'),
        "equal": ("c", f'the header lacks "c"; {ALL.format("equal")}'),
        "subset": ("c", f'the header lacks "c"; {ALL.format("subset")}'),
        "superset": None,
        "partial": None,
    },
    "x,b": {
        "exact": ("a", 'column 1 of the header is "x", the schema has "a"; make them the same'),
        "subset": ("a", f'the header lacks "a", "c"; {ALL.format("subset")}'),
        "superset": ("x", f'the header has "x", which is not in the schema; {MORE.format("superset")}'),
        "partial": None,
    },
    "x,y": {
        "subset": ("a", f'the header lacks "a", "b", "c"; {ALL.format("subset")}'),
        "partial": (
            "a",
            'the header has none of the schema\'s fields; with fieldsMatch "partial", it must have at least one',
        ),
    },
    "A,b,c": {
        "subset": ("a", f'the header lacks "a"; {ALL.format("subset")}'),
    },
}
CASES = [(header, mode, wanted) for header, modes in HEADERS.items() for mode, wanted in modes.items()]


@pytest.mark.parametrize(("header", "mode", "wanted"), CASES, ids=[f"{header} {mode}" for header, mode, _ in CASES])
def test_a_header_fits_as_the_schema_says(
    header: str, mode: str, wanted: tuple[str, str] | None, make_package: Callable[..., Path]
) -> None:
    row = ",".join({"a": "1", "b": "2.5", "c": "t"}.get(name, "=") for name in header.split(","))
    report = validate(make_package(_schema(mode), f"{header}\n{row}\n"))
    assert [(i.line, i.column, i.message) for i in report.issues] == ([] if wanted is None else [(1, *wanted)])
    assert all(i.rule == "header-mismatch" for i in report.issues)


def test_a_header_may_lack_and_have_too_much_at_once(make_package: Callable[..., Path]) -> None:
    report = validate(make_package(_schema("equal"), "x,b,c\n1,2,3\n"))
    assert [(i.column, i.message) for i in report.issues] == [
        ("a", f'the header lacks "a"; {ALL.format("equal")}'),
        ("x", f'the header has "x", which is not in the schema; {MORE.format("equal")}'),
    ]


@pytest.mark.parametrize("mode", ["superset", "partial"])
@pytest.mark.parametrize(
    "more",
    [{"primaryKey": ["a"]}, {"fields": [ABC[0] | {"constraints": {"required": True}}, *ABC[1:]]}],
    ids=["primary key", "required"],
)
def test_a_field_that_must_have_a_value_cannot_be_lacking(
    mode: str, more: dict[str, Any], make_package: Callable[..., Path]
) -> None:
    report = validate(make_package(_schema(mode, **more), "b\n1\n"))
    message = 'the header lacks "a", which must have a value in every row; add the columns'
    assert [(i.line, i.column, i.rule, i.message) for i in report.issues] == [(1, "a", "header-mismatch", message)]


# what is wrong in a file whose columns are mapped by name → its text, and the issues as (line, column, key, rule, value)
CELLS: dict[str, tuple[str, list[tuple[int, str, str, str, str]]]] = {
    "a cell under the moved column": ("x,c,a\n=,t,one\n", [(2, "a", "", "type-integer", "one")]),
    "an unknown column is not judged": ("x,a\n=1+1,1\n", []),
    "an unknown column is strictly read": ('x,a\nq"q,1\n', [(2, "x", "", "text-quote", '"q,1')]),
    "a row that is too short": ("x,c,a\nt,1\n", [(2, "", "", "text-ragged-row", "t,1")]),
    "a hidden character in an unknown column": (
        "x,a\n\u200b,1\n",
        [(2, "x", "", "text-hidden-character", "\u200b")],
    ),
    "a mapped column twice": ("a,x,a\n1,2,3\n", [(1, "a", "", "header-duplicate", "a")]),
    "an unknown column twice": ("a,x,X\n1,2,3\n", [(1, "X", "", "header-duplicate", "X")]),
}


@pytest.mark.parametrize(("text", "issues"), CELLS.values(), ids=CELLS)
def test_cells_are_judged_by_the_name_of_their_column(
    text: str, issues: list[tuple[int, str, str, str, str]], make_package: Callable[..., Path]
) -> None:
    report = validate(make_package(_schema("partial"), text))
    assert [(i.line, i.column, i.key, i.rule, i.value) for i in report.issues] == issues


def test_the_key_of_a_row_is_found_in_its_column(make_package: Callable[..., Path]) -> None:
    report = validate(make_package(_schema("subset", primaryKey=["c"]), "x,b,c,a\n0,z,k,1\n0,1,k,1\n"))
    assert [(i.line, i.column, i.key, i.rule, i.value) for i in report.issues] == [
        (2, "b", "k", "type-number", "z"),
        (3, "c", "k", "primary-key", "k"),
    ]


def test_a_lacking_field_is_in_no_unique_key_and_refers_to_nothing_but_cannot_be_referred_to(tmp_path: Path) -> None:
    child = {"fields": ["b"], "reference": {"resource": "parent", "fields": ["b"]}}
    tables: dict[str, tuple[str, dict[str, Any]]] = {
        "lacks": ("a,c\n1,x\n2,x\n", {"uniqueKeys": [["b", "c"]], "foreignKeys": [child]}),
        "parent": ("a\n1\n", {}),
        "child": ("b\n7\n", {"foreignKeys": [child]}),
    }
    resources = []
    for name, (text, more) in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        resources.append({"name": name, "path": f"{name}.csv", "schema": _schema("superset", **more)})
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    report = validate(tmp_path)
    assert [(i.path, i.line, i.column, i.rule, i.value) for i in report.issues] == [("child.csv", 2, "b", "foreign-key", "7")]


@pytest.mark.parametrize(
    ("mode", "second", "line"),
    [("subset", "a,c,b,x\n3,z,4,=\n", 1), ("superset", "a,c\n3,z\n", 1), ("equal", "a,c,b\n3,z,4\n", 1)],
    ids=["more columns", "fewer columns", "another order"],
)
def test_the_files_of_a_resource_have_one_header(mode: str, second: str, line: int, make_package: Callable[..., Path]) -> None:
    root = make_package(_schema(mode), "a,b,c\n1,2,y\n", resource={"path": ["data.csv", "more.csv"]})
    (root / "more.csv").write_text(second, encoding="utf-8")
    message = "the columns differ from those of the resource's first file; give all its files the same header"
    report = validate(root)
    assert [(i.path, i.line, i.rule, i.message) for i in report.issues] == [("more.csv", 1, "header-mismatch", message)]


def test_a_typed_table_has_the_columns_of_the_schema_and_null_where_a_field_lacks(make_package: Callable[..., Path]) -> None:
    root = make_package(_schema("partial"), "x,b,a\n=,12345678901234567.25,2\n,0.5,1\n")
    session = Session.open(root, Findings())
    tables = read_tables(session)
    table = pa.table(
        {
            "a": pa.array([2, 1], pa.int64()),
            "b": pa.array([12345678901234567.25, 0.5], pa.float64()),
            "c": pa.array([None, None], pa.string()),
        }
    )
    assert tables["table"].values.equals(table)
    exact = tables["table"].checker.exact_numbers()
    assert {name: texts.to_pylist() for name, texts in exact.items()} == {"b": ["12345678901234567.25", "0.5"]}
    decimals = decimal_columns(tables, Findings())["table"]
    published = typed_columns(session.package.table("table"), table, decimals)
    assert [str(field.type) for field in published.schema] == ["int64", "decimal128(38, 2)", "string"]


def test_a_header_of_many_faults_gives_few_issues(make_package: Callable[..., Path]) -> None:
    schema = {"fields": [{"name": f"f{number}", "type": "string"} for number in range(20_000)], "fieldsMatch": "equal"}
    header = ",".join(f"g{number}" for number in range(20_000))
    report = validate(make_package(schema, header + "\n"))
    ten = ", ".join(f'"f{number}"' for number in range(10))
    assert [(i.column, i.message) for i in report.issues] == [
        ("f0", f"the header lacks {ten} and 19,990 more; {ALL.format('equal')}"),
        ("g0", _extra(report.issues[1].message)),
    ]


def _extra(message: str) -> str:
    """The message, when it names ten columns and counts the others."""
    assert message.count('"g') == 10
    assert message.endswith(f" and 19,990 more, which is not in the schema; {MORE.format('equal')}")
    return message


VERSION_1 = {"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}
TWICE: list[dict[str, Any]] = [{"name": "x", "type": "integer"}, {"name": "y"}, {"name": "x", "type": "number"}]
# text → (line, column, rule) of each issue
DUPLICATES = {
    "as in the schema": ("x,y,x\n1,a,1.5\n", []),
    "with a wrong cell in the second": ("x,y,x\n1,a,b\n", [(2, "x_2", "type-number")]),
    "a name that only the file has twice": ("x,y,y\n1,a,1\n", [(1, "x", "header-mismatch"), (1, "y", "header-duplicate")]),
}


@pytest.mark.parametrize(("text", "wanted"), DUPLICATES.values(), ids=DUPLICATES)
def test_columns_of_duplicate_fields_are_matched_by_their_order(
    make_package: Callable[..., Path], text: str, wanted: list[tuple[int, str, str]]
) -> None:
    report = validate(make_package({"fields": TWICE}, text, descriptor=VERSION_1))
    assert [(issue.line, issue.column, issue.rule) for issue in report.issues] == wanted


# schema with duplicate fields → the messages about it
REFUSED = {
    "matched by name": (
        {"fields": TWICE, "fieldsMatch": "subset"},
        ['resource "table": two fields are named "x"; give each a unique name'],
    ),
    "with a key that names them": (
        {"fields": TWICE, "primaryKey": "x"},
        ['resource "table": a key names "x", which two fields have; give each a unique name'],
    ),
}


@pytest.mark.parametrize(("schema", "wanted"), REFUSED.values(), ids=REFUSED)
def test_duplicate_fields_are_refused_where_a_name_must_be_unique(
    make_package: Callable[..., Path], schema: dict[str, Any], wanted: list[str]
) -> None:
    assert [
        issue.message for issue in validate(make_package(schema, "x,y,x\n1,a,1.5\n", descriptor=VERSION_1)).issues
    ] == wanted
