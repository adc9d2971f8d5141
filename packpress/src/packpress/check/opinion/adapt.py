"""Adapts a descriptor for frictionless: only what it can judge by the standard.

``OMITTED_CONSTRAINTS``, ``PASSED_AS_ANY`` and ``UNREAD_DIALECTS`` list what frictionless does not get. Layers 1 and 2 have
checked all of that. Only properties of the standard are passed on, because frictionless would fetch URLs in others, such as
``profile`` and ``extrapaths``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from packpress.check.frictionless_inline import inline_table, is_judged
from packpress.check.frictionless_marks import encoding_of, has_mark_inside
from packpress.package.formats import delimiter_of, resource_format
from packpress.package.forms.local_copies import is_address, is_away, read_described
from packpress.package.model import DELIMITED, NAMESPACE, READ_FORMATS
from packpress.package.problems.property_types import PROPERTIES
from packpress.package.text.encodings import codec_of

# constraint → (the types for which frictionless does not get it, None means all; why)
OMITTED_CONSTRAINTS: Mapping[str, tuple[frozenset[str] | None, str]] = {
    "pattern": (None, "it uses Python's re, whose syntax and classes differ from XML Schema's and which may never end"),
    "jsonSchema": (None, "frictionless 5.21 does not know it, and rejects the descriptor"),
    "enum": (frozenset({"number", "list", "any"}), "it does not find NaN, allows no enum on lists, and 1 is not the cell 1"),
    "minimum": (
        _unordered := frozenset({"duration", "datetime"}),
        _why := "it does not allow bounds on durations, and a time with a zone raises",
    ),
    "maximum": (_unordered, _why),
    "exclusiveMinimum": (_unordered, _why),
    "exclusiveMaximum": (_unordered, _why),
}
# name → (whether frictionless gets a field as type any, by its descriptor and whether a key compares its values; why)
PASSED_AS_ANY: Mapping[str, tuple[Callable[[Mapping[str, Any], bool], bool], str]] = {
    "years": (lambda field, _: field.get("type") == "year", "it accepts only the years 0 to 9999"),
    "grouped-integers": (
        lambda field, _: field.get("type") == "integer" and "groupChar" in field,
        "frictionless 5.21 knows groupChar only on numbers",
    ),
    "unhashable-keys": (
        lambda field, is_key: is_key and field.get("type") in ("list", "array", "object", "geojson"),
        "it hashes the values of a key, and these cannot be hashed",
    ),
}
# property of a dialect → (whether frictionless cannot read a value of it, so that it gets the file but no table; why)
UNREAD_DIALECTS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "delimiter": (lambda value: len(value) > 1, "it reads with Python's csv, whose delimiters have one character"),
    "lineTerminator": (lambda value: value not in ("\n", "\r", "\r\n"), "Python's csv knows only CR and LF as line ends"),
    "nullSequence": (lambda _: True, "frictionless 5.21 ignores it"),
}
USUAL_DIALECT: Mapping[str, Any] = {
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""Default values of a dialect; frictionless would guess them from the first rows."""
_VERSION = "https://datapackage.org/profiles/2.0/datapackage.json"
"""The profile for every package here, so that no other one is fetched and no property of 2.0 is rejected as too new."""


def adapted_package(root: Path, raw: dict[str, Any]) -> dict[str, Any]:
    """Returns the descriptor for frictionless: only the tables that were read, with schemas in place of the paths to them."""
    adapted = {**_known(raw, "package"), "$schema": _VERSION}
    listed = [{"path": item["url"], **item} if "url" in item else item for item in raw["resources"]]  # as version 1 allows
    adapted["resources"] = [_adapted_resource(root, item) for item in listed if _is_read(item)]
    schemas = {item["name"]: item["schema"] for item in adapted["resources"] if isinstance(item.get("schema"), dict)}
    comparable = {name: dict(_comparable_fields(schema)) for name, schema in schemas.items()}
    for name, schema in schemas.items():
        _adapt_schema(schema, name, comparable)
    return adapted


def _is_read(raw: Mapping[str, Any]) -> bool:
    """Returns whether the cells of the resource were read, from inline data or from files that it names.

    Without a schema frictionless would guess types from some rows, and it has no local copies of what is at an address. The
    Parquet that a build made is compared with the cells instead.
    """
    if raw.get(NAMESPACE + "madeFrom"):
        return False
    if "schema" not in raw or is_away(raw["schema"]) or is_away(raw.get("dialect")):
        return False
    if "data" in raw:
        return is_judged(raw)
    if "path" not in raw or any(map(is_address, _names(raw["path"]))):
        return False
    return resource_format(raw, _names(raw["path"])[0]) in READ_FORMATS


def _known(raw: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Returns the properties of the object that are in Data Package 2.0, without its own profile."""
    return {name: value for name, value in raw.items() if name in PROPERTIES[kind] and name != "$schema"}


def _adapted_resource(root: Path, raw: Mapping[str, Any]) -> dict[str, Any]:
    adapted = _known(raw, "resource")
    for kind in ("schema", "dialect"):
        value = adapted.get(kind)
        if value is not None:
            adapted[kind] = _known(read_described(root, value) if isinstance(value, str) else value, kind)
    if "data" in raw:
        return inline_table(raw, adapted["schema"], adapted.get("dialect", {}))
    dialect, form = adapted.get("dialect", {}), resource_format(raw, _names(raw["path"])[0])
    is_unread = any(name in dialect and is_meant(dialect[name]) for name, (is_meant, _) in UNREAD_DIALECTS.items())
    if is_unread or _has_duplicates(adapted.get("schema", {})) or has_mark_inside(root, raw, dialect):
        return {name: value for name, value in adapted.items() if name in ("name", "path", "bytes", "hash")} | {"type": "file"}
    adapted |= {"type": "table", "format": form}
    if form in DELIMITED:
        usual = {**USUAL_DIALECT, "delimiter": delimiter_of(raw, _names(raw["path"])[0])}
        adapted |= {"format": "csv", "encoding": codec_of(encoding_of(raw)), "dialect": _adapted_dialect(dialect, usual)}
    return adapted


def _has_duplicates(schema: Mapping[str, Any]) -> bool:
    """Returns whether fields have the same name, which version 1 allows and frictionless rejects."""
    names = [field["name"] for field in schema.get("fields", ())]
    return len({*names}) < len(names)


def _adapted_dialect(dialect: Mapping[str, Any], defaults: Mapping[str, Any] = USUAL_DIALECT) -> dict[str, Any]:
    """Returns the dialect with its defaults, but without ``headerRows`` [1], which is a different row below a comment."""
    usual = {name: value for name, value in defaults.items() if name != "quoteChar" or "escapeChar" not in dialect}
    return usual | {name: value for name, value in dialect.items() if (name, value) != ("headerRows", [1])}


def _is_passed_as_any(field: Mapping[str, Any], is_key: bool) -> bool:
    return any(is_meant(field, is_key) for is_meant, _ in PASSED_AS_ANY.values())


def _comparable_fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields the name and type of each field whose values frictionless compares as the standard requires."""
    for field in schema.get("fields", ()):
        if field.get("type", "any") != "any" and not _is_passed_as_any(field, True):
            yield field["name"], field["type"]


def _adapt_schema(schema: dict[str, Any], owner: str, comparable: Mapping[str, Mapping[str, str]]) -> None:
    """Makes the schema one that frictionless can check by the standard; changes it in place.

    Removes a foreign key unless the fields of both sides have the same types and frictionless can compare them.
    """
    match = schema.get("fieldsMatch")
    if isinstance(match, list) and len(match) == 1:  # as in the standard's JSON Schema
        schema["fieldsMatch"] = match[0]

    def types(resource: str, fields: Any) -> list[str | None]:
        return [comparable.get(resource, {}).get(name) for name in _names(fields)]

    keys = schema.get("foreignKeys", [])
    sides = [
        (types(owner, key["fields"]), types(key["reference"].get("resource") or owner, key["reference"]["fields"]))
        for key in keys
    ]
    if keys:
        schema["foreignKeys"] = [key for key, (own, other) in zip(keys, sides, strict=True) if own == other and None not in own]
    compared = {*_names(schema.get("primaryKey", ())), *(name for key in schema.get("uniqueKeys", ()) for name in _names(key))}
    schema["fields"] = [_adapted_field(field, compared) for field in schema.get("fields", ())]


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _adapted_field(raw: Mapping[str, Any], compared: Collection[str]) -> dict[str, Any]:
    """Returns the field without what frictionless cannot check; ``example`` goes too, because its notation would be ignored."""
    adapted = {name: value for name, value in _known(raw, "field").items() if name != "example"}
    constraints = adapted.pop("constraints", {})
    kind = adapted.get("type", "any")
    if _is_passed_as_any(raw, bool(constraints.get("unique")) or raw["name"] in compared):
        adapted = {name: value for name, value in adapted.items() if name in ("name", "title", "description", "missingValues")}
        constraints = {name: value for name, value in constraints.items() if name in ("required", "unique")}
        adapted["type"] = "any"
    adapted["constraints"] = {
        name: value for name, value in _known(constraints, "constraints").items() if _is_passed(name, kind)
    }
    return adapted


def _is_passed(constraint: str, kind: str) -> bool:
    types, _ = OMITTED_CONSTRAINTS.get(constraint, (frozenset[str](), ""))
    return types is not None and kind not in types
