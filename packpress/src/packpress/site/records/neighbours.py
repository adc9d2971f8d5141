"""The records around a record: what it is a part of, what refers to it, what is about the same, what one sentence states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packpress.package.site.setting import RecordKind
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.records.evidence import EvidencePlace

_MOST_STEPS = 50
"""How far a chain is followed; a chain may end in a circle."""
_MOST_SIBLINGS = 5


@dataclass(frozen=True)
class Referring:
    """The records that refer to a record by one field, by date.

    In a chain of one table, ``before`` are the records that this one refers to, the first of the chain first.
    """

    field: Field
    title: str
    rows: tuple[Row, ...]
    before: tuple[Row, ...] = ()


def referring_records(site: Site, record: Row) -> tuple[Referring, ...]:
    """Returns the records that refer to this one, and the chains that it is in, in the order of tables and fields."""
    groups: dict[str, dict[str, list[Row]]] = {}
    for field, row in site.references_to(record):
        groups.setdefault(field.table, {}).setdefault(field.name, []).append(row)
    found = []
    for kind in site.setting.records:
        of_kind = groups.get(kind.resource, {})
        chained = kind.cited_as if kind.resource == record.table.name else ()
        fields = site.tables[kind.resource].fields
        for name in [name for name in fields if name in of_kind or name in chained]:
            field, rows = fields[name], of_kind.get(name, [])
            before = _chain(site, record, field) if name in chained else []
            if (rows or before) and not (kind.figure and field.name == kind.answers):
                ordered = sorted(rows, key=lambda row: (row.get(kind.date).lstrip("./") or "~", row.id))
                found.append(Referring(field, kind.cited_as.get(field.name, ""), tuple(ordered), tuple(before)))
    return tuple(found)


def _chain(site: Site, record: Row, field: Field) -> list[Row]:
    """Returns what the record refers to by a field of its own table, and what that refers to, the last found first."""
    if field.references is None or field.references[0] != field.table:
        return []
    chain = [record]
    for _ in range(_MOST_STEPS):
        step = site.referred(chain[-1], field)
        if step is None or step in chain:
            break
        chain.append(step)
    return chain[:0:-1]


def siblings_of(site: Site, record: Row) -> list[Row]:
    """Returns the records that are about the same, the nearest first, at most five."""
    kind = site.setting.record_kind(record.table.name)
    if kind is None or kind.siblings is None or not kind.siblings.same:
        return []
    same, near = kind.siblings.same, kind.siblings.near
    beside = {id(row) for row in _compared_with(site, kind, record)}
    found = []
    for row in record.table.find_all(same[0], record.get(same[0])):
        is_like = all(row.get(name) == record.get(name) != "" for name in same)
        shared = sum(row.get(name) == record.get(name) != "" for name in near)
        if row is not record and is_like and (shared or not near) and id(row) not in beside:
            found.append((-shared, row.get(kind.date), site.label(row), row))
    found.sort(key=lambda item: item[:3])
    return [row for *_, row in found[:_MOST_SIBLINGS]]


def _compared_with(site: Site, kind: RecordKind, record: Row) -> Iterator[Row]:
    """Yields the figures that stand in the comparison of this one: those that answer it, and the one that it answers."""
    for field, row in site.references_to(record):
        if field.table == kind.resource and field.name == kind.answers:
            yield row
    answered = site.follow(record, kind.answers)
    if answered is not None:
        yield answered


def same_passages(site: Site, record: Row, places: Iterable[EvidencePlace]) -> list[Row]:
    """Returns the other records that the passages of this one state, in the order of its places of evidence."""
    passages = dict.fromkeys(place.passage for place in places if place.passage is not None)
    found: dict[Row, None] = {}
    for passage in passages:
        for field, row in site.references_to(passage):
            if field.table == site.provenance["evidence"].get("resource"):
                found |= dict.fromkeys(_records(site, row))
    return [row for row in found if row is not record]


def _records(site: Site, evidence: Row) -> Iterator[Row]:
    """Yields the record of a row of evidence."""
    for name in site.provenance["evidence"].get("records", ()):
        found = site.follow(evidence, name)
        if found is not None and site.setting.record_kind(found.table.name) is not None:
            yield found
