"""Finds the property that an unknown name was meant to be, if that property would check something and is now ineffective."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from packpress.spelling import edit_distance

# object kind → its properties that determine what is checked
CHECKING: Mapping[str, tuple[str, ...]] = {
    "resource": ("schema", "dialect", "type", "format", "bytes", "hash"),
    "dialect": (
        "header", "headerRows", "headerJoin", "commentRows", "commentChar", "delimiter", "lineTerminator", "quoteChar",
        "doubleQuote", "escapeChar", "nullSequence", "skipInitialSpace",
    ),
    "schema": ("fields", "fieldsMatch", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys"),
    "field": (
        "type", "format", "constraints", "categories", "missingValues", "decimalChar", "groupChar", "bareNumber", "trueValues",
        "falseValues", "delimiter", "itemType",
    ),
    "constraints": (
        "required", "unique", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
        "jsonSchema", "pattern", "enum",
    ),
    "foreign key": ("fields", "reference"),
    "reference": ("resource", "fields"),
}  # fmt: skip
# object kind → the kinds whose properties are often put into it by mistake, and where they belong
_ELSEWHERE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "field": (("constraints", 'in the "constraints" of the field'), ("schema", "in the schema, next to its fields")),
    "resource": (("schema", "in the schema of the resource"),),
}
# object kind → folded name → the property of a resource that was meant; ``tableSchema`` is from CSVW
_RESOURCE_PROPERTIES: Mapping[str, Mapping[str, str]] = {
    "package": {"schema": "schema", "tableschema": "schema", "dialect": "dialect"},
    "resource": {"tableschema": "schema"},
}
# property → the value that has the same effect as its absence
_IDLE: Mapping[str, Any] = {
    "required": False,
    "unique": False,
    "fieldsMatch": "exact",
    "missingValues": [""],
    "header": True,
    "headerRows": [1],
    "headerJoin": " ",
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "decimalChar": ".",
    "bareNumber": True,
}
_OTHERS = frozenset(("scheme", "schemes", "hashing", "unit", "units"))
"""Names that other programs add to those of the standard and that resemble them: ``scheme`` is from frictionless 4."""
_SHORTEST, _LONG, _LONGEST = 3, 8, 40
"""How many letters an abbreviation has at least; from how many on two may be wrong; and up to how many are compared."""


def _fold(name: str) -> str:
    """Returns the name in lower case, without hyphens, underscores and anything else that is not an ASCII letter or digit."""
    return re.sub("[^a-z0-9]", "", name.lower())


def _singular(name: str) -> str:
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


class _Known(NamedTuple):
    """A property: its name as written and folded, its singular if it is long, its letters, and how many may be wrong."""

    name: str
    folded: str
    singular: str | None
    letters: frozenset[str]
    slips: int


def _known(name: str) -> _Known:
    folded = _fold(name)
    is_long = len(folded) >= _LONG
    return _Known(name, folded, _singular(folded) if is_long else None, frozenset(folded), 2 if is_long else 1)


_KNOWN: Mapping[str, tuple[_Known, ...]] = {kind: tuple(map(_known, names)) for kind, names in CHECKING.items()}


class Near(NamedTuple):
    """A property that was probably meant: the kind of object that has it, its name, and a hint.

    ``is_same`` says that the name is the same except for its spelling, as in ``primary_key``, or for singular and plural.
    """

    kind: str
    name: str
    hint: str
    is_same: bool


@lru_cache(maxsize=1024)
def nearest(kind: str, name: str) -> Near | None:
    """Returns the property that affects the checks and that an unknown name probably means; None if no name is close."""
    folded = _fold(name)
    if not folded or name.startswith("$") or len(name) > _LONGEST or folded in _OTHERS:
        return None
    if meant := _RESOURCE_PROPERTIES.get(kind, {}).get(folded):
        return Near("resource", meant, _hint(meant, "in each resource" if kind == "package" else ""), is_same=True)
    owners = [(kind, ""), *_ELSEWHERE.get(kind, ())]
    singular, letters = _singular(folded), {*folded}
    for owner, place in owners:
        for known in _KNOWN.get(owner, ()):
            if known.folded == folded or known.singular == singular:
                return Near(owner, known.name, _hint(known.name, place), is_same=True)
    for owner, place in owners:
        if place and owner != "schema":
            continue  # the names of constraints are words that resemble other properties
        for known in _KNOWN.get(owner, ()):
            is_short = owner == "constraints" and len(folded) >= _SHORTEST and known.folded.startswith(folded)
            if is_short or (len(letters ^ known.letters) <= 2 * known.slips and _is_near(folded, known)):
                return Near(owner, known.name, _hint(known.name, place), is_same=False)
    return None


def is_idle(name: str, value: Any) -> bool:
    """Returns whether the property with that value has the same effect as its absence, so that a wrong name changes nothing."""
    return value in ([], {}, None) or (name in _IDLE and type(value) is type(_IDLE[name]) and value == _IDLE[name])


def _hint(known: str, place: str) -> str:
    return f'did you mean "{known}" {place}?' if place else f'did you mean "{known}"?'


def _is_near(name: str, known: _Known) -> bool:
    return edit_distance(name, known.folded, known.slips) <= known.slips
