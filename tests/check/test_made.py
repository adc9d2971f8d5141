"""Parquet that the build made: it can be opened, and has the columns of the schema beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fentanyl_control.check.validate import validate

FIELDS: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}]}
STALE = "the columns are not the fields of the schema beside it; run the build"
CUT = "the file does not end as a Parquet file does, it seems to be cut off; write it again, or run the build"


def _package(root: Path, schema: Any, columns: list[str]) -> Path:
    (root / "t.csv").write_text("a\n1\n", encoding="utf-8")
    pq.write_table(pa.table({name: [1] for name in columns}), root / "t.parquet")
    source = {"name": "t", "path": "t.csv", "schema": FIELDS}
    made = {"name": "t-parquet", "path": "t.parquet", "press:madeFrom": "t", "schema": schema}
    (root / "datapackage.json").write_text(json.dumps({"resources": [source, made]}), encoding="utf-8")
    return root


# schema → columns, messages
MADE: dict[str, tuple[Any, list[str], list[str]]] = {
    "the columns of the schema": (FIELDS, ["a"], []),
    "one more": (FIELDS, ["a", "b"], [STALE]),
    "another": (FIELDS, ["b"], [STALE]),
    "no fields": ({}, ["b"], []),
    "fields that are none": ({"fields": [1]}, ["b"], []),
}


@pytest.mark.parametrize(("schema", "columns", "messages"), MADE.values(), ids=MADE)
def test_a_made_table_has_the_columns_of_its_schema(
    schema: Any, columns: list[str], messages: list[str], tmp_path: Path
) -> None:
    issues = validate(_package(tmp_path, schema, columns), quick=True).issues
    assert [(i.path, i.message) for i in issues] == [("t.parquet", message) for message in messages]


@pytest.mark.parametrize(("text", "messages"), [('{"fields": [{"name": "b"}]}', [STALE]), ("{", [])], ids=["read", "broken"])
def test_the_schema_may_be_a_file(text: str, messages: list[str], tmp_path: Path) -> None:
    root = _package(tmp_path, "t.json", ["a"])
    (root / "t.json").write_text(text, encoding="utf-8")
    assert [i.message for i in validate(root, quick=True).issues] == messages


def test_a_made_table_that_is_cut_off_is_named(tmp_path: Path) -> None:
    root = _package(tmp_path, FIELDS, ["a"])
    (root / "t.parquet").write_bytes((root / "t.parquet").read_bytes()[:-4])
    assert [(i.path, i.rule, i.message) for i in validate(root, quick=True).issues] == [
        ("t.parquet", "parquet-unreadable", CUT)
    ]
