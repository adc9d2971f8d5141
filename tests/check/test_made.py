"""Parquet that the build made: it can be opened, and has the columns of the schema beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fentanyl_control.check import made
from fentanyl_control.check.validate import validate
from fentanyl_control.package.strict_json import read_json

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


def test_made_files_at_one_place_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _package(tmp_path, "t.json", ["b"])
    (root / "t.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    again = {**raw["resources"][1], "path": "./t.parquet", "schema": "./t.json", "hash": "0" * 32}
    raw["resources"] += [{**again, "name": f"t-{number}"} for number in range(3)]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    read: list[str] = []

    def counted(path: Path, shown: str) -> Any:
        read.append(shown)
        return read_json(path, shown)

    monkeypatch.setattr(made, "read_json", counted)
    report = validate(root, quick=True)
    assert {(i.path, i.rule) for i in report.issues} == {
        ("datapackage.json", "descriptor-made-from"),
        ("t.parquet", "header-mismatch"),
    }
    assert read == ["t.json"]


def test_the_schema_file_may_not_lie_outside(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    (tmp_path / "in").mkdir()
    issues = validate(_package(tmp_path / "in", "../outside.json", ["a"]), quick=True).issues
    assert [(i.path, i.rule) for i in issues] == [("datapackage.json", "path-unsafe")]


def test_a_made_table_that_is_cut_off_is_named(tmp_path: Path) -> None:
    root = _package(tmp_path, FIELDS, ["a"])
    (root / "t.parquet").write_bytes((root / "t.parquet").read_bytes()[:-4])
    assert [(i.path, i.rule, i.message) for i in validate(root, quick=True).issues] == [
        ("t.parquet", "parquet-unreadable", CUT)
    ]
