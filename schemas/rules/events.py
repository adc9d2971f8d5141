"""Rules for events: their stage, their order and their places."""

from __future__ import annotations

from collections.abc import Iterable

from packpress import Fault, Tables, rule

from .records import rows, span_of

# kinds of events that put a rule, control or duty into the world, kinds that are occasions, and further kinds without a stage
_STAGED = frozenset({"control", "trade-measure"})
_OCCASIONS = frozenset({"meeting", "visit", "seminar", "exchange", "competition", "statement", "publication"})
_STAGELESS = _OCCASIONS | {"case", "occurrence"}


@rule("event-stage", "events")
def event_stage(table: str, tables: Tables) -> Iterable[Fault]:
    """A control or trade measure has a stage, an occasion has none; a tariff keeps its rate and ends at 0."""
    events = {row.id: row for row in rows(tables[table])}
    for row in events.values():
        before = events.get(row.follows_id)
        if row.kind in _STAGED and row.stage is None:
            yield Fault(row.Index, "stage", "is missing; write announced, in-force or ended")
        elif row.kind in _STAGELESS and row.stage is not None:
            yield Fault(row.Index, "stage", f"a {row.kind} has none; empty the cell, or correct the kind")
        if row.tariff_rate is None:
            continue
        if row.stage is None:
            yield Fault(row.Index, "tariff_rate", "belongs to an act with a stage; name the stage, or empty the cell")
        elif (
            before is not None
            and (row.stage, before.stage) == ("in-force", "announced")
            and (before.tariff_rate not in (None, row.tariff_rate))
        ):
            yield Fault(row.Index, "tariff_rate", f"{before.id} announces {before.tariff_rate:g}; correct one")
        elif row.stage == "ended" and row.tariff_rate != 0:
            yield Fault(row.Index, "tariff_rate", "is not 0, yet the duty ended; write 0, or correct the stage")


@rule("event-order", "events")
def event_order(table: str, tables: Tables) -> Iterable[Fault]:
    """An event is not before the one that it follows, and lies within the one of which it is a part."""
    spans = {row.id: span_of(row.date) for row in rows(tables[table])}
    for row in rows(tables[table]):
        mine, before, whole = spans[row.id], spans.get(row.follows_id), spans.get(row.part_of_id)
        if mine and before and mine.last and before.first and mine.last < before.first:
            yield Fault(row.Index, "follows_id", f"{row.follows_id} is later; correct a date or the reference")
        if (
            mine
            and whole
            and not (
                (mine.last is None or whole.first is None or mine.last >= whole.first)
                and (mine.first is None or whole.last is None or mine.first <= whole.last)
            )
        ):
            yield Fault(row.Index, "part_of_id", f"{row.part_of_id} was at another time; correct a date or the reference")


@rule("event-area", "events")
def event_area(table: str, tables: Tables) -> Iterable[Fault]:
    """An act with a stage has an area in which it takes effect, and an occasion has no country for one."""
    kinds = {row.id: row.kind for row in rows(tables["areas"])}
    for row in rows(tables[table]):
        if row.stage is not None and row.area_id is None:
            yield Fault(row.Index, "area_id", "is missing; name the area in which the act takes effect")
        elif row.kind in _OCCASIONS and kinds.get(row.area_id) == "country":
            yield Fault(
                row.Index, "area_id", f"a {row.kind} takes effect in no country; name it in place_area_id or participants"
            )


@rule("event-place", "events")
def event_place(table: str, tables: Tables) -> Iterable[Fault]:
    """The place of an event lies in a country, which is named."""
    kinds = {row.id: row.kind for row in rows(tables["areas"])}
    for row in rows(tables[table]):
        if row.place is not None and row.place_area_id is None:
            yield Fault(row.Index, "place_area_id", f"the country of {row.place} is missing; name it")
        elif kinds.get(row.place_area_id, "country") != "country":
            yield Fault(row.Index, "place_area_id", "is no country; name the country, and the group in area_id")
