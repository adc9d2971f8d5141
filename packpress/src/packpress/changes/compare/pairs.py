"""Pairs what two states of a package have: tables with tables, fields with fields, also where a name changed."""

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
    """Tables and fields of both sides: (old, new), None where it is new or gone. New ones first, in the new order."""

    tables: tuple[Pair[Resource], ...]
    fields: Mapping[str, tuple[Pair[Field], ...]]
    """by the new name of a table that both have"""

    def new_table(self, old: str) -> str:
        """The new name of the table that was called so; the same where it is gone."""
        return next((b.name for a, b in self.tables if a and b and a.name == old), old)

    def new_field(self, table: str, old: str) -> str:
        """The new name of a field of the table of that new name."""
        return next((b.name for a, b in self.fields.get(table, ()) if a and b and a.name == old), old)


def pair(old: Package, new: Package) -> Pairs:
    """The pairs of two packages. What a build makes is left out: it follows its source."""
    before = [resource for resource in old.resources if not resource.made_from]
    after = [resource for resource in new.resources if not resource.made_from]
    tables = _paired(before, after, _same_table)
    both = {b.name: (a.schema, b.schema) for a, b in tables if a is not None and b is not None}
    fields = {name: tuple(_paired(a.fields, b.fields, _same_field(a, b))) for name, (a, b) in both.items() if a and b}
    return Pairs(tuple(tables), fields)


def _paired(old: Sequence[Thing], new: Sequence[Thing], is_same: Callable[[Thing, Thing], bool]) -> list[Pair[Thing]]:
    """Those with one name together, then each that is the same as just one other by ``is_same``: it was renamed."""
    before, after = {item.name: item for item in old}, {item.name: item for item in new}
    gone = [item for item in old if item.name not in after]
    come = [item for item in new if item.name not in before]
    renamed = _renamed(gone, come, is_same) if len(gone) <= _MAX and len(come) <= _MAX else {}
    taken = {item.name for item in renamed.values()}
    pairs: list[tuple[Thing | None, Thing | None]] = [(before.get(item.name) or renamed.get(item.name), item) for item in new]
    pairs.extend((item, None) for item in gone if item.name not in taken)
    return pairs


def _renamed(gone: Sequence[Thing], come: Sequence[Thing], is_same: Callable[[Thing, Thing], bool]) -> dict[str, Thing]:
    """New name → the one that is gone and is the same as that one and no other, nor another as that."""
    alike = [(a, b) for a in gone for b in come if is_same(a, b)]
    olds, news = Counter(a.name for a, _ in alike), Counter(b.name for _, b in alike)
    return {b.name: a for a, b in alike if olds[a.name] == news[b.name] == 1}


_MAX = 200
"""Among more that are gone or new no renamed ones are looked for."""


def _same_table(old: Resource, new: Resource) -> bool:
    """Whether a table that is gone and a new one have the same schema, and so are one that was renamed."""
    return isinstance(old, Table) and isinstance(new, Table) and _text(old.schema.raw) == _text(new.schema.raw)


def _same_field(old: Schema, new: Schema) -> Callable[[Field, Field], bool]:
    """Whether a field that is gone and a new one are defined alike, and stand in one place or are described in one way."""
    shared = set(old.names) & set(new.names)

    def is_same(a: Field, b: Field) -> bool:
        if _text(_definition(a)) != _text(_definition(b)):
            return False
        return _follows(old, a, shared) == _follows(new, b, shared) or (bool(a.description) and a.description == b.description)

    return is_same


def _definition(field: Field) -> Mapping[str, Any]:
    return {name: value for name, value in field.raw.items() if name not in _WORDS}


def _follows(schema: Schema, field: Field, shared: set[str]) -> str:
    """The last of the shared fields before this one."""
    before = schema.names[: schema.names.index(field.name)]
    return next((name for name in reversed(before) if name in shared), "")


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
