"""Changes in the constraints of a field: which became stricter or looser, which codes were added or removed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from packpress.changes.model import SchemaChange, VersionPart
from packpress.types import field_type
from packpress.types.field import Field
from packpress.types.field_type import BOUNDS, LENGTHS

_AT_LEAST = frozenset({"minLength", "minimum", "exclusiveMinimum"})
_AT_MOST = frozenset({"maxLength", "maximum", "exclusiveMaximum"})
_SWITCHES = frozenset({"required", "unique"})
# how a constraint changed → the part of the version
_PARTS: Mapping[str, VersionPart] = {
    "constraint-tightened": "major",
    "constraint-changed": "major",
    "constraint-loosened": "minor",
}


def constraint_changes(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    """Yields the changes of the field's constraints and codes, in the order in which they are written."""
    for name in dict.fromkeys((*old.constraints, *new.constraints)):
        before, after = (_stated(name, field) for field in (old, new))
        if name == "enum" or before == after:
            continue
        order = None if before is None or after is None else _compare(name, (old, before), (new, after))
        if order != 0:
            what = _direction(name, before, after, order)
            yield SchemaChange(table, new.name, what, name, _json(before), _json(after), _PARTS[what])
    yield from _code_changes(table, old, new)


def _stated(name: str, field: Field) -> Any:
    """Returns the constraint's value, or None if it has no effect."""
    value = field.constraints.get(name)
    return None if name in _SWITCHES and not value else value


def _direction(name: str, old: Any, new: Any, order: int | None) -> str:
    if old is None:
        return "constraint-tightened"
    if new is None:
        return "constraint-loosened"
    if order is not None:
        return "constraint-tightened" if (order < 0) == (name in _AT_LEAST) else "constraint-loosened"
    return "constraint-changed"


def _compare(name: str, old: tuple[Field, Any], new: tuple[Field, Any]) -> int | None:
    """Returns -1 if the old bound is lower, 1 if it is higher, 0 if they are equal, None if that is unknown."""
    (old_field, before), (new_field, after) = old, new
    if name in LENGTHS and isinstance(before, int | float) and isinstance(after, int | float):
        return (before > after) - (before < after)
    return field_type(old_field).compare(before, field_type(new_field), after) if name in BOUNDS else None


def _codes(field: Field) -> dict[str, str] | None:
    """Returns the closed list of a field, each code as JSON with its label; None if it has none."""
    labels = {_json(value): label for value, label in field.categories.items()}
    if "enum" in field.constraints:
        return {_json(value): labels.get(_json(value), "") for value in field.constraints["enum"]}
    return labels or None


def _code_changes(table: str, old: Field, new: Field) -> Iterator[SchemaChange]:
    before, after = _codes(old), _codes(new)
    if before is None or after is None:
        if before != after:
            what = "constraint-tightened" if before is None else "constraint-loosened"
            was, now = ("" if codes is None else ", ".join(codes) for codes in (before, after))
            yield SchemaChange(table, new.name, what, "enum", was, now, _PARTS[what])
        return
    for code in before:
        if code not in after:
            yield SchemaChange(table, new.name, "code-removed", "", code, "", "major")
    for code in after:
        if code not in before:
            yield SchemaChange(table, new.name, "code-added", "", "", code, "minor")
        elif before[code] != after[code]:
            was, now = (f"{code}: {_json(labels[code])}" for labels in (before, after))
            yield SchemaChange(table, new.name, "property-changed", "label", was, now, "patch")


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
