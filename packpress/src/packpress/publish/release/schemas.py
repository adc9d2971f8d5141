"""The Table Schema of a table as it is published: its derived columns, and the notation of canonical text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pyarrow as pa

from packpress.package.model import Package, Table
from packpress.package.outputs.added_fields import derived_fields, link_field

_NOTATION = ("format", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues")
"""Properties that say how the cells of the source are written, which does not matter once they are typed."""
_VALUES = ("enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_OF_VALUES = ("example", "examples", "categories")
_KEPT = ("name", "title", "description")
"""Properties of a schema that are published as they are, beside those in a namespace."""


def table_schema(
    package: Package, table: Table, columns: pa.Schema, published: Collection[str], *, is_view: bool = False
) -> dict[str, object]:
    """Returns the schema of the published table with these Arrow columns, without foreign keys to tables not ``published``.

    A view has exactly the columns of its schema, so that it gets no derived ones.
    """
    fields = []
    for field in table.schema.fields:
        raw = {**field.raw, "name": field.name, "type": field.type}
        is_text = pa.types.is_string(columns.field(field.name).type)
        fields += [_without(raw, ("missingValues",)) if is_text else _canonical(raw)]
        fields += () if is_view else derived_fields(field)
    if (link := link_field(package, table)) is not None:
        fields.append(link)
    kept = {name: value for name, value in table.schema.raw.items() if name in _KEPT or ":" in name}
    return {**kept, "fields": fields, **_keys(table, published)}


def _keys(table: Table, published: Collection[str]) -> dict[str, object]:
    """Returns the keys in the notation of version 2 of the standard, each reference with the name of its table.

    The standard allows no name where a table refers to itself; some programs require one.
    """
    schema = table.schema
    keys: dict[str, object] = {}
    if schema.primary_key:
        keys["primaryKey"] = list(schema.primary_key)
    if schema.unique_keys:
        keys["uniqueKeys"] = [list(names) for names in schema.unique_keys]
    foreign = []
    for key in schema.foreign_keys:
        if not key.resource or key.resource in published:
            reference = {"resource": key.resource or table.name, "fields": list(key.reference_fields)}
            foreign.append({"fields": list(key.fields), "reference": reference})
    if foreign:
        keys["foreignKeys"] = foreign
    return keys


def _canonical(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a field whose values are typed, without what is said in the notation of the source."""
    found = _without(raw, (*_NOTATION, "missingValues"))
    constraints = dict(raw.get("constraints") or {})
    if any(name in raw and raw[name] != "default" for name in _NOTATION):
        found = _without(found, _OF_VALUES)
        constraints = {name: value for name, value in constraints.items() if name not in _VALUES or not _has_text(value)}
    return {**found, "constraints": constraints} if "constraints" in raw else found


def _has_text(value: Any) -> bool:
    return any(isinstance(item, str) for item in (value if isinstance(value, list) else [value]))


def _without(raw: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name not in names}
