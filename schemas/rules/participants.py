"""Rules for participants and for the bodies among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from packpress import Fault, Tables, rule

from .records import record_key, rows, span_of


@rule("one-party", "participants")
def one_party(table: str, tables: Tables) -> Iterable[Fault]:
    """A participant is exactly one organization or one area."""
    for row in rows(tables[table]):
        if (row.organization_id is None) == (row.area_id is None):
            yield Fault(row.Index, "organization_id", "fill exactly one of organization_id and area_id")


@rule("participant-once", "participants")
def participant_once(table: str, tables: Tables) -> Iterable[Fault]:
    """A body or area has one role in a record only once."""
    seen: dict[tuple[Any, ...], str] = {}
    for row in rows(tables[table]):
        party = (record_key(row), row.role, row.organization_id, row.area_id)
        if party in seen:
            yield Fault(row.Index, "role", f"{seen[party]} says the same; remove one")
        seen.setdefault(party, row.id)


@rule("successor-later", "organizations")
def successor_later(table: str, tables: Tables) -> Iterable[Fault]:
    """A successor was founded later than the body that it replaces."""
    founded = {row.id: span_of(row.founded) for row in rows(tables[table])}
    for row in rows(tables[table]):
        mine, its = founded.get(row.id), founded.get(row.replaced_by_id)
        if row.replaced_by_id == row.id:
            yield Fault(row.Index, "replaced_by_id", "a body does not replace itself")
        elif mine and its and mine.first and its.last and its.last <= mine.first:
            yield Fault(
                row.Index,
                "replaced_by_id",
                f"{row.replaced_by_id} was founded before it; correct a date or the successor",
            )
