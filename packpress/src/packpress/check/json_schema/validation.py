"""The validation vocabulary of JSON Schema, draft 2020-12, whose keywords check a value itself (Validation, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from packpress.check.json_schema.reader import Build, SchemaReader, Validator, require, unique_names, whole_number
from packpress.check.json_schema.values import Json, divides, exact


def _is_number(value: Json) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_integer(value: Json) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and value == value.to_integral_value()
    return isinstance(value, int) and not isinstance(value, bool)


# name of a type → whether a value has it
_TYPES: Mapping[str, Validator] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "number": _is_number,
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def _type(_: SchemaReader, wanted: Json, __: dict[str, Json]) -> Iterator[Validator]:
    listed = [wanted] if isinstance(wanted, str) else wanted
    is_right = isinstance(listed, list) and len(listed) > 0 and all(isinstance(t, str) and t in _TYPES for t in listed)
    require(is_right and len({*listed}) == len(listed), "type", f"one or more of {', '.join(_TYPES)}, each once")
    validators = [_TYPES[name] for name in listed]
    yield validators[0] if len(validators) == 1 else lambda value: any(is_valid(value) for is_valid in validators)


def _enum(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    require(isinstance(wanted, list), "enum", "an array")
    allowed = {reader.frozen(value) for value in wanted}
    yield lambda value: reader.frozen(value) in allowed


def _const(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    only = reader.frozen(wanted)
    yield lambda value: reader.frozen(value) == only


def _bound(name: str, holds: Callable[[Any, Any], bool]) -> Build:
    def build(_: SchemaReader, wanted: Json, __: dict[str, Json]) -> Iterator[Validator]:
        require(isinstance(wanted, int | float) and not isinstance(wanted, bool), name, "a number")
        limit = exact(wanted)
        yield lambda value: not _is_number(value) or holds(value, limit)

    return build


def _multiple_of(_: SchemaReader, wanted: Json, __: dict[str, Json]) -> Iterator[Validator]:
    is_right = isinstance(wanted, int | float) and not isinstance(wanted, bool) and wanted > 0
    require(is_right, "multipleOf", "a number above 0")
    top, bottom = exact(wanted).as_integer_ratio()
    yield lambda value: not _is_number(value) or divides(top, bottom, value)


def _size(name: str, of: type[str] | type[list[Json]] | type[dict[str, Json]], holds: Callable[[int, int], bool]) -> Build:
    def build(_: SchemaReader, wanted: Json, __: dict[str, Json]) -> Iterator[Validator]:
        limit = whole_number(wanted, name)
        yield lambda value: not isinstance(value, of) or holds(len(value), limit)

    return build


def _pattern(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    is_found = reader.matcher(wanted)
    yield lambda value: not isinstance(value, str) or is_found(value)


def _unique_items(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    require(isinstance(wanted, bool), "uniqueItems", "true or false")
    if wanted:
        yield lambda value: not isinstance(value, list) or len({reader.frozen(item) for item in value}) == len(value)


def _required(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    names = unique_names(wanted, "required")
    yield lambda value: not isinstance(value, dict) or _has_all(reader, value, names)


def _has_all(reader: SchemaReader, value: Collection[str], names: tuple[str, ...]) -> bool:
    if len(names) > len(value):
        return False
    reader.step(len(names) // 10)
    return all(name in value for name in names)


def _dependent_required(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    require(isinstance(wanted, dict), "dependentRequired", "an object of arrays")
    rules = {name: unique_names(names, "dependentRequired") for name, names in wanted.items()}

    def is_valid(value: Json) -> bool:
        return not isinstance(value, dict) or all(_has_all(reader, value, rules[name]) for name in value if name in rules)

    yield is_valid


# keyword → the function that compiles it; in this order, so that cheap checks run first
VALIDATION: Mapping[str, Build] = {
    "type": _type,
    "const": _const,
    "enum": _enum,
    "minimum": _bound("minimum", lambda value, limit: value >= limit),
    "maximum": _bound("maximum", lambda value, limit: value <= limit),
    "exclusiveMinimum": _bound("exclusiveMinimum", lambda value, limit: value > limit),
    "exclusiveMaximum": _bound("exclusiveMaximum", lambda value, limit: value < limit),
    "multipleOf": _multiple_of,
    "minLength": _size("minLength", str, lambda size, limit: size >= limit),
    "maxLength": _size("maxLength", str, lambda size, limit: size <= limit),
    "minItems": _size("minItems", list, lambda size, limit: size >= limit),
    "maxItems": _size("maxItems", list, lambda size, limit: size <= limit),
    "minProperties": _size("minProperties", dict, lambda size, limit: size >= limit),
    "maxProperties": _size("maxProperties", dict, lambda size, limit: size <= limit),
    "required": _required,
    "dependentRequired": _dependent_required,
    "pattern": _pattern,
    "uniqueItems": _unique_items,
}
