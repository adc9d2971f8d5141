"""Columns of a comparison: pairs old with new columns, and chooses those that identify rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from packpress.changes.compare.key_values import KeyReader, key_readers
from packpress.changes.compare.pairs import Pair
from packpress.check.keys.table_keys import key_fields
from packpress.package.model import Schema
from packpress.types.field import Field


@dataclass(frozen=True)
class ColumnPair:
    """A column of a comparison: its new name and its index on each side, None if that side lacks it.

    ``identifies`` says whether rows are matched by it, ``is_key`` whether it is part of any key. ``readers`` read the cells
    of a primary key on both sides if equal values may have different texts.
    """

    name: str
    old: int | None
    new: int | None
    identifies: bool
    is_key: bool
    readers: tuple[KeyReader, KeyReader] | None = None


def pair_columns(old: Schema | None, new: Schema | None, fields: Sequence[Pair[Field]]) -> tuple[ColumnPair, ...]:
    """Returns the columns of both sides, in the new order, with removed ones at the end.

    ``fields`` are the pairs of fields if both sides have the table. Rows are matched by the new side's primary key if both
    sides have its columns, otherwise by the old side's, otherwise by all common columns.
    """
    names = {a.name: b.name for a, b in fields if a and b}
    if old is None or new is None:
        only = old or new
        names = {name: name for name in only.names} if only else {}
    identifying = set(_identifying(old, new, names))
    keys = (key_fields(new) if new else set()) | {names.get(name, name) for name in (key_fields(old) if old else ())}
    order = [] if new is None else list(new.names)
    was = {now: before for before, now in names.items()}
    order += [name for name in old.names if name not in names or new is None] if old else []
    found = []
    for name in order:
        before = was.get(name, name)
        is_gone = new is None or name not in new.names
        found.append(
            ColumnPair(
                name=name,
                old=old.names.index(before) if old and (is_gone or name in was) else None,
                new=None if new is None or is_gone else new.names.index(name),
                identifies=name in identifying,
                is_key=name in keys,
                readers=_readers(old, new, was.get(name), name) if name in identifying else None,
            )
        )
    return tuple(found)


def _readers(old: Schema | None, new: Schema | None, before: str | None, name: str) -> tuple[KeyReader, KeyReader] | None:
    """Returns the readers of a column that identifies rows; None if it is not part of a key and is compared as text."""
    if old is None or new is None or before is None or not (name in new.primary_key or before in old.primary_key):
        return None
    return key_readers(old.field(before), new.field(name))


def _identifying(old: Schema | None, new: Schema | None, names: dict[str, str]) -> tuple[str, ...]:
    """Returns the new names of the columns by which rows are matched."""
    shared = set(names.values())
    if new and new.primary_key and shared.issuperset(new.primary_key):
        return new.primary_key
    if old and old.primary_key and names.keys() >= set(old.primary_key):
        return tuple(names[name] for name in old.primary_key)
    return tuple(names.values())
