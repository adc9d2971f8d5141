"""Changes in the structure and description of a package, each with the part of the version that it increments.

The parts follow the Data Package recipe "Data Package Version". A change that may or may not be stricter, such as another
pattern, counts as stricter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from packpress.changes.compare.constraints import constraint_changes
from packpress.changes.compare.pairs import Pair, Pairs
from packpress.changes.model import SchemaChange, VersionPart
from packpress.package.model import NAMESPACE, Package, Resource, Schema, Table
from packpress.types.field import Field

# field properties that determine how a cell is read → the name of their change; all others only describe
_MEANING: Mapping[str, str] = {
    "type": "type-changed",
    "format": "type-changed",
    **dict.fromkeys(
        ("missingValues", "trueValues", "falseValues", "decimalChar", "groupChar", "bareNumber", "delimiter", "itemType",
         "categoriesOrdered", NAMESPACE + "unit", NAMESPACE + "unitField", NAMESPACE + "edtf"),
        "property-changed",
    ),
}  # fmt: skip
# field property → its default (Table Schema 2.0, "Field Types")
_DEFAULTS: Mapping[str, Any] = {
    "type": "any", "format": "default", "decimalChar": ".", "bareNumber": True, "trueValues": ["true", "True", "TRUE", "1"],
    "falseValues": ["false", "False", "FALSE", "0"], "delimiter": ",", "itemType": "string", "categoriesOrdered": False,
}  # fmt: skip
_FIELD_APART = frozenset({"name", "constraints", "categories"})
_SCHEMA_APART = frozenset({"$schema", "fields", "fieldsMatch", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues"})
# moving a file is not a change (the recipe's scenarios), and hashes and sizes follow the data
_RESOURCE_APART = frozenset(
    {"$schema", "name", "path", "type", "schema", "dialect", "format", "mediatype", "encoding", "bytes", "hash"}
)
_PACKAGE_APART = frozenset({"$schema", "resources", "version", "created"})


def package_changes(old: Package, new: Package) -> Iterator[SchemaChange]:
    """Yields the changes in the package's own properties: name and id identify it, the others describe it."""
    for name, before, after in _differing(old.raw, new.raw, _PACKAGE_APART):
        part = "major" if name in ("name", "id") else _described(name)
        yield SchemaChange("", "", "property-changed", name, before, after, part)


def _described(name: str) -> VersionPart:
    """Returns the part for a descriptive property of a package or table; ours configure packpress and concern no reader."""
    return "none" if name.startswith(NAMESPACE) else "patch"


def table_changes(tables: Pair[Resource], pairs: Pairs) -> Iterator[SchemaChange]:
    """Yields the changes in one table except its rows. An added or removed table is one change."""
    old, new = tables
    if old is None or new is None:
        if old is not None:
            yield SchemaChange(old.name, "", "table-removed", "", old.name, "", "major")
        elif new is not None:
            yield SchemaChange(new.name, "", "table-added", "", "", new.name, "minor")
        return
    if old.name != new.name:
        yield SchemaChange(new.name, "", "table-renamed", "", old.name, new.name, "major")
    for name, is_before, is_now in (
        ("dialect", old.dialect.delimiter, new.dialect.delimiter),
        ("encoding", old.dialect.encoding, new.dialect.encoding),
        ("format", old.format, new.format),
    ):
        if is_before != is_now:
            yield SchemaChange(new.name, "", "type-changed", name, _json(is_before), _json(is_now), "major")
    for name, before, after in _differing(old.raw, new.raw, _RESOURCE_APART):
        yield SchemaChange(new.name, "", "property-changed", name, before, after, _described(name))
    if isinstance(old, Table) and isinstance(new, Table):
        yield from _schema_changes(new.name, old.schema, new.schema, pairs)
    elif isinstance(old, Table) or isinstance(new, Table):
        before, after = ("a schema" if isinstance(resource, Table) else "" for resource in (old, new))
        yield SchemaChange(new.name, "", "type-changed", "schema", before, after, "major")


def _schema_changes(table: str, old: Schema, new: Schema, pairs: Pairs) -> Iterator[SchemaChange]:
    fields = pairs.fields[table]
    for before, after in fields:
        if before is None and after is not None:
            yield SchemaChange(table, after.name, "field-added", "", "", after.name, "major")
        elif after is None and before is not None:
            yield SchemaChange(table, before.name, "field-removed", "", before.name, "", "major")
        elif before is not None and after is not None:
            yield from _field_changes(table, before, after)
    renamed = {a.name: b.name for a, b in fields if a and b}
    kept = [renamed[name] for name in old.names if name in renamed]
    order = [name for name in new.names if name in set(kept)]
    if kept != order:
        yield SchemaChange(table, "", "fields-reordered", "", ", ".join(kept), ", ".join(order), "major")
    if (before_missing := old.raw.get("missingValues", [""])) != (now_missing := new.raw.get("missingValues", [""])):
        missing = _json(before_missing), _json(now_missing)
        yield SchemaChange(table, "", "property-changed", "missingValues", *missing, "major")
    if old.fields_match != new.fields_match:
        yield SchemaChange(table, "", "constraint-changed", "fieldsMatch", old.fields_match, new.fields_match, "major")
    for name, was, now in _differing(old.raw, new.raw, _SCHEMA_APART):
        yield SchemaChange(table, "", "property-changed", name, was, now, "patch")
    yield from _key_changes(table, old, new, pairs)


def _field_changes(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    if old.name != new.name:
        yield SchemaChange(table, new.name, "field-renamed", "", old.name, new.name, "major")
    for name, before, after in _differing(_with_defaults(old), _with_defaults(new), _FIELD_APART):
        what = _MEANING.get(name, "property-changed")
        part: VersionPart = "major" if name in _MEANING else "patch"
        yield SchemaChange(table, new.name, what, name, before, after, part)
    yield from constraint_changes(table, old, new)


def _with_defaults(field: Field) -> dict[str, Any]:
    """Returns the properties of a field without those that state a default."""
    return {name: value for name, value in field.raw.items() if name not in _DEFAULTS or value != _DEFAULTS[name]}


def _key_changes(table: str, old: Schema, new: Schema, pairs: Pairs) -> Iterator[SchemaChange]:
    """Yields the changes of keys.

    Another primary key is another identity; an added unique or foreign key is stricter, a removed one looser.
    """

    def now(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(pairs.new_field(table, name) for name in names)

    if now(old.primary_key) != new.primary_key:
        before, after = ", ".join(old.primary_key), ", ".join(new.primary_key)
        yield SchemaChange(table, "", "key-changed", "primaryKey", before, after, "major")
    references_before = []
    for key in old.foreign_keys:
        target = pairs.new_table(key.resource) if key.resource else table
        fields = tuple(pairs.new_field(target, name) for name in key.reference_fields)
        references_before.append((*now(key.fields), "→", target, *fields))
    references_after = [(*key.fields, "→", key.resource or table, *key.reference_fields) for key in new.foreign_keys]
    for kind, was, will in (
        ("uniqueKeys", [now(key) for key in old.unique_keys], list(new.unique_keys)),
        ("foreignKeys", references_before, references_after),
    ):
        for names in (key for key in was if key not in will):
            yield SchemaChange(table, "", "key-removed", kind, " ".join(names), "", "minor")
        for names in (key for key in will if key not in was):
            yield SchemaChange(table, "", "key-added", kind, "", " ".join(names), "major")


def _differing(old: Mapping[str, Any], new: Mapping[str, Any], apart: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yields name, old value and new value, as JSON, of the properties that differ and are not in ``apart``."""
    for name in dict.fromkeys((*old, *new)):
        if name not in apart and old.get(name) != new.get(name):
            yield name, _json(old[name]) if name in old else "", _json(new[name]) if name in new else ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
