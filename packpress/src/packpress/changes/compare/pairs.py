"""Pairs the tables and fields of two states of a package, including renamed ones."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from packpress.package.model import Package, Resource, Schema, Table
from packpress.types.field import Field

Thing = TypeVar("Thing", Field, Resource)
Pair = tuple[Thing | None, Thing | None]
_WORDS = frozenset({"name", "title", "description", "example"})


@dataclass(frozen=True)
class Pairs:
    """Tables and fields as pairs (old, new), with None if added or removed. New ones first, in the new order."""

    tables: tuple[Pair[Resource], ...]
    fields: Mapping[str, tuple[Pair[Field], ...]]
    """By the new name of each table that both sides have."""

    def new_table(self, old: str) -> str:
        """Returns the new name of the table with that old name; the old name if it was removed."""
        return next((b.name for a, b in self.tables if a and b and a.name == old), old)

    def new_field(self, table: str, old: str) -> str:
        """Returns the new name of a field, given the new name of its table and its old name."""
        return next((b.name for a, b in self.fields.get(table, ()) if a and b and a.name == old), old)


def pair(old: Package, new: Package) -> Pairs:
    """Returns the pairs of two packages. Outputs of a build are left out, since they follow their source."""
    before = [resource for resource in old.resources if not resource.made_from]
    after = [resource for resource in new.resources if not resource.made_from]
    tables = _paired(before, after, _same_table)
    both = {b.name: (a.schema, b.schema) for a, b in tables if a is not None and b is not None}
    fields = {name: tuple(_paired(a.fields, b.fields, _same_field(a, b))) for name, (a, b) in both.items() if a and b}
    return Pairs(tuple(tables), fields)


def _paired(old: Sequence[Thing], new: Sequence[Thing], is_same: Callable[[Thing, Thing], bool]) -> list[Pair[Thing]]:
    """Pairs things with the same name, then each of the rest that is ``is_same`` as exactly one other: it was renamed."""
    before, after = {item.name: item for item in old}, {item.name: item for item in new}
    gone = [item for item in old if item.name not in after]
    come = [item for item in new if item.name not in before]
    renamed = _renamed(gone, come, is_same) if len(gone) <= _MAX and len(come) <= _MAX else {}
    taken = {item.name for item in renamed.values()}
    pairs: list[tuple[Thing | None, Thing | None]] = [(before.get(item.name) or renamed.get(item.name), item) for item in new]
    pairs.extend((item, None) for item in gone if item.name not in taken)
    return pairs


def _renamed(gone: Sequence[Thing], come: Sequence[Thing], is_same: Callable[[Thing, Thing], bool]) -> dict[str, Thing]:
    """Maps each new name to the removed thing with the same definition, where the match is one-to-one."""
    alike = [(a, b) for a in gone for b in come if is_same(a, b)]
    olds, news = Counter(a.name for a, _ in alike), Counter(b.name for _, b in alike)
    return {b.name: a for a, b in alike if olds[a.name] == news[b.name] == 1}


_MAX = 200
"""If more than this many were removed or added, renamed ones are not looked for."""


def _same_table(old: Resource, new: Resource) -> bool:
    """Returns whether a removed and an added table have the same schema, so that the table was renamed."""
    return isinstance(old, Table) and isinstance(new, Table) and _text(old.schema.raw) == _text(new.schema.raw)


def _same_field(old: Schema, new: Schema) -> Callable[[Field, Field], bool]:
    """Returns the test whether a removed and an added field are the same: same definition, and same position or description.

    For example, ``_same_field(old, new)(width, span)`` is true if both are integers described as "Width in mm".
    """
    shared = set(old.names) & set(new.names)

    def is_same(a: Field, b: Field) -> bool:
        if _text(_definition(a)) != _text(_definition(b)):
            return False
        return _follows(old, a, shared) == _follows(new, b, shared) or (bool(a.description) and a.description == b.description)

    return is_same


def _definition(field: Field) -> Mapping[str, Any]:
    return {name: value for name, value in field.raw.items() if name not in _WORDS}


def _follows(schema: Schema, field: Field, shared: set[str]) -> str:
    """Returns the last of the shared fields before this one."""
    before = schema.names[: schema.names.index(field.name)]
    return next((name for name in reversed(before) if name in shared), "")


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
