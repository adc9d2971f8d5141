"""CSV on the Web: names and types of columns as its specification allows them, for the files in the archive."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable

import pytest

from packpress.publish.metadata.csvw import column_name, csv_paths, csvw_text
from packpress.publish.metadata.facts.described import Described

NAMES = {"id": "id", "the name": "the%20name", "_a": "%5Fa", "a_b": "a_b", "ö.1": "%C3%B6%2E1", "100%": "100%25"}


@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_the_name_of_a_column_is_a_variable_of_uri_templates(name: str, expected: str) -> None:
    assert column_name(name) == expected


def test_types_have_the_bounds_of_the_schema(describe: Callable[..., Described]) -> None:
    tables = json.loads(csvw_text(describe()))["tables"]
    columns = {column["titles"]: column for table in tables for column in table["tableSchema"]["columns"]}
    assert {name: column["datatype"] for name, column in columns.items()} == {
        "id": "string",
        "main_id": "string",
        "port_id": "string",
        "length": {"base": "number", "minimum": 0},
        "crew": "integer",
        "built": "date",
        "sails": "boolean",
        "the name": {"base": "string", "maxLength": 40},
    }
    assert {name for name, column in columns.items() if column.get("required")} == {"id", "port_id"}


def test_only_tables_in_the_archive_are_described_and_referred_to(describe: Callable[..., Described]) -> None:
    described = describe()
    with zipfile.ZipFile(described.release.folder / "csv.zip", "w") as archive:
        archive.writestr("ships.csv", "id\n")
    assert csv_paths(described) == {"ships": "csv/ships.csv"}
    (table,) = json.loads(csvw_text(described))["tables"]
    assert (table["url"], "foreignKeys" in table["tableSchema"]) == ("csv/ships.csv", False)
