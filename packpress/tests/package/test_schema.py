from __future__ import annotations

from typing import Any

import pytest

from packpress.package.model import ForeignKey
from packpress.package.schema import read_schema, schema_faults
from packpress.types import TYPES

A: dict[str, Any] = {"name": "a", "type": "string"}
B: dict[str, Any] = {"name": "b", "type": "integer"}


def _with(**more: Any) -> dict[str, Any]:
    return {"fields": [A, B], **more}


def _field(**more: Any) -> dict[str, Any]:
    return {"fields": [{"name": "a", **more}]}


def _foreign(fields: Any, reference: Any) -> dict[str, Any]:
    return _with(foreignKeys=[{"fields": fields, "reference": reference}])


# schema → the rules of its errors
WRONG: dict[str, tuple[Any, list[str]]] = {
    "null": (None, ["descriptor-type"]),
    "an array": ([], ["descriptor-type"]),
    "no fields": ({}, ["schema-fields"]),
    "an empty list of fields": ({"fields": []}, ["schema-fields"]),
    "fields as an object": ({"fields": {}}, ["descriptor-type"]),
    "a field as a string": ({"fields": ["a"]}, ["descriptor-type"]),
    "a field without a name": ({"fields": [{"type": "string"}]}, ["schema-fields"]),
    "a field with an empty name": ({"fields": [{"name": ""}]}, ["schema-fields"]),
    "a name that is a number": ({"fields": [{"name": 5}]}, ["descriptor-type", "schema-fields"]),
    "a name twice": ({"fields": [A, A]}, ["schema-fields"]),
    "a misspelt property": (_with(primarykey="a"), ["descriptor-ineffective"]),
    "a misspelt property of a field": (_field(constraint={"unique": True}), ["descriptor-ineffective"]),
    "an rdfType that is no URI": (_field(rdfType="Country"), ["descriptor-value"]),
    "an unknown constraint": (_field(constraints={"min": 1}), ["descriptor-ineffective"]),
    "an unknown type": (_field(type="int"), ["schema-type"]),
    "a type that is an array": (_field(type=["string"]), ["descriptor-type"]),
    "constraints as an array": (_field(constraints=[]), ["descriptor-type"]),
    "constraints as an array beside categories": (
        _field(type="string", constraints=[1], categories=["a"]),
        ["descriptor-type"],
    ),
    "an enum as an object": (_field(constraints={"enum": {}}), ["descriptor-type", "schema-constraint"]),
    "an empty enum": (_field(constraints={"enum": []}), ["schema-constraint"]),
    "required as a string": (_field(constraints={"required": "yes"}), ["descriptor-type"]),
    "a length that is true": (_field(type="string", constraints={"minLength": True}), ["descriptor-type"]),
    "a pattern on a number": (_field(type="number", constraints={"pattern": "a"}), ["schema-constraint"]),
    "a minimum on text": (_field(type="string", constraints={"minimum": 1}), ["schema-constraint"]),
    "missingValues as a number": (_with(missingValues=3), ["descriptor-type"]),
    "missingValues of numbers": (_with(missingValues=[3]), ["schema-missing-values"]),
    "missingValues of both kinds": (_with(missingValues=["", {"value": "-"}]), ["schema-missing-values"]),
    "missingValues with a value twice": (_with(missingValues=["", ""]), ["schema-missing-values"]),
    "more missingValues than are read": (_with(missingValues=[str(n) for n in range(1_001)]), ["schema-missing-values"]),
    "missingValues of a field without values": (_field(missingValues=[{"label": "x"}]), ["schema-missing-values"]),
    "a label of a missing value that is a number": (_with(missingValues=[{"value": "-", "label": 5}]), ["descriptor-type"]),
    "a label of missing values twice": (
        _with(missingValues=[{"value": "-", "label": "x"}, {"value": "", "label": "x"}]),
        ["schema-missing-values"],
    ),
    "a primary key that is a number": (_with(primaryKey=7), ["descriptor-type"]),
    "a primary key of numbers": (_with(primaryKey=[7]), ["descriptor-type"]),
    "a primary key of no field": (_with(primaryKey=["c"]), ["schema-keys"]),
    "a primary key that has a field twice": (_with(primaryKey=["a", "b", "a"]), ["schema-keys"]),
    "a unique key that has a field twice": (_with(uniqueKeys=[["a", "a"]]), ["schema-keys"]),
    "a foreign key that has a field twice": (_foreign(["a", "a"], {"fields": ["a", "b"]}), ["schema-keys"]),
    "no unique keys": (_with(uniqueKeys=[]), ["schema-keys"]),
    "a unique key as a string": (_with(uniqueKeys=["a"]), ["schema-keys"]),
    "an empty unique key": (_with(uniqueKeys=[[]]), ["schema-keys"]),
    "a unique key of no field": (_with(uniqueKeys=[["a", "c"]]), ["schema-keys"]),
    "more composite keys than are read": (_with(uniqueKeys=[["a", "b"]] * 33), ["schema-keys"]),
    "as many composite keys as are read": (_with(uniqueKeys=[["a", "b"]] * 32), []),
    "more keys than are read": (_with(uniqueKeys=[["a"]] * 101), ["schema-keys"]),
    "larger keys than are read": (_with(primaryKey=["a"] * 1_001), ["schema-keys"]),
    "a foreign key as a string": (_with(foreignKeys=["a"]), ["descriptor-type"]),
    "a foreign key whose reference is no object": (_foreign(["a"], "t"), ["descriptor-type"]),
    "a foreign key without a reference": (_with(foreignKeys=[{"fields": ["a"]}]), ["schema-keys"]),
    "a foreign key of no fields": (_foreign([], {"fields": []}), ["schema-keys"]),
    "a foreign key of another number of fields": (_foreign(["a"], {"fields": ["a", "b"]}), ["schema-keys"]),
    "a foreign key on no field": (_foreign("c", {"fields": "a"}), ["schema-keys"]),
    "fieldsMatch that is none": (_with(fieldsMatch="any"), ["schema-fields-match"]),
    "fieldsMatch of two": (_with(fieldsMatch=["equal", "subset"]), ["schema-fields-match"]),
    "fieldsMatch of none": (_with(fieldsMatch=[]), ["schema-fields-match"]),
    "a format of another type": (_field(type="number", format="email"), ["schema-format"]),
    "a format that is none": (_field(type="date", format="iso"), ["schema-format"]),
    "a directive that is none": (_field(type="date", format="%Q"), ["schema-format"]),
    "a directive cut short": (_field(type="date", format="%Y%"), ["schema-format"]),
    "a duplicate directive": (_field(type="date", format="%d %d"), ["schema-format"]),
    "a format that is longer than is read": (_field(type="date", format="%Y" + "-" * 99), ["schema-format"]),
    "no true values": (_field(type="boolean", trueValues=[], falseValues=[]), ["schema-notation"]),
    "true values that are no strings": (_field(type="boolean", trueValues=[1]), ["schema-notation"]),
    "a value both true and false": (_field(type="boolean", trueValues=["x"], falseValues=["x"]), ["schema-notation"]),
    "an empty decimalChar": (_field(type="number", decimalChar=""), ["schema-notation"]),
    "a digit as decimalChar": (_field(type="number", decimalChar="5"), ["schema-notation"]),
    "a letter as groupChar": (_field(type="number", groupChar="e"), ["schema-notation"]),
    "a sign as groupChar": (_field(type="integer", groupChar="-"), ["schema-notation"]),
    "one character for both": (_field(type="number", decimalChar=",", groupChar=","), ["schema-notation"]),
    "a point for groups beside the default": (_field(type="number", groupChar="."), ["schema-notation"]),
    "an empty delimiter": (_field(type="list", delimiter=""), ["schema-notation"]),
    "a list of lists": (_field(type="list", itemType="list"), ["schema-notation"]),
    "categories on a number": (_field(type="number", categories=[1]), ["schema-categories"]),
    "categories of objects without a value": (_field(type="string", categories=[{"label": "a"}]), ["schema-categories"]),
    "categories of objects as values": (_field(type="string", categories=[{"value": {}}]), ["schema-categories"]),
    "categories of arrays": (_field(type="string", categories=[["a"]]), ["schema-categories"]),
    "one whole number in two notations": (_field(type="integer", categories=[1, "1"]), ["schema-categories"]),
    "one whole number with and without zeros": (_field(type="integer", categories=[1, "01"]), ["schema-categories"]),
    "one whole number with and without groups": (
        _field(type="integer", groupChar=" ", categories=[1000, "1 000"]),
        ["schema-categories"],
    ),
    "no categories": (_field(type="string", categories=[]), ["schema-categories"]),
    "categories of both kinds": (_field(type="string", categories=["a", {"value": "b"}]), ["schema-categories"]),
    "a label that is a number": (_field(type="string", categories=[{"value": "a", "label": 5}]), ["descriptor-type"]),
    "a category that is null": (_field(type="string", categories=[None]), ["schema-categories"]),
    "a category that is true": (_field(type="integer", categories=[True, 2]), ["schema-categories"]),
    "a category twice": (_field(type="string", categories=["a", "a"]), ["schema-categories"]),
    "a format with a week of no year": (_field(type="date", format="%G-%V"), ["schema-format"]),
    "a format that ends in %": (_field(type="date", format="%Y%"), ["schema-format"]),
    "a label twice": (
        _field(type="string", categories=[{"value": "a", "label": "x"}, {"value": "b", "label": "x"}]),
        ["schema-categories"],
    ),
    "an enum beyond the categories": (
        _field(type="string", categories=["a"], constraints={"enum": ["a", "b"]}),
        ["schema-categories"],
    ),
}


@pytest.mark.parametrize(("schema", "rules"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_schema_is_named(schema: Any, rules: list[str]) -> None:
    assert [rule for rule, is_error, _ in schema_faults(schema, strict=True) if is_error] == rules


SOUND: dict[str, Any] = {
    **{f"the type {kind}": _field(type=kind) for kind in sorted(TYPES)},
    "keys as strings": _with(primaryKey="a", foreignKeys=[{"fields": "a", "reference": {"resource": "x", "fields": "b"}}]),
    "fieldsMatch exact": _with(fieldsMatch="exact"),
    "fieldsMatch exact as an array": _with(fieldsMatch=["exact"]),
    "an own property": _with(**{"packpress:note": 1}),
    "labelled missing values": _with(missingValues=[{"value": "-1", "label": "refused"}, {"value": ""}]),
    "an enum in another notation than the categories": _field(type="integer", categories=[1, 2], constraints={"enum": ["2"]}),
    "a format of strptime": _field(type="datetime", format="%d.%m.%Y %H:%M:%S%z"),
    "a per cent sign in a format": _field(type="date", format="%Y%%%m%d"),
}


@pytest.mark.parametrize("schema", SOUND.values(), ids=SOUND)
def test_a_sound_schema_has_no_fault(schema: Any) -> None:
    assert list(schema_faults(schema, strict=True)) == []


def test_an_unknown_property_is_a_warning_where_the_package_does_not_declare_2_0() -> None:
    hint = "correct its name, or give it a namespace of yours, such as example:name"
    message = f'the schema has the property "feilds", which is not in the standard; {hint}'
    assert list(schema_faults(_with(feilds=[]), strict=False)) == [("descriptor-unknown", False, message)]


def test_more_fields_than_are_read_are_refused() -> None:
    faults = list(schema_faults({"fields": [{}] * 35_001}, strict=True))
    assert faults == [("schema-fields", True, "more than 35,000 fields exceeds the limit; split the table")]


def test_a_schema_is_read_with_its_keys_and_missing_values() -> None:
    reference = {"resource": "x", "fields": "b"}
    keys = {"primaryKey": "a", "uniqueKeys": [["a", "b"]], "foreignKeys": [{"fields": "a", "reference": reference}]}
    fields = [A, {**B, "missingValues": ["-"], "constraints": {"required": True}}]
    schema = read_schema({"fields": fields, "missingValues": ["", "NA"], **keys}, "schema.json")
    assert (schema.path, schema.names, schema.primary_key) == ("schema.json", ("a", "b"), ("a",))
    assert schema.unique_keys == (("a", "b"),)
    assert schema.foreign_keys == (ForeignKey(("a",), "x", ("b",)),)
    assert [(f.missing_values, f.is_required) for f in schema.fields] == [(("", "NA"), False), (("-",), True)]


@pytest.mark.parametrize(
    ("given", "read"),
    [({}, "exact"), ({"fieldsMatch": "subset"}, "subset"), ({"fieldsMatch": ["partial"]}, "partial")],
    ids=["by default", "as the text has it", "as the JSON Schema has it"],
)
def test_fields_match_is_read(given: dict[str, Any], read: str) -> None:
    schema = _with(**given)
    assert (list(schema_faults(schema, strict=True)), read_schema(schema, "").fields_match) == ([], read)
