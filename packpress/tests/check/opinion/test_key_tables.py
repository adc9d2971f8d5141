"""What foreign keys refer to is read once, without the other columns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from packpress.check.opinion.key_tables import KeyReference, KeyTable, key_rows, name_key_tables
from packpress.check.opinion.samples import Sample, chosen_rows
from packpress.issue import Findings
from packpress.package.descriptor import read_package

ID = {"name": "id", "type": "integer", "constraints": {"required": True}}
WORD = {"name": "word", "type": "string"}
OTHER = {"name": "other", "type": "string"}
OF_PAIR = {"fields": ["id", "word"], "reference": {"resource": "a", "fields": ["id", "word"]}}
OF_ID = {"fields": "id", "reference": {"resource": "a", "fields": "id"}}
OF_ITSELF = {"fields": ["other"], "reference": {"fields": ["word"]}}


def _resources() -> list[dict[str, Any]]:
    a = {"fields": [ID, WORD, OTHER], "missingValues": ["", "-"], "foreignKeys": [OF_ITSELF]}
    b = {"fields": [ID, WORD], "foreignKeys": [OF_PAIR, OF_ID]}
    found: list[dict[str, Any]] = json.loads(
        json.dumps([{"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in (("a", a), ("b", b))])
    )
    return found


def test_every_foreign_key_refers_to_a_table_of_keys() -> None:
    resources = _resources()
    assert name_key_tables(resources) == [
        KeyTable(
            "keys of a",
            "a",
            ("word", "id"),
            (
                KeyReference("a", ("other",), ("word",)),
                KeyReference("b", ("id", "word"), ("id", "word")),
                KeyReference("b", ("id",), ("id",)),
            ),
        )
    ]
    references = [key["reference"] for item in resources[:2] for key in item["schema"]["foreignKeys"]]
    assert references == [
        {"resource": "keys of a", "fields": ["word"]},
        {"resource": "keys of a", "fields": ["id", "word"]},
        {"resource": "keys of a", "fields": "id"},
    ]
    assert resources[2:] == [
        {
            "name": "keys of a",
            "type": "table",
            "schema": {"missingValues": ["", "-"], "fields": [WORD, {"name": "id", "type": "integer"}]},
            "dialect": {"header": True},
            "data": [["word", "id"]],
        }
    ]


def test_a_table_of_keys_has_a_name_of_its_own() -> None:
    resources = [{**_resources()[0], "name": name} for name in ("a", "keys of a")]
    assert name_key_tables(resources)[0].name == "keys of a'"


# whether frictionless gets a part of the table → the rows of its keys
ROWS = {
    False: [["1", "u"], ["2", "u"], ["03", "v"]],
    True: [["03", "v"]],
}


@pytest.mark.parametrize("is_long", ROWS)
def test_a_table_of_keys_has_each_key_once_and_of_a_long_table_those_that_are_needed(is_long: bool, tmp_path: Path) -> None:
    descriptor: dict[str, Any] = {"name": "example", "resources": _resources()}
    del descriptor["resources"][0]["schema"]["foreignKeys"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (tmp_path / "a.csv").write_text("id,word,other\n1,u,\n1,u,x\n2,u,\n03,v,\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,word\n3,v\n", encoding="utf-8")
    package, _ = read_package(tmp_path, Findings())
    (table,) = name_key_tables(descriptor["resources"])
    a = package.table("a")
    samples = {"a": Sample(a, chosen_rows(package, a, 4), (), 4, 1)} if is_long else {}
    assert key_rows(package, table, samples) == [["id", "word"], *ROWS[is_long]]
