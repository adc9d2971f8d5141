"""A name that is near one that checks something is an error; any other unknown name is a warning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PackageMaker

from packpress.check.validate import validate
from packpress.issue import Issue
from packpress.package.problems.near_names import CHECKING, nearest
from packpress.package.problems.property_types import PROPERTIES, shape_faults

# object kind, the object → the name that is an error, and the hint
MEANT: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "a letter is missing": ("constraints", {"minmum": 1}, "minmum", 'did you mean "minimum"?'),
    "a letter is wrong": ("dialect", {"delimeter": ";"}, "delimeter", 'did you mean "delimiter"?'),
    "two letters are exchanged": ("constraints", {"pattren": "x"}, "pattren", 'did you mean "pattern"?'),
    "a letter too many": ("constraints", {"requiredd": True}, "requiredd", 'did you mean "required"?'),
    "two letters of a long name": ("schema", {"forreignKey": ["a"]}, "forreignKey", 'did you mean "foreignKeys"?'),
    "a letter of another script": ("constraints", {"mіnimum": 1}, "mіnimum", 'did you mean "minimum"?'),
    "an abbreviation": ("constraints", {"max": 1}, "max", 'did you mean "maximum"?'),
    "case": ("schema", {"primarykey": "a"}, "primarykey", 'did you mean "primaryKey"?'),
    "case of a key": ("schema", {"foreignkeys": [{}]}, "foreignkeys", 'did you mean "foreignKeys"?'),
    "snake": ("schema", {"unique_keys": [["a"]]}, "unique_keys", 'did you mean "uniqueKeys"?'),
    "kebab": ("schema", {"missing-values": ["-"]}, "missing-values", 'did you mean "missingValues"?'),
    "capitals": ("constraints", {"MinLength": 1}, "MinLength", 'did you mean "minLength"?'),
    "plural": ("schema", {"primaryKeys": ["a"]}, "primaryKeys", 'did you mean "primaryKey"?'),
    "singular": ("field", {"constraint": {"required": True}}, "constraint", 'did you mean "constraints"?'),
    "singular in y": ("field", {"category": ["a"]}, "category", 'did you mean "categories"?'),
    "plural of a short name": ("constraints", {"enums": ["a"]}, "enums", 'did you mean "enum"?'),
    "fieldsMatch": ("schema", {"fieldMatch": "subset"}, "fieldMatch", 'did you mean "fieldsMatch"?'),
    "a type": ("field", {"typ": "integer"}, "typ", 'did you mean "type"?'),
    "a format": ("field", {"fromat": "email"}, "fromat", 'did you mean "format"?'),
    "a size": ("resource", {"byte": 5}, "byte", 'did you mean "bytes"?'),
    "a hash": ("resource", {"Hash": "md5:x"}, "Hash", 'did you mean "hash"?'),
    "a schema": ("resource", {"shema": {"fields": []}}, "shema", 'did you mean "schema"?'),
    "a reference": ("foreign key", {"refrence": {"fields": "a"}}, "refrence", 'did you mean "reference"?'),
    "a resource": ("reference", {"fields": "a", "resources": "t"}, "resources", 'did you mean "resource"?'),
    "a second spelling": (
        "schema", {"primaryKey": "a", "primary_key": "b"}, "primary_key", 'did you mean "primaryKey"?',
    ),
    "a constraint beside the constraints": (
        "field", {"required": True, "constraints": {"unique": True}}, "required",
        'did you mean "required" in the "constraints" of the field?',
    ),
    "a bound in the field": ("field", {"minimum": 0}, "minimum", 'did you mean "minimum" in the "constraints" of the field?'),
    "a key in the field": (
        "field", {"primaryKey": True}, "primaryKey", 'did you mean "primaryKey" in the schema, next to its fields?',
    ),
    "a key in the resource": (
        "resource", {"primaryKeys": ["a"]}, "primaryKeys", 'did you mean "primaryKey" in the schema of the resource?',
    ),
    "a schema of CSVW": ("resource", {"tableSchema": {"fields": [{}]}}, "tableSchema", 'did you mean "schema"?'),
    "a schema of the package": (
        "package", {"schema": {"fields": [{}]}}, "schema", 'did you mean "schema" in each resource?',
    ),
    "a dialect of the package": (
        "package", {"dialect": {"delimiter": ";"}}, "dialect", 'did you mean "dialect" in each resource?',
    ),
}  # fmt: skip
# what other standards, programs and versions write → object kind, the object
OTHER: dict[str, tuple[str, dict[str, Any]]] = {
    "version 1, resource": ("resource", {"profile": "tabular-data-resource"}),
    "version 1, dialect": ("dialect", {"caseSensitiveHeader": False, "csvddfVersion": 1.2}),
    "version 0": ("resource", {"url": "https://example.org", "mimetype": "text/csv", "modified": "2014-01-01"}),
    "frictionless 4": ("resource", {"scheme": "file", "hashing": "md5", "stats": {"hash": "x", "bytes": 1}, "control": {}}),
    "old packages": ("package", {"license": "x", "views": [], "profile": "data-package", "readme": "x"}),
    "packages of others": ("package", {"spatial": {}, "taxonomic": [], "references": [], "lastModified": "2020"}),
    "words about a field": ("field", {"unit": "m", "units": "m", "label": "A", "examples": ["1"], "role": "x"}),
    "more words about a field": ("field", {"titles": "A", "notes": "x", "source": "x", "size": 3, "default": 1}),
    "a schema by itself": ("schema", {"name": "x", "title": "x", "version": "1", "sources": [], "path": "x"}),
    "a property beside one of its own": ("field", {"format": "email", "formats": "x", "type": "any", "types": "x"}),
    "a list that is no format": ("field", {"formats": ["a", "b"]}),
    "a constraint that asks for nothing": ("field", {"required": False, "unique": False}),
    "defaults in another spelling": ("dialect", {"quotechar": '"', "doublequote": True, "lineterminator": "\r\n"}),
    "properties of a dialect elsewhere": ("resource", {"header": ["a"], "delimiter": ";", "headers": ["a"]}),
    "keys of nothing": ("schema", {"primarykey": [], "foreign_keys": []}),
    "a word of JSON Schema": ("reference", {"$resource": "x"}),
    "a namespace": ("constraints", {"my:minimum": 1}),
}  # fmt: skip


@pytest.mark.parametrize("strict", [True, False], ids=["2.0", "older"])
@pytest.mark.parametrize(("kind", "raw", "name", "hint"), MEANT.values(), ids=MEANT)
def test_a_name_that_disarms_a_check_is_an_error_in_2_0_and_else_a_warning_with_the_name_that_was_meant(
    kind: str, raw: dict[str, Any], name: str, hint: str, strict: bool
) -> None:
    message = f'it has the property "{name}", which is not in the standard here, so nothing checks it; {hint}'
    assert ("descriptor-ineffective", strict, message) in list(shape_faults(raw, kind, "it", strict))


@pytest.mark.parametrize("strict", [True, False], ids=["2.0", "older"])
@pytest.mark.parametrize(("kind", "raw"), OTHER.values(), ids=OTHER)
def test_any_other_unknown_name_is_a_warning(kind: str, raw: dict[str, Any], strict: bool) -> None:
    faults = list(shape_faults(raw, kind, "it", strict))
    assert {(rule, is_error) for rule, is_error, _ in faults} <= {("descriptor-unknown", False)}
    assert not any("did you mean" in message for _, _, message in faults)


def test_every_name_that_checks_something_is_one_of_the_standard() -> None:
    assert {kind: set(names) - PROPERTIES[kind].keys() for kind, names in CHECKING.items()} == {
        kind: set() for kind in CHECKING
    }


@pytest.mark.parametrize("kind", CHECKING)
def test_no_name_of_the_standard_is_near_another_but_for_those_beside_it(kind: str) -> None:
    others = PROPERTIES[kind].keys() - set(CHECKING[kind])
    assert {name: found.name for name in others if (found := nearest(kind, name)) is not None} == {}


def test_the_warning_stands_at_the_descriptor_and_once(make_package: PackageMaker) -> None:
    version_1 = {"$schema": "https://datapackage.org/profiles/1.0/datapackage.json"}
    key = {"fields": "b", "reference": {"resource": "table", "fields": "a"}}
    root = make_package(
        {"fields": [{"name": "a", "type": "integer", "constraints": {"minmum": 5}}]}, "a\n1\n", descriptor=version_1
    )
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].append({"name": "other", "path": "b.csv", "schema": {"fields": [{"name": "b"}], "foreignKeys": [key]}})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    Path(root / "b.csv").write_text("b\n1\n", encoding="utf-8")
    message = (
        'resource "table": field "a": constraints has the property "minmum", which is not in the standard here, '
        "so nothing checks it; "
        'did you mean "minimum"?'
    )
    assert validate(root).issues == (Issue("datapackage.json", 0, "", "", "descriptor-ineffective", "warning", message),)


def test_a_resource_at_fault_is_not_reported_again_by_what_refers_to_it(make_package: PackageMaker) -> None:
    key = {"fields": "b", "reference": {"resource": "table", "fields": "a"}}
    root = make_package({"fields": [{"name": "a"}]}, "a\n1\n", resource={"primaryKeys": ["a"]})
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].append({"name": "other", "path": "b.csv", "schema": {"fields": [{"name": "b"}], "foreignKeys": [key]}})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    Path(root / "b.csv").write_text("b\n1\n", encoding="utf-8")
    assert [issue.rule for issue in validate(root).issues] == ["descriptor-ineffective"]
