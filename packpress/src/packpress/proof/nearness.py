"""How near the evidence of each record leads: to a sentence, to words, to a page, or to a source without an address.

The tables and columns are named by ``packpress:provenance`` in the descriptor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from packpress.package.model import Package, Schema
from packpress.package.provenance import provenance

PLACES = ("at a sentence", "at words", "at a page", "without address", "without evidence")
"""From nearest to farthest: evidence with a passage; with a fragment and a locator; whose source has an address; other."""
NOT_STATED = "not stated"
"""Stands in for the code of evidence that does not say how its source was seen."""
_NO_EVIDENCE = len(PLACES) - 1


@dataclass(frozen=True)
class Nearness:
    """The number of records at each of ``PLACES``, by table, and by the code of how the source of the evidence was seen.

    A record counts once, at its nearest evidence, and of those that are equally near, at the first in the order of the
    codes. ``access`` is empty if the package does not name the column of these codes.
    """

    tables: Mapping[str, tuple[int, ...]]
    access: Mapping[str, tuple[int, ...]]

    @property
    def total(self) -> tuple[int, ...]:
        """The numbers of all tables together."""
        return tuple(sum(counts) for counts in zip(*self.tables.values(), strict=True))


def nearness(package: Package, tables: Mapping[str, pa.Table]) -> Nearness | None:
    """Returns how near the evidence of the records is; None if the package does not name its evidence and their columns."""
    named = provenance(package)
    part = named.get("evidence", {})
    evidence = tables.get(str(part.get("resource")))
    records = part.get("records")
    if evidence is None or not isinstance(records, list):
        return None
    schema, access = package.table(part["resource"]).schema, part.get("access")
    codes = _cells(evidence, access)
    order = _order(schema, access, codes)
    places = _places(evidence, part, _addressed(package, tables, named.get("sources", {})))
    rows = list(zip(places, map(order.index, codes), strict=True))
    nearest: dict[str, dict[Any, tuple[int, int]]] = {}
    for column in (name for name in records if name in evidence.column_names):
        table, known = _records(schema, column, tables)
        found = nearest.setdefault(table, dict.fromkeys(known, (_NO_EVIDENCE, -1)))
        for record, row in zip(evidence[column].to_pylist(), rows, strict=True):
            if record is not None:
                found[record] = min(found[record], row) if record in found else row
    if not nearest:
        return None
    by_table = {table: _count(found.values()) for table, found in nearest.items()}
    every = [row for found in nearest.values() for row in found.values()]
    by_code = {str(code or NOT_STATED): _count(row for row in every if row[1] == rank) for rank, code in enumerate(order)}
    has_codes = access in evidence.column_names
    return Nearness(by_table, {code: counts for code, counts in by_code.items() if any(counts)} if has_codes else {})


def _count(rows: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Returns how many of the rows have each place."""
    counts = Counter(place for place, _ in rows)
    return tuple(counts[place] for place in range(len(PLACES)))


def _cells(table: pa.Table, name: Any) -> list[Any]:
    """Returns the values of the column; only None if the table has no such column."""
    return table[name].to_pylist() if name in table.column_names else [None] * len(table)


def _order(schema: Schema, name: Any, codes: Iterable[Any]) -> list[Any]:
    """Returns the codes in the order of the schema, then those that it does not list, then None."""
    listed = [code for field in schema.fields if field.name == name for code in field.categories]
    return list(dict.fromkeys([*listed, *(code for code in codes if code is not None), None]))


def _records(schema: Schema, column: str, tables: Mapping[str, pa.Table]) -> tuple[str, list[Any]]:
    """Returns the table to which the column refers, with its keys; without a reference the column, with nothing."""
    for key in schema.foreign_keys:
        if key.fields == (column,) and key.resource in tables:
            return key.resource, tables[key.resource][key.reference_fields[0]].to_pylist()
    return column, []


def _addressed(package: Package, tables: Mapping[str, pa.Table], named: Mapping[str, Any]) -> set[Any]:
    """Returns the keys of the sources that have an address."""
    table = tables.get(str(named.get("resource")))
    keys = () if table is None else package.table(named["resource"]).schema.primary_key
    if table is None or not keys:
        return set()
    pairs = zip(_cells(table, keys[0]), _cells(table, named.get("url")), strict=True)
    return {key for key, url in pairs if url is not None}


def _places(evidence: pa.Table, part: Mapping[str, Any], addressed: set[Any]) -> Iterable[int]:
    """Yields the place of each piece of evidence, as its number in ``PLACES``."""
    columns = [_cells(evidence, part.get(role)) for role in ("passage", "fragment", "locator", "source")]
    for passage, fragment, locator, source in zip(*columns, strict=True):
        if passage is not None:
            yield 0
        elif fragment is not None and locator is not None:
            yield 1
        else:
            yield 2 if source in addressed else 3
