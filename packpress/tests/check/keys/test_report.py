from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.splits.executor import LocalExecutor
from packpress.check.validate import examine, validate

AB = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
SELF = {"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}
OTHER = {"fields": ["a", "b"], "reference": {"resource": "parent", "fields": ["a", "b"]}}


def _package(root: Path, tables: Mapping[str, tuple[Mapping[str, Any], Mapping[str, str]]]) -> Path:
    """A package of these tables: name → (schema, files); the fields are a and b unless the schema has its own."""
    resources = []
    for name, (schema, files) in tables.items():
        for path, text in files.items():
            (root / path).write_text(text, encoding="utf-8")
        resources.append({"name": name, "path": list(files), "format": "csv", "schema": {"fields": AB, **schema}})
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    return root


def _found(root: Path) -> list[tuple[str, int, str, str, str, str]]:
    report = validate(root)
    return [(i.path, i.line, i.column, i.key, i.rule, i.value) for i in report.issues]


# tables → every issue as (path, line, column, key, rule, value)
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, int, str, str, str, str]]]] = {
    "a primary key twice": (
        {"t": ({"primaryKey": ["a"]}, {"t.csv": "a,b\n1,x\n2,x\n1,y\n"})},
        [("t.csv", 4, "a", "1", "primary-key", "1")],
    ),
    "a composite primary key twice": (
        {"t": ({"primaryKey": ["a", "b"]}, {"t.csv": "a,b\n1,x\n1,y\n1,x\n"})},
        [("t.csv", 4, "a", "1, x", "primary-key", "1, x")],
    ),
    "a primary key as a string": (
        {"t": ({"primaryKey": "b"}, {"t.csv": "a,b\n1,x\n2,x\n"})},
        [("t.csv", 3, "b", "x", "primary-key", "x")],
    ),
    "a unique key with nulls": (
        {"t": ({"uniqueKeys": [["a", "b"]]}, {"t.csv": "a,b\n1,\n1,\n1,x\n1,x\n"})},
        [("t.csv", 5, "a", "", "unique-key", "1, x")],
    ),
    "a unique field": (
        {"t": ({"fields": [AB[0] | {"constraints": {"unique": True}}, AB[1]]}, {"t.csv": "a,b\n1,x\n,y\n,z\n1,z\n"})},
        [("t.csv", 5, "a", "", "unique", "1")],
    ),
    "moments of one day are one key of a date": (
        {
            "t": (
                {"fields": [{"name": "a", "type": "date", "format": "%Y-%m-%d %H%z"}, AB[1]], "primaryKey": ["a"]},
                {"t.csv": "a,b\n2024-01-01 01Z,x\n2024-01-01 02Z,y\n2024-01-02 01Z,z\n"},
            )
        },
        [("t.csv", 3, "a", "2024-01-01 02Z", "primary-key", "2024-01-01 02Z")],
    ),
    "one key in two orders is reported once": (
        {
            "t": (
                {
                    "uniqueKeys": [["a", "b"], ["b", "a"]],
                    "foreignKeys": [
                        OTHER,
                        {"fields": ["b", "a"], "reference": {"resource": "parent", "fields": ["b", "a"]}},
                        {"fields": ["b", "a"], "reference": {"resource": "parent", "fields": ["a", "b"]}},
                    ],
                },
                {"t.csv": "a,b\n1,1\n1,1\n1,x\n"},
            ),
            "parent": ({}, {"parent.csv": "a,b\n1,1\n"}),
        },
        [
            ("t.csv", 3, "a", "", "unique-key", "1, 1"),
            ("t.csv", 4, "a", "", "foreign-key", "1, x"),
            ("t.csv", 4, "b", "", "foreign-key", "x, 1"),
        ],
    ),
    "a field that is unique twice is reported once": (
        {
            "t": (
                {"fields": [AB[0] | {"constraints": {"unique": True}}, AB[1]], "uniqueKeys": [["a"]]},
                {"t.csv": "a,b\n1,x\n1,y\n"},
            )
        },
        [("t.csv", 3, "a", "", "unique-key", "1")],
    ),
    "numbers are one key by value": (
        {"t": ({"fields": [{"name": "a", "type": "integer"}, AB[1]], "primaryKey": ["a"]}, {"t.csv": "a,b\n1,x\n01,y\n"})},
        [("t.csv", 3, "a", "01", "primary-key", "01")],
    ),
    "a key again in another file": (
        {"t": ({"primaryKey": ["a"]}, {"t1.csv": 'a,b\n1,"x\ny"\n2,x\n', "t2.csv": "a,b\n3,x\n2,y\n"})},
        [("t2.csv", 3, "a", "2", "primary-key", "2")],
    ),
    "the line of a row after a cell of two lines": (
        {"t": ({"primaryKey": ["a"]}, {"t.csv": 'a,b\n1,"x\ny"\n1,z\n'})},
        [("t.csv", 4, "a", "1", "primary-key", "1")],
    ),
    "a reference to itself": (
        {"t": ({"primaryKey": ["a"], "foreignKeys": [SELF]}, {"t.csv": "a,b\n1,\n2,1\n3,9\n"})},
        [("t.csv", 4, "b", "3", "foreign-key", "9")],
    ),
    "a composite reference with nulls": (
        {
            "t": ({"foreignKeys": [OTHER]}, {"t.csv": "a,b\n1,x\n1,y\n1,\n,x\n"}),
            "parent": ({}, {"parent.csv": "a,b\n1,x\n2,y\n"}),
        },
        [("t.csv", 3, "a", "", "foreign-key", "1, y")],
    ),
    "a reference to an empty table": (
        {"t": ({"foreignKeys": [OTHER]}, {"t.csv": "a,b\n1,x\n"}), "parent": ({}, {"parent.csv": "a,b\n"})},
        [("t.csv", 2, "a", "", "foreign-key", "1, x")],
    ),
    "an empty table refers to nothing": (
        {"t": ({"foreignKeys": [OTHER]}, {"t.csv": "a,b\n"}), "parent": ({}, {"parent.csv": "a,b\n"})},
        [],
    ),
    "a repeated key of the parent does not hide an orphan": (
        {
            "t": ({"foreignKeys": [OTHER]}, {"t.csv": "a,b\n9,x\n"}),
            "parent": ({"primaryKey": ["a"]}, {"parent.csv": "a,b\n1,x\n1,y\n"}),
        },
        [("parent.csv", 3, "a", "1", "primary-key", "1"), ("t.csv", 2, "a", "", "foreign-key", "9, x")],
    ),
}


@pytest.mark.parametrize(("tables", "issues"), CASES.values(), ids=CASES)
def test_keys_are_judged_over_whole_tables(
    tables: dict[str, Any], issues: list[tuple[str, int, str, str, str, str]], tmp_path: Path
) -> None:
    assert _found(_package(tmp_path, tables)) == issues


def test_many_repeated_keys_are_all_counted_and_listed_up_to_the_limit(tmp_path: Path) -> None:
    root = _package(tmp_path, {"t": ({"primaryKey": ["a"]}, {"t.csv": "a,b\n" + "1,x\n" * 20_001})})
    reports = [validate(root, limit=limit) for limit in (20_000, 100)]
    assert [(report.errors, len(report.issues)) for report in reports] == [(20_000, 20_000), (20_000, 100)]


@pytest.mark.parametrize("size", [16, 1000])
def test_a_missing_part_of_a_primary_key_is_shown_as_nothing_whatever_is_beside_it(tmp_path: Path, size: int) -> None:
    fields = [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]
    schema = {"fields": fields, "primaryKey": ["a", "b"], "uniqueKeys": [["b"]], "missingValues": ["", "-"]}
    root = _package(tmp_path, {"t": (schema, {"t.csv": "a,b\n01,x\n3,y\n-,x\n05,z\n"})})
    report = examine(root, executor=LocalExecutor(size)).report
    found = [(i.line, i.key, i.value) for i in report.issues if i.rule == "unique-key"]
    assert found == [(4, ", x", "x")]


CELL = st.sampled_from(["", "1", "2", "3"])


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=8), parents=st.lists(st.tuples(CELL, CELL), max_size=4))
def test_the_checker_finds_what_a_plain_search_finds(
    tmp_path: Path, rows: list[tuple[str, str]], parents: list[tuple[str, str]]
) -> None:
    def text(table: list[tuple[str, str]]) -> str:
        return "a,b\n" + "".join(f"{a},{b}\n" for a, b in table)

    schema = {"uniqueKeys": [["a", "b"]], "foreignKeys": [SELF, OTHER]}
    root = _package(tmp_path, {"t": (schema, {"t.csv": text(rows)}), "parent": ({}, {"parent.csv": text(parents)})})
    wanted = set()
    for number, (a, b) in enumerate(rows):
        if a and b and (a, b) in rows[:number]:
            wanted.add((number + 2, "unique-key"))
        if a and b and (a, b) not in parents:
            wanted.add((number + 2, "foreign-key of two"))
        if b and b not in [first for first, _ in rows]:
            wanted.add((number + 2, "foreign-key of one"))
    found = {
        (line, rule + ("" if rule == "unique-key" else " of two" if column == "a" else " of one"))
        for _, line, column, _, rule, _ in _found(root)
    }
    assert found == wanted
