"""The schemas and the descriptor: one way to write a field, examples that hold, and what the standard's own tools say."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from packpress.arrow.arrays import string_array
from packpress.check.cells.field_checker import FieldChecker
from packpress.edtf import read_edtf
from packpress.package.schema import read_field
from packpress.types.field_type import lexical_value
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = sorted((ROOT / "schemas").glob("*.json"))
ORDER = ["name", "title", "description", "type", "format", "constraints", "categories", "example"]
ALWAYS = {"name", "title", "description", "type", "constraints", "example"}
EXTENSIONS = {"packpress:edtf", "packpress:unit", "packpress:unitField"}
DRAFT_WORDS = re.compile(r"\b([T]ODO|[F]IXME|TBD)\b")


@cache
def read(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def all_fields() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in SCHEMAS:
        for field in read(file)["fields"]:
            yield file.stem, field


FIELDS = [pytest.param(field, id=f"{table}.{field['name']}") for table, field in all_fields()]


def test_every_table_has_a_schema_and_a_file_of_its_name() -> None:
    listed = [r["name"] for r in read(ROOT / "datapackage.json")["resources"] if r["format"] == "csv"]
    assert sorted(listed) == [file.stem for file in SCHEMAS] == sorted(file.stem for file in (ROOT / "data").glob("*.csv"))


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_a_schema_is_laid_out_as_json_is_here(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == json.dumps(read(file), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_a_schema_has_the_same_parts_in_the_same_order(file: Path) -> None:
    parts = ["$schema", "fields", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys"]
    assert list(read(file)) == [part for part in parts if part in read(file)]
    assert {"$schema", "fields", "missingValues", "primaryKey"} <= read(file).keys()
    assert (read(file)["missingValues"], read(file)["primaryKey"]) == ([""], ["id"])


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_has_the_same_keys_in_the_same_order(field: dict[str, Any]) -> None:
    own = sorted(key for key in field if key not in ORDER)
    assert list(field) == [*(key for key in ORDER if key in field), *own]
    assert field.keys() >= ALWAYS
    assert set(own) <= EXTENSIONS


@pytest.mark.parametrize("field", FIELDS)
def test_required_is_always_written(field: dict[str, Any]) -> None:
    assert isinstance(field["constraints"].get("required"), bool)
    assert next(iter(field["constraints"])) == "required"


@pytest.mark.parametrize("field", FIELDS)
def test_titles_and_descriptions_are_words(field: dict[str, Any]) -> None:
    for text in (field["title"], field["description"]):
        assert text == " ".join(text.split())
        assert not DRAFT_WORDS.search(text)
    assert field["title"][0].isupper()
    assert field["description"].endswith((".", ")"))


@pytest.mark.parametrize("field", FIELDS)
def test_an_example_passes_its_own_constraints(field: dict[str, Any]) -> None:
    cell = lexical_value(field["example"])
    values, breaches = FieldChecker(read_field(field, ("",)), is_key=False).check(string_array([cell]))
    assert (breaches, values.null_count) == ([], 0)
    if field.get("packpress:edtf"):
        assert read_edtf(cell).precision


@pytest.mark.parametrize("field", FIELDS)
def test_a_closed_list_has_a_meaning_for_each_value(field: dict[str, Any]) -> None:
    categories = field.get("categories", [])
    assert field["constraints"].get("enum", []) == [category["value"] for category in categories]
    labels = [category["label"] for category in categories]
    assert len(set(labels)) == len(labels)
    assert all(list(category) == ["value", "label"] and category["label"].strip() for category in categories)


def top_level_alternations(pattern: str) -> int:
    """How many ``|`` of a pattern stand outside brackets and groups."""
    bare = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
    depth = found = 0
    for character in bare:
        depth += {"(": 1, ")": -1}.get(character, 0)
        found += character == "|" and depth == 0
    return found


@pytest.mark.parametrize("field", FIELDS)
def test_an_alternation_in_a_pattern_is_grouped(field: dict[str, Any]) -> None:
    assert top_level_alternations(field["constraints"].get("pattern", "")) == 0  # frictionless reads a|b as ^a|b$


@pytest.mark.parametrize("field", FIELDS)
def test_a_number_has_a_unit(field: dict[str, Any]) -> None:
    units = field.keys() & {"packpress:unit", "packpress:unitField"}
    assert len(units) == (1 if field["type"] in ("number", "integer") else 0)


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_a_unit_field_is_a_field_of_the_same_table_or_of_the_one_it_points_at(file: Path) -> None:
    targets = {key["reference"].get("resource", file.stem) for key in read(file).get("foreignKeys", [])} | {file.stem}
    names = {field["name"] for target in targets for field in read(ROOT / "schemas" / f"{target}.json")["fields"]}
    assert {field["packpress:unitField"] for field in read(file)["fields"] if "packpress:unitField" in field} <= names


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_columns_that_point_at_a_row_end_in_id_and_those_alone(file: Path) -> None:
    pointing = {name for key in read(file).get("foreignKeys", []) for name in key["fields"]}
    named = {field["name"] for field in read(file)["fields"] if field["name"].endswith("_id")}
    # the one reference that no foreign key can say: a successor may stand in any of the tables
    assert pointing == named - ({"successor_id"} if file.stem == "retired" else set())


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.stem)
def test_a_foreign_key_points_at_the_primary_key_of_a_table(file: Path) -> None:
    for key in read(file).get("foreignKeys", []):
        target = key["reference"].get("resource", file.stem)
        assert key["reference"]["fields"] == read(ROOT / "schemas" / f"{target}.json")["primaryKey"]


@pytest.fixture(scope="session")
def registry(corpora: Path) -> Registry[Any]:
    """The JSON Schemas of Data Package 2.0, which refer to each other by address; nothing is fetched."""
    files = sorted((corpora / "datapackage-v2-profiles").glob("*.json"))
    assert len(files) == 4
    pairs = []
    for file in files:
        profile = Resource.from_contents(read(file))
        pairs += [(f"https://datapackage.org/profiles/2.0/{file.name}", profile), (file.name, profile)]
    return Registry().with_resources(pairs)


def faults(document: Any, profile: str, registry: Registry[Any]) -> list[str]:
    loaded = registry.contents(profile)
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(loaded, registry=registry).iter_errors(document)]


def test_the_descriptor_is_a_data_package_by_the_standards_own_schema(registry: Registry[Any]) -> None:
    descriptor = json.loads(json.dumps(read(ROOT / "datapackage.json")))
    assert faults(descriptor, "datapackage.json", registry) == []
    for resource in descriptor["resources"]:
        resource["schema"] = read(ROOT / resource["schema"])
        assert faults(resource, "dataresource.json", registry) == []
    assert faults(descriptor, "datapackage.json", registry) == []


WRITTEN = [*SCHEMAS, *sorted((ROOT / "data" / "parquet").glob("*.json"))]


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: f"{file.parent.name}.{file.stem}")
def test_every_schema_is_a_table_schema_by_the_standards_own_schema(file: Path, registry: Registry[Any]) -> None:
    assert faults(read(file), "tableschema.json", registry) == []


def test_the_profiles_reject_what_is_no_package(registry: Registry[Any]) -> None:
    assert faults({"resources": []}, "datapackage.json", registry) != []
    assert faults({"fields": [{"type": "string"}]}, "tableschema.json", registry) != []


@pytest.mark.slow
def test_frictionless_finds_the_package_valid_by_itself() -> None:
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"], report["stats"]["errors"], report["stats"]["warnings"]) == (0, True, 0, 0)
    assert len(report["tasks"]) == len(read(ROOT / "datapackage.json")["resources"])


def test_the_descriptor_invents_no_address_and_no_person() -> None:
    descriptor = read(ROOT / "datapackage.json")
    assert not descriptor.keys() & {"id", "homepage", "image"}
    assert [list(person) for person in descriptor["contributors"]] == [["title", "roles"]]
    assert date.fromisoformat(descriptor["created"][:10]) >= date(2026, 11, 21)
