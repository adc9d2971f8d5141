"""The properties of Data Package 2.0, the JSON type of each, and a check of an object against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

STRING, BOOLEAN, INTEGER, OBJECT, LIST, ANY = (
    "a string",
    "true or false",
    "a whole number",
    "an object",
    "an array",
    "anything",
)
STRINGS = "an array of strings"
STRING_OR_LIST, STRING_OR_OBJECT = "a string or an array", "a string or an object"

# object kind → property → the JSON type of its value (Data Package 2.0, one section each; "compression" is from its recipe)
PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "package": {
        "$schema": STRING, "name": STRING, "id": STRING, "title": STRING, "description": STRING, "homepage": STRING,
        "version": STRING, "created": STRING, "image": STRING, "keywords": STRINGS, "licenses": LIST, "contributors": LIST,
        "sources": LIST, "resources": LIST,
    },
    "resource": {
        "$schema": STRING, "name": STRING, "path": STRING_OR_LIST, "data": ANY, "type": STRING, "title": STRING,
        "description": STRING, "format": STRING, "mediatype": STRING, "encoding": STRING, "bytes": INTEGER, "hash": STRING,
        "sources": LIST, "licenses": LIST, "dialect": STRING_OR_OBJECT, "schema": STRING_OR_OBJECT, "homepage": STRING,
        "compression": STRING,
    },
    "dialect": {
        "$schema": STRING, "name": STRING, "title": STRING, "description": STRING, "type": STRING, "header": BOOLEAN,
        "headerRows": LIST, "headerJoin": STRING, "commentRows": LIST, "commentChar": STRING, "delimiter": STRING,
        "lineTerminator": STRING, "quoteChar": STRING, "doubleQuote": BOOLEAN, "escapeChar": STRING, "nullSequence": STRING,
        "skipInitialSpace": BOOLEAN, "property": STRING, "itemType": STRING, "itemKeys": LIST, "sheetNumber": INTEGER,
        "sheetName": STRING, "table": STRING,
    },
    "schema": {
        "$schema": STRING, "fields": LIST, "fieldsMatch": STRING_OR_LIST, "missingValues": LIST, "primaryKey": STRING_OR_LIST,
        "uniqueKeys": LIST, "foreignKeys": LIST,
    },
    "field": {
        "name": STRING, "type": STRING, "format": STRING, "title": STRING, "description": STRING, "example": ANY,
        "constraints": OBJECT, "categories": LIST, "categoriesOrdered": BOOLEAN, "missingValues": LIST, "rdfType": STRING,
        "decimalChar": STRING, "groupChar": STRING, "bareNumber": BOOLEAN, "trueValues": LIST, "falseValues": LIST,
        "delimiter": STRING, "itemType": STRING,
    },
    "constraints": {
        "required": BOOLEAN, "unique": BOOLEAN, "minLength": INTEGER, "maxLength": INTEGER, "minimum": ANY, "maximum": ANY,
        "exclusiveMinimum": ANY, "exclusiveMaximum": ANY, "jsonSchema": OBJECT, "pattern": STRING, "enum": LIST,
    },
    "license": {"name": STRING, "path": STRING, "title": STRING},
    "contributor": {
        "title": STRING, "path": STRING, "email": STRING, "givenName": STRING, "familyName": STRING, "roles": STRINGS,
        "organization": STRING, "role": STRING,
    },
    "source": {"title": STRING, "path": STRING, "email": STRING, "version": STRING},
    "labelled category": {"value": ANY, "label": STRING},
    "labelled missing value": {"value": STRING, "label": STRING},
    "foreign key": {"fields": STRING_OR_LIST, "reference": OBJECT},
    "reference": {"resource": STRING, "fields": STRING_OR_LIST},
}  # fmt: skip


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    STRING: lambda v: isinstance(v, str),
    BOOLEAN: lambda v: isinstance(v, bool),
    INTEGER: lambda v: isinstance(v, int) and not isinstance(v, bool),
    OBJECT: lambda v: isinstance(v, dict),
    LIST: lambda v: isinstance(v, list),
    STRINGS: _is_strings,
    ANY: lambda v: True,
    STRING_OR_LIST: lambda v: isinstance(v, str) or _is_strings(v),
    STRING_OR_OBJECT: lambda v: isinstance(v, str | dict),
}
# object kind → property of version 1, or of the drafts before it that are still in use → the JSON type of its value
VERSION_1: Mapping[str, Mapping[str, str]] = {
    "package": {"profile": STRING},
    "resource": {"profile": STRING, "url": STRING_OR_LIST},
    "dialect": {"caseSensitiveHeader": BOOLEAN, "csvddfVersion": ANY},
    "license": {"id": STRING, "url": STRING, "type": STRING},
    "source": {"name": STRING, "web": STRING},
    "contributor": {"name": STRING, "web": STRING},
}
DescriptorFault = tuple[str, bool, str]
"""(rule, whether it is an error, message)"""
NAMESPACED = r"[A-Za-z][A-Za-z0-9-]*:[A-Za-z][A-Za-z0-9]*"
"""The names of properties that a package may add to those of the standard, such as example:shape."""


def shape_faults(value: Any, kind: str, where: str, strict: bool) -> Iterator[DescriptorFault]:
    """Yields the faults of the object's properties: (rule, whether it is an error, message).

    The standard allows other properties. So one without a namespace is a warning, unless a property was probably meant that
    would check something and now does not: that is an error if ``strict``, where the package declares 2.0, and a warning in
    older packages, which are full of such names.
    """
    if not isinstance(value, dict):
        yield "descriptor-type", True, f"{where} must be an object"
        return
    known = PROPERTIES[kind] if strict else {**VERSION_1.get(kind, {}), **PROPERTIES[kind]}
    for name, given in value.items():
        if name not in known:
            if not re.fullmatch(NAMESPACED, name):
                message = f'{where} has the property "{name}", which is not in the standard'
                if meant := _hint_at_check(kind, name, given, value):
                    yield "descriptor-ineffective", strict, f"{message} here, so nothing checks it; {meant}"
                else:
                    hint = "correct its name, or give it a namespace of yours, such as example:name"
                    yield "descriptor-unknown", False, f"{message}; {hint}"
        elif not _CHECKS[known[name]](given):
            yield "descriptor-type", True, f'{where}: "{name}" must be {known[name]}'


def _hint_at_check(kind: str, name: str, given: Any, beside: Mapping[str, Any]) -> str | None:
    """Returns a hint at the property that would check something if spelled correctly; None if no such property is meant."""
    from packpress.package.problems.near_names import is_idle, nearest  # takes 1 ms, which most packages need not spend

    near = nearest(kind, name)
    if near is None or is_idle(near.name, given):
        return None
    may_be = near.is_same or (near.name not in beside and _CHECKS[PROPERTIES[near.kind][near.name]](given))
    return near.hint if may_be else None
