"""``csv.zip`` is a valid Data Package with the values of the Parquet files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate
from packpress.publish.streamed import build_streamed

if TYPE_CHECKING:
    from packpress.publish.release.release import Released


@pytest.mark.parametrize("name", ["ferries", "every-type"])
def test_it_is_valid_and_a_build_of_it_has_the_published_values(
    name: str, released: dict[str, Released], tmp_path: Path
) -> None:
    with ZipFile(released[name].folder / "csv.zip") as archive:
        archive.extractall(tmp_path)
    assert validate(tmp_path).issues == ()
    built = build_streamed(tmp_path, out=tmp_path / "built")
    published = {file.name: file for file in (released[name].folder / "parquet").iterdir()}
    assert {f"{table}.parquet" for table in built.rows} == published.keys()
    for path, file in published.items():
        ours, theirs = pq.read_table(tmp_path / "built" / path), pq.read_table(file)
        assert ours.column_names == theirs.column_names
        assert ours.to_pylist() == theirs.to_pylist()


def test_its_descriptor_has_the_words_of_the_package_and_no_property_of_builds(released: dict[str, Released]) -> None:
    with ZipFile(released["ferries"].folder / "csv.zip") as archive:
        names = archive.namelist()
        descriptor = json.loads(archive.read("datapackage.json"))
        schema = json.loads(archive.read("schemas/ferries.json"))
    tables = ["ferries", "fleet", "ports", "starts"]
    assert names == [
        "codebook.md",
        *(f"data/{t}.csv" for t in tables),
        "datapackage.json",
        *(f"schemas/{t}.json" for t in tables),
    ]
    assert (descriptor["title"], descriptor["version"], descriptor["licenses"][0]["name"]) == ("Ferries", "1.0.0", "CC0-1.0")
    assert [name for name in descriptor if name.startswith("packpress:")] == []
    assert "packpress:edtf" not in json.dumps(schema)
    resource = next(item for item in descriptor["resources"] if item["name"] == "fleet")
    assert (resource["title"], resource["path"], resource["schema"]) == (
        "Fleet by port",
        "data/fleet.csv",
        "schemas/fleet.json",
    )
