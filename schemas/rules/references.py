"""Rules for ids and references: one record a row, one table an id, no circles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from packpress import Fault, Tables, rule

from .records import RECORDS, record_key, rows


@rule("one-record", "evidence", "participants", "verifications")
def one_record(table: str, tables: Tables) -> Iterable[Fault]:
    """A row of evidence, participants or verifications points at exactly one record."""
    columns = [column for column in RECORDS if column in tables[table]]
    for row in rows(tables[table]):
        filled = [column for column in columns if getattr(row, column) is not None]
        if len(filled) != 1:
            what = f"fills {' and '.join(filled)}" if filled else "fills no record column"
            yield Fault(row.Index, (filled or columns)[0], f"{what}; fill exactly one of {', '.join(columns)}")


@rule("row-id", "evidence", "participants")
def row_id(table: str, tables: Tables) -> Iterable[Fault]:
    """The id of an evidence or participant row is made of its record's id and counts from 1 without a gap."""
    counted: dict[str, list[tuple[str, int]]] = {}
    astray = {row.id.rpartition("-")[0] for row in rows(tables[table]) if record_key(row) is None}
    prefix = {"evidence": "x", "participants": "p"}[table]
    for row in rows(tables[table]):
        record = record_key(row)
        if record is None:
            continue
        stem, _, number = row.id.rpartition("-")
        if stem != f"{prefix}-{record[1]}":
            yield Fault(row.Index, "id", f'belongs to {record[1]}; write "{prefix}-{record[1]}-" and a number')
        else:
            counted.setdefault(record[1], []).append((number, row.Index))
    for record_id, numbers in counted.items():
        if f"{prefix}-{record_id}" in astray:
            continue  # a row of this record points elsewhere, which another rule reports
        for wanted, (number, index) in enumerate(sorted(numbers, key=lambda item: int(item[0])), 1):
            if number != str(wanted):
                yield Fault(index, "id", f"the rows of {record_id} count from 1 without a gap; number this one {wanted}")
                break


def _tables_with_ids(tables: Tables) -> list[str]:
    """The tables whose ids are in use."""
    return [resource.name for resource in tables.package.sources if resource.name != "retired"]


@rule("id-once", "measures", "agreements", "events", "statistics", "verifications", "evidence", "participants", "passages",
      "sources", "organizations", "areas", "substances", "terms")  # fmt: skip
def id_once(table: str, tables: Tables) -> Iterable[Fault]:
    """No id is used in two tables, and no retired id is alive."""
    mine = {row.id for row in rows(tables[table])}
    others: dict[str, list[str]] = {}
    for name in _tables_with_ids(tables):
        if name != table:
            for shared in mine.intersection(row.id for row in rows(tables[name])):
                others.setdefault(shared, []).append(name)
    retired = set(tables["retired"]["id"])
    for row in rows(tables[table]):
        if row.id in others:
            yield Fault(row.Index, "id", f"stands in {', '.join(sorted(others[row.id]))} too; an id is used in one table only")
        if row.id in retired:
            yield Fault(row.Index, "id", "is retired; a retired id is never used again")


@rule("retired-successor", "retired")
def retired_successor(table: str, tables: Tables) -> Iterable[Fault]:
    """A retired id names a table of the package and a successor that lives there or is retired itself."""
    used = {row.id for name in _tables_with_ids(tables) for row in rows(tables[name])}
    names = {resource.name for resource in tables.package.sources}
    known = {row.id for row in rows(tables[table])}
    for row in rows(tables[table]):
        if row.table not in names:
            yield Fault(row.Index, "table", f"is not a table of the package; write one of {', '.join(sorted(names))}")
        if row.successor_id is not None and row.successor_id not in used and row.successor_id not in known:
            yield Fault(row.Index, "successor_id", "no row has this id; correct it or leave it empty")
        elif row.successor_id == row.id:
            yield Fault(row.Index, "successor_id", "an id does not succeed itself")


@rule("url-once", "sources")
def url_once(table: str, tables: Tables) -> Iterable[Fault]:
    """No two sources share an address, whatever its scheme, www, fragment or last slash."""
    seen: dict[str, str] = {}
    for row in rows(tables[table]):
        if row.url is not None:
            bare = re.sub(r"^https?://(www\.)?", "", row.url.partition("#")[0]).rstrip("/").lower()
            if bare in seen:
                yield Fault(row.Index, "url", f"{seen[bare]} has the same address; use that source")
            seen.setdefault(bare, row.id)


# table → columns that lead from a row to another row of the table, of which it is a part or which came before it
_PARENTS: Mapping[str, tuple[str, ...]] = {
    "sources": ("part_of_id",),
    "organizations": ("part_of_id",),
    "substances": ("broader_id",),
    "events": ("part_of_id", "follows_id"),
}


@rule("part-of", *_PARENTS)
def part_of(table: str, tables: Tables) -> Iterable[Fault]:
    """Nothing is a part of itself, follows itself or is broader than itself, at any remove."""
    for column in _PARENTS[table]:
        parent = {row.id: getattr(row, column) for row in rows(tables[table])}
        for row in rows(tables[table]):
            above, seen = parent.get(row.id), {row.id}
            while above is not None and above not in seen:
                seen.add(above)
                above = parent.get(above)
            if above == row.id:
                yield Fault(row.Index, column, "leads back to the row itself; cut the circle")
