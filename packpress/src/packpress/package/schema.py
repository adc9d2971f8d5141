"""Reads a Table Schema 2.0 from its JSON to Schema and Field, and finds what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from packpress.package.model import ForeignKey, Schema
from packpress.package.problems.listed_values import category_faults, missing_values, missing_values_faults
from packpress.package.problems.property_types import DescriptorFault, shape_faults
from packpress.package.problems.property_values import value_faults
from packpress.types import TYPES, of_name
from packpress.types.field import Field
from packpress.types.field_type import BOUNDS, EVERY, LENGTHS

CONSTRAINTS = EVERY | LENGTHS | BOUNDS | {"pattern", "jsonSchema"}
"""The constraints of Table Schema 2.0; each type says which of them it allows."""
FIELDS_MATCH = ("exact", "equal", "subset", "superset", "partial")
MAX_TABLE_FIELDS = 35_000
MAX_TABLE_KEYS = 100
MAX_KEY_FIELDS, MAX_COMPOSITE_FIELDS = 1_000, 64
"""How many fields all keys of a table may name, and how many its composite keys may: for each of these all rows are
compared."""


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _fields_match(raw: Mapping[str, Any]) -> Any:
    """Returns how columns are matched: a string in the standard's text, an array of one string in its JSON Schema."""
    given = raw.get("fieldsMatch", "exact")
    return given[0] if isinstance(given, list) and len(given) == 1 else given


def read_field(raw: Mapping[str, Any], schema_missing: tuple[str, ...]) -> Field:
    """Returns the field of a descriptor in which ``schema_faults`` has found no errors."""
    own = raw.get("missingValues")
    return Field(
        name=raw["name"],
        type=raw.get("type", "any"),
        format=raw.get("format", "default").removeprefix("fmt:"),
        title=raw.get("title", ""),
        description=raw.get("description", ""),
        constraints=raw.get("constraints", {}),
        missing_values=schema_missing if own is None else missing_values(own),
        raw=raw,
    )


def numbered(fields: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yields the fields, with a number added to each name that an earlier field has: "x", "x_2".

    Version 1 allows duplicate names, and 2.0 forbids to reject them (Table Schema 2.0, "name", Backward Compatibility).
    """
    taken = {field["name"] for field in fields}
    seen = set[str]()
    for field in fields:
        name, number = field["name"], 1
        if name in seen:
            while name in taken:
                number += 1
                name = f"{field['name']}_{number}"
            taken.add(name)
        seen.add(name)
        yield field if name == field["name"] else {**field, "name": name}


def constraint_count(field: Field) -> int:
    """Returns the number of constraints of the field, except ``required`` and ``unique``, by cost: a JSON Schema counts as two.

    If reading a cell is costly, each constraint counts as four, and so does the notation: a format of strptime, a number with
    other text around it, a point on the earth.
    """
    count = len(field.constraints.keys() - {"required", "unique"}) + ("jsonSchema" in field.constraints)
    return 4 * (count + 1) if of_name(field.type).is_costly(field) else count


def read_schema(raw: Mapping[str, Any], path: str) -> Schema:
    """Returns the schema of a descriptor in which ``schema_faults`` has found no errors."""
    missing = missing_values(raw.get("missingValues", [""]))
    return Schema(
        path=path,
        fields=tuple(read_field(f, missing) for f in numbered(raw["fields"])),
        primary_key=_names(raw.get("primaryKey", ())),
        unique_keys=tuple(_names(key) for key in raw.get("uniqueKeys", ())),
        foreign_keys=tuple(
            ForeignKey(_names(k["fields"]), k["reference"].get("resource", ""), _names(k["reference"]["fields"]))
            for k in raw.get("foreignKeys", ())
        ),
        fields_match=_fields_match(raw),
        raw=raw,
    )


def schema_faults(raw: Any, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults of a Table Schema (Table Schema 2.0, "Properties" and "Field Constraints")."""
    shape = list(shape_faults(raw, "schema", "the schema", strict))
    yield from shape
    if any(error for _, error, _ in shape):
        return
    fields = raw.get("fields")
    if not fields:
        yield "schema-fields", True, 'the schema has no "fields"; list every column in order'
        return
    if len(fields) > MAX_TABLE_FIELDS:
        yield "schema-fields", True, f"more than {MAX_TABLE_FIELDS:,} fields exceeds the limit; split the table"
        return
    field_faults = [fault for position, item in enumerate(fields, 1) for fault in _field_faults(item, position, strict)]
    yield from field_faults
    if any(error for _, error, _ in field_faults):
        return
    names = [item["name"] for item in fields]
    duplicates = sorted(name for name, times in Counter(names).items() if times > 1)
    is_allowed = not strict and _fields_match(raw) == "exact"  # otherwise columns are matched by name
    for name in () if is_allowed else duplicates:
        yield "schema-fields", True, f'two fields are named "{name}"; give each a unique name'
    if _fields_match(raw) not in FIELDS_MATCH:
        yield "schema-fields-match", True, f'"fieldsMatch" must be one of {", ".join(FIELDS_MATCH)}'
    yield from missing_values_faults(raw, "the schema", strict)
    yield from _key_faults(raw, set(names), strict)
    if is_allowed:
        yield from _ambiguous_keys(raw, duplicates)


def _field_faults(raw: Any, position: int, strict: bool) -> Iterator[DescriptorFault]:
    where = f"field {position}"
    yield from shape_faults(raw, "field", where, strict)
    if not isinstance(raw, dict):
        return
    if not isinstance(raw.get("name"), str) or not raw["name"]:
        yield "schema-fields", True, f'{where} has no "name"'
        return
    where = f'field "{raw["name"]}"'
    yield from value_faults(raw, "field", where, strict)
    kind = raw.get("type", "any")
    if not isinstance(kind, str):
        return  # reported by shape_faults
    if kind not in TYPES:
        yield (
            "schema-type",
            True,
            f'{where}: "{kind}" is not a type of Table Schema 2.0; use one of {", ".join(sorted(TYPES))}',
        )
        return
    yield from missing_values_faults(raw, where, strict)
    constraints = raw.get("constraints", {})
    if isinstance(constraints, dict):
        yield from shape_faults(constraints, "constraints", f"{where}: constraints", strict)
        for name in constraints:
            if name in CONSTRAINTS and name not in of_name(kind).constraints:
                yield "schema-constraint", True, f'{where}: "{name}" does not apply to the type {kind}; remove it'
        if not constraints.get("enum", True):
            yield "schema-constraint", True, f'{where}: "enum" is empty; list the values or remove it'
    yield from category_faults(raw, of_name(kind), where, strict)
    yield from _format_faults(raw, kind, where)
    for fault in of_name(kind).faults(raw):
        yield "schema-notation", True, f"{where}: {fault}"


def _format_faults(raw: Mapping[str, Any], kind: str, where: str) -> Iterator[DescriptorFault]:
    """Yields the fault of a format that the type does not have, or that strptime does not accept."""
    given = raw.get("format", "default")
    if not isinstance(given, str) or given == "default" or given in of_name(kind).formats:
        return
    if not of_name(kind).has_directives or "%" not in given:
        known = ", ".join(["default", *sorted(of_name(kind).formats)])
        yield "schema-format", True, f'{where}: "{given}" is not a format of the type {kind}; use one of {known}'
        return
    from packpress.types.strptime.format_faults import format_fault

    if (fault := format_fault(given.removeprefix("fmt:"))) is not None:
        yield "schema-format", True, f'{where}: the format "{given}" has {fault}, which strptime does not accept'


def _ambiguous_keys(raw: Mapping[str, Any], duplicates: Sequence[str]) -> Iterator[DescriptorFault]:
    """Yields a fault for each name of a key that several fields have."""
    if not duplicates:
        return
    listed = [raw.get("primaryKey"), *(key.get("fields") for key in raw.get("foreignKeys", ()) if isinstance(key, dict))]
    named = {name for fields in listed for name in ([fields] if isinstance(fields, str) else fields or ())}
    for name in duplicates:
        if name in named:
            yield "schema-keys", True, f'a key names "{name}", which two fields have; give each a unique name'


def _key_faults(raw: Mapping[str, Any], names: set[str], strict: bool) -> Iterator[DescriptorFault]:
    if len(raw.get("uniqueKeys", [])) + len(raw.get("foreignKeys", [])) > MAX_TABLE_KEYS:
        yield "schema-keys", True, f"more than {MAX_TABLE_KEYS} unique and foreign keys exceeds the limit; remove some"
        return
    if raw.get("uniqueKeys") == []:
        yield "schema-keys", True, "uniqueKeys is empty; name the fields of a key or remove it"
    keys = [("primaryKey", raw.get("primaryKey", []))]
    for key in raw.get("uniqueKeys", []):
        if not isinstance(key, list) or not all(isinstance(name, str) for name in key):
            yield "schema-keys", True, "each of uniqueKeys must be an array of field names"
            continue
        keys.append(("uniqueKeys", key))
    for key in raw.get("foreignKeys", []):
        shape = list(shape_faults(key, "foreign key", "a foreign key", strict))
        reference = key.get("reference", {}) if isinstance(key, dict) else {}
        if isinstance(reference, dict):
            shape += list(shape_faults(reference, "reference", "a foreign key's reference", strict))
        yield from shape
        if any(error for _, error, _ in shape):
            continue
        if "fields" not in key or "fields" not in reference:
            yield "schema-keys", True, 'a foreign key needs "fields", and its reference too'
            continue
        if len(_names(key["fields"])) != len(_names(reference["fields"])):
            yield (
                "schema-keys",
                True,
                f"the foreign key on {', '.join(_names(key['fields']))} refers to a different number of fields",
            )
        keys.append(("foreignKeys", key["fields"]))
    if sum(len(_names(fields)) for _, fields in keys) > MAX_KEY_FIELDS:
        yield "schema-keys", True, f"keys of more than {MAX_KEY_FIELDS:,} fields in total are not supported; make them smaller"
        return
    composite = sum(len(_names(fields)) for kind, fields in keys if kind != "primaryKey" and len(_names(fields)) > 1)
    if composite > MAX_COMPOSITE_FIELDS:
        yield (
            "schema-keys",
            True,
            f"unique and foreign keys of several fields name more than {MAX_COMPOSITE_FIELDS} fields in total; remove some",
        )
        return
    for kind, fields in keys:
        if len(set(_names(fields))) < len(_names(fields)):
            yield "schema-keys", True, f"{kind} names a field twice in one key; remove one"
        if fields == [] and kind != "primaryKey":
            yield "schema-keys", True, f"{kind} has a key without fields; name them or remove it"
        for name in _names(fields):
            if name not in names:
                yield "schema-keys", True, f'{kind} names "{name}", which is not a field of this schema'
