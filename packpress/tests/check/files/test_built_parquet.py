"""Parquet that the build made: it can be opened, and has the columns of the schema beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate
from packpress.package import descriptor
from packpress.package.descriptor import read_package
from packpress.package.forms import local_copies
from packpress.package.outputs.source_hash import SOURCE_HASH, SourceHashes
from packpress.package.strict_json import read_json

FIELDS: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}]}
STALE = "the columns differ from the fields of its schema; run the build"
CUT = "the file does not end like a Parquet file and seems to be truncated; write it again, or run the build"


def _package(root: Path, schema: Any, columns: list[str]) -> Path:
    (root / "t.csv").write_text("a\n1\n", encoding="utf-8")
    source = {"name": "t", "path": "t.csv", "schema": FIELDS}
    made = {"name": "t-parquet", "path": "t.parquet", "packpress:madeFrom": "t", "schema": schema}
    (root / "datapackage.json").write_text(json.dumps({"resources": [source, made]}), encoding="utf-8")
    package = read_package(root)[0]
    source_hash = SourceHashes(package).parquet(package.table("t"))
    table = pa.table({name: [1] for name in columns}).replace_schema_metadata({SOURCE_HASH: source_hash})
    pq.write_table(table, root / "t.parquet")
    return root


def _with_hash(root: Path, schema: Any) -> str:
    """The schema as a file that the build made."""
    package = read_package(root)[0]
    return json.dumps({**schema, SOURCE_HASH: SourceHashes(package).schema(package.table("t"))})


# schema → columns, messages
MADE: dict[str, tuple[Any, list[str], list[str]]] = {
    "the columns of the schema": (FIELDS, ["a"], []),
    "one more": (FIELDS, ["a", "b"], [STALE]),
    "another": (FIELDS, ["b"], [STALE]),
}


@pytest.mark.parametrize(("schema", "columns", "messages"), MADE.values(), ids=MADE)
def test_a_made_table_has_the_columns_of_its_schema(
    schema: Any, columns: list[str], messages: list[str], tmp_path: Path
) -> None:
    issues = validate(_package(tmp_path, schema, columns)).issues
    assert [(i.path, i.message) for i in issues] == [("t.parquet", message) for message in messages]


# text of the schema file → the issues: path, line, rule
FILES: dict[str, tuple[str, list[tuple[str, int, str]]]] = {
    "right but for its hash": (json.dumps(FIELDS), [("t.json", 0, "output-stale")]),
    "of other columns": (
        '{"fields": [{"name": "b"}]}',
        [("t.json", 0, "output-stale"), ("t.parquet", 0, "header-mismatch")],
    ),
    "cut off": ("{\n", [("t.json", 2, "descriptor-json")]),
    "no object": ("[]", [("t.json", 0, "descriptor-type")]),
    "no fields": ("{}", [("t.json", 0, "schema-fields")]),
    "fields that are none": ('{"fields": [1]}', [("t.json", 0, "descriptor-type")]),
    "fields as a number": ('{"fields": 1}', [("t.json", 0, "descriptor-type")]),
    "constraints that are none": ('{"fields": [{"name": "a", "constraints": 1}]}', [("t.json", 0, "descriptor-type")]),
    "a type that is none": ('{"fields": [{"name": "a", "type": "x"}]}', [("t.json", 0, "schema-type")]),
}


@pytest.mark.parametrize(("text", "issues"), FILES.values(), ids=FILES)
def test_the_schema_may_be_a_file_and_must_be_sound(text: str, issues: list[tuple[str, int, str]], tmp_path: Path) -> None:
    root = _package(tmp_path, "t.json", ["a"])
    (root / "t.json").write_text(text, encoding="utf-8")
    assert [(i.path, i.line, i.rule) for i in validate(root).issues] == issues


def test_a_schema_that_the_build_made_of_these_sources_is_sound(tmp_path: Path) -> None:
    root = _package(tmp_path, "t.json", ["a"])
    (root / "t.json").write_text(_with_hash(root, FIELDS), encoding="utf-8")
    assert validate(root).issues == ()


@pytest.mark.parametrize(("schema", "rule"), [({}, "schema-fields"), ({"fields": [1]}, "descriptor-type")])
def test_a_schema_in_the_descriptor_must_be_sound_too(schema: Any, rule: str, tmp_path: Path) -> None:
    issues = validate(_package(tmp_path, schema, ["b"])).issues
    assert [(i.path, i.rule) for i in issues] == [("datapackage.json", rule)]


def test_made_files_at_one_place_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _package(tmp_path, "t.json", ["b"])
    (root / "t.json").write_text(_with_hash(root, FIELDS), encoding="utf-8")
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    again = {**raw["resources"][1], "path": "./t.parquet", "schema": "./t.json", "hash": "0" * 32}
    raw["resources"] += [{**again, "name": f"t-{number}"} for number in range(3)]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    read: list[str] = []

    def counted(path: Path, shown: str) -> Any:
        read.append(shown)
        return read_json(path, shown)

    for module in (descriptor, local_copies):
        monkeypatch.setattr(module, "read_json", counted)
    report = validate(root)
    assert {(i.path, i.rule) for i in report.issues} == {
        ("datapackage.json", "descriptor-made-from"),
        ("t.parquet", "header-mismatch"),
    }
    assert read == ["datapackage.json", "t.json"]


def test_the_schema_file_may_not_lie_outside(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text(json.dumps(FIELDS), encoding="utf-8")
    (tmp_path / "in").mkdir()
    issues = validate(_package(tmp_path / "in", "../outside.json", ["a"])).issues
    assert [(i.path, i.rule) for i in issues] == [("datapackage.json", "path-unsafe")]


def test_a_made_table_that_is_cut_off_is_named(tmp_path: Path) -> None:
    root = _package(tmp_path, FIELDS, ["a"])
    (root / "t.parquet").write_bytes((root / "t.parquet").read_bytes()[:-4])
    assert [(i.path, i.rule, i.message) for i in validate(root).issues] == [("t.parquet", "parquet-unreadable", CUT)]
