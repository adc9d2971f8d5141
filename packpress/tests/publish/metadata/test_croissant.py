"""Croissant: the types of Arrow in those of schema.org, and what a column refers to in words."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyarrow as pa
import pytest

from packpress.publish.metadata.croissant import croissant_text, data_type
from packpress.publish.metadata.facts.described import Described

TYPES = {
    pa.bool_(): "sc:Boolean",
    pa.int8(): "sc:Integer",
    pa.uint64(): "sc:Integer",
    pa.float64(): "sc:Float",
    pa.decimal128(20, 3): "sc:Float",
    pa.date32(): "sc:Date",
    pa.timestamp("us", "UTC"): "sc:DateTime",
    pa.time64("us"): "sc:Time",
    pa.string(): "sc:Text",
    pa.list_(pa.string()): "sc:Text",
}


@pytest.mark.parametrize(("arrow", "expected"), TYPES.items(), ids=map(str, TYPES))
def test_a_type_of_arrow_has_one_of_schema_org(arrow: pa.DataType, expected: str) -> None:
    assert data_type(arrow) == expected


def test_references_are_in_words_since_mlcroissant_loses_records_with_them(describe: Callable[..., Described]) -> None:
    written = json.loads(croissant_text(describe()))
    fields = {field["@id"]: field for record_set in written["recordSet"] for field in record_set["field"]}
    assert not [field for field in fields.values() if "references" in field]
    assert {name: field["description"] for name, field in fields.items() if "Refers" in field.get("description", "")} == {
        "ports/main_id": "The port that it belongs to. Refers to ports.id.",
        "ships/port_id": "Its port. Refers to ports.id.",
    }


def test_a_column_of_any_name_has_an_identifier_without_spaces(describe: Callable[..., Described]) -> None:
    written = json.loads(croissant_text(describe()))
    last = written["recordSet"][1]["field"][-1]
    assert (last["@id"], last["name"], last["source"]["extract"]) == ("ships/the%20name", "the name", {"column": "the name"})
