"""The vocabularies of JSON Schema that apply schemas inside a schema (draft 2020-12, Core, sections 8, 10 and 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from packpress.check.json_schema.reader import Build, SchemaReader, Validator, schema_list, schemas_by_name, whole_number
from packpress.check.json_schema.values import Json


def _prefix_items(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    validators = [reader.compile(schema) for schema in schema_list(wanted, "prefixItems")]

    def is_valid(value: Json) -> bool:
        return not isinstance(value, list) or all(part(item) for part, item in zip(validators, value, strict=False))

    yield is_valid


def _items(reader: SchemaReader, wanted: Json, schema: dict[str, Json]) -> Iterator[Validator]:
    is_valid, begin = reader.compile(wanted), len(schema.get("prefixItems", ()))
    yield lambda value: not isinstance(value, list) or all(map(is_valid, value[begin:] if begin else value))


def _contains(reader: SchemaReader, wanted: Json, schema: dict[str, Json]) -> Iterator[Validator]:
    is_valid, least = reader.compile(wanted), whole_number(schema.get("minContains", 1), "minContains")
    most = whole_number(schema["maxContains"], "maxContains") if "maxContains" in schema else None

    def are_enough(value: Json) -> bool:
        if not isinstance(value, list):
            return True
        found = sum(map(is_valid, value))
        return found >= least and (most is None or found <= most)

    yield are_enough


def _dependent_schemas(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    validators = {name: reader.compile(schema) for name, schema in schemas_by_name(wanted, "dependentSchemas").items()}
    yield lambda value: not isinstance(value, dict) or all(validators[name](value) for name in value if name in validators)


def _property_names(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    is_valid = reader.compile(wanted)
    yield lambda value: not isinstance(value, dict) or all(map(is_valid, value))


def _properties(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    validators = {name: reader.compile(schema) for name, schema in schemas_by_name(wanted, "properties").items()}
    yield lambda value: not isinstance(value, dict) or all(validators[n](item) for n, item in value.items() if n in validators)


def _pattern_properties(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    parts = [(reader.matcher(form), reader.compile(s)) for form, s in schemas_by_name(wanted, "patternProperties").items()]

    def is_valid(value: Json) -> bool:
        if not isinstance(value, dict):
            return True
        return all(part(item) for is_found, part in parts for name, item in value.items() if is_found(name))

    yield is_valid


def _additional_properties(reader: SchemaReader, wanted: Json, schema: dict[str, Json]) -> Iterator[Validator]:
    is_valid, known = reader.compile(wanted), schemas_by_name(schema.get("properties", {}), "properties").keys()
    matchers = [reader.matcher(form) for form in schemas_by_name(schema.get("patternProperties", {}), "patternProperties")]

    def are_others_valid(value: Json) -> bool:
        if not isinstance(value, dict):
            return True
        others = (n for n in value if n not in known and not any(is_found(n) for is_found in matchers))
        return all(is_valid(value[name]) for name in others)

    yield are_others_valid


def _all_of(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    yield from [reader.compile(schema) for schema in schema_list(wanted, "allOf")]


def _any_of(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    validators = [reader.compile(schema) for schema in schema_list(wanted, "anyOf")]

    def is_any(value: Json) -> bool:
        for is_valid in validators:  # noqa: SIM110 - any() takes twice the time
            if is_valid(value):
                return True
        return False

    yield is_any


def _one_of(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    validators = [reader.compile(schema) for schema in schema_list(wanted, "oneOf")]
    yield lambda value: sum([is_valid(value) for is_valid in validators]) == 1


def _not(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    is_valid = reader.compile(wanted)
    yield lambda value: not is_valid(value)


def _if(reader: SchemaReader, wanted: Json, schema: dict[str, Json]) -> Iterator[Validator]:
    is_so = reader.compile(wanted)
    then, otherwise = (reader.compile(schema.get(name, True)) for name in ("then", "else"))
    yield lambda value: then(value) if is_so(value) else otherwise(value)


def _compiled(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    """Checks only that the value is a schema; yields nothing."""
    reader.compile(wanted)
    yield from ()


def _definitions(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    for schema in schemas_by_name(wanted, "$defs").values():
        reader.compile(schema)
    yield from ()


def _ref(reader: SchemaReader, wanted: Json, _: dict[str, Json]) -> Iterator[Validator]:
    yield reader.compile(reader.refer(wanted))


def _unevaluated(name: str, of: type[list[Json]] | type[dict[str, Json]]) -> Build:
    def build(reader: SchemaReader, wanted: Json, schema: dict[str, Json]) -> Iterator[Validator]:
        is_valid = reader.compile(wanted)
        others = {keyword: value for keyword, value in schema.items() if keyword != name}

        def are_others_valid(value: Json) -> bool:
            if not isinstance(value, of):
                return True
            seen = reader.evaluated(others, value)
            members = value.items() if isinstance(value, dict) else enumerate(value)
            return all(is_valid(item) for key, item in members if key not in seen)

        yield are_others_valid

    return build


# keyword → the function that compiles it; in this order, so that evaluated members are known before unevaluated ones
APPLICATORS: Mapping[str, Build] = {
    "propertyNames": _property_names,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "dependentSchemas": _dependent_schemas,
    "prefixItems": _prefix_items,
    "items": _items,
    "contains": _contains,
    "$ref": _ref,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "then": _compiled,
    "else": _compiled,
    "$defs": _definitions,
    "definitions": _definitions,
    "contentSchema": _compiled,
    "unevaluatedItems": _unevaluated("unevaluatedItems", list),
    "unevaluatedProperties": _unevaluated("unevaluatedProperties", dict),
}
