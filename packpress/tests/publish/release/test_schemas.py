"""The schema of a published table describes its canonical text, whatever the notation of the source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from packpress.package.descriptor import read_package
from packpress.publish.release.schemas import table_schema

DAY = {"name": "x", "type": "date", "format": "%d/%m/%Y", "example": "29/02/2024", "title": "Day"}
# field of the source, Arrow type → field of the published table
FIELDS: dict[str, tuple[dict[str, Any], pa.DataType, dict[str, Any]]] = {
    "date": (DAY, pa.date32(), {"name": "x", "type": "date", "title": "Day"}),
    "date that stays text": (DAY, pa.string(), DAY),
    "limits in another notation": (
        {**DAY, "constraints": {"required": True, "minimum": "01/01/2000"}},
        pa.date32(),
        {"name": "x", "type": "date", "title": "Day", "constraints": {"required": True}},
    ),
    "limits in the default notation": (
        {"name": "x", "type": "date", "format": "default", "example": "2024-02-29", "constraints": {"minimum": "2000-01-01"}},
        pa.date32(),
        {"name": "x", "type": "date", "example": "2024-02-29", "constraints": {"minimum": "2000-01-01"}},
    ),
    "number": (
        {"name": "x", "type": "number", "decimalChar": ",", "example": "1,5", "constraints": {"enum": ["1,5"], "minimum": 1}},
        pa.float64(),
        {"name": "x", "type": "number", "constraints": {"minimum": 1}},
    ),
    "pattern of text": (
        {"name": "x", "type": "string", "missingValues": ["-"], "constraints": {"pattern": "[0-9]{3}"}},
        pa.string(),
        {"name": "x", "type": "string", "constraints": {"pattern": "[0-9]{3}"}},
    ),
    "boolean": (
        {"name": "x", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        pa.bool_(),
        {"name": "x", "type": "boolean"},
    ),
}


@pytest.mark.parametrize(("field", "kind", "published"), FIELDS.values(), ids=FIELDS)
def test_a_field_says_nothing_in_the_notation_of_the_source(
    field: dict[str, Any], kind: pa.DataType, published: dict[str, Any], make_package: Callable[..., Path]
) -> None:
    package, _ = read_package(make_package({"fields": [field], "missingValues": ["", "NA"]}, "x\n"))
    schema = table_schema(package, package.table("table"), pa.schema([("x", kind)]), {"table"})
    assert schema == {"fields": [published]}


def test_keys_are_written_as_in_version_2_and_lead_to_published_tables_only(make_package: Callable[..., Path]) -> None:
    schema = {
        "fields": [{"name": "id", "type": "string"}, {"name": "of", "type": "string"}],
        "title": "Things",
        "example:of": "a namespace",
        "primaryKeys": "misspelt, which version 1 allows",
        "primaryKey": "id",
        "uniqueKeys": [["of"]],
        "foreignKeys": [{"fields": "of", "reference": {"resource": "", "fields": "id"}}],
    }
    root = make_package(schema, "id,of\n", descriptor={"$schema": None})
    package, _ = read_package(root)
    table = package.table("table")
    (key,) = table.schema.foreign_keys
    table = table.of(table, table.schema._replace(foreign_keys=(key, key._replace(resource="other"))))
    columns = pa.schema([("id", pa.string()), ("of", pa.string())])
    own = {"fields": ["of"], "reference": {"resource": "table", "fields": ["id"]}}
    other = {"fields": ["of"], "reference": {"resource": "other", "fields": ["id"]}}
    found = table_schema(package, table, columns, {"table"})
    assert list(found) == ["title", "example:of", "fields", "primaryKey", "uniqueKeys", "foreignKeys"]
    assert (found["primaryKey"], found["uniqueKeys"], found["foreignKeys"]) == (["id"], [["of"]], [own])
    assert table_schema(package, table, columns, {"table", "other"})["foreignKeys"] == [own, other]
