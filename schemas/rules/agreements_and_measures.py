"""Rules for agreements and measures: their status, dates and targets."""

from __future__ import annotations

from collections.abc import Iterable

from packpress import Fault, Tables, rule

from .records import rows, span_of


@rule("target-coded", "measures")
def target_coded(table: str, tables: Tables) -> Iterable[Fault]:
    """A measure with a target has the code of its kind, and one without has none."""
    for row in rows(tables[table]):
        if (row.target is None) != (row.target_kind is None):
            what = "is missing; write the code of the target" if row.target else "has no target; name it, or empty the cell"
            yield Fault(row.Index, "target_kind", what)


@rule("status-dated", "agreements")
def status_dated(table: str, tables: Tables) -> Iterable[Fault]:
    """A status has the date for which the words say it: not before the start, and for an active agreement not after the end."""
    for row in rows(tables[table]):
        if (row.status is None) != (row.status_as_of is None):
            what = "is missing; write the date of the words" if row.status else "has no status; name it, or empty the cell"
            yield Fault(row.Index, "status_as_of", what)
        started, known = span_of(row.started), span_of(row.status_as_of)
        if started and known and started.first and known.last and known.last < started.first:
            yield Fault(row.Index, "status_as_of", f"is before the start, {row.started}; correct one")
        ended = span_of(row.ended)
        if row.status == "active" and ended and ended.last and known and (known.first is None or known.first > ended.last):
            yield Fault(row.Index, "status", f"is active on {row.status_as_of}, after the end, {row.ended}; correct one")


@rule("end-after-start", "agreements")
def end_after_start(table: str, tables: Tables) -> Iterable[Fault]:
    """An agreement does not end before it started."""
    for row in rows(tables[table]):
        started, ended = span_of(row.started), span_of(row.ended)
        if started and ended and started.first and ended.last and ended.last < started.first:
            yield Fault(row.Index, "ended", f"is before the start, {row.started}; correct one")


@rule("bilateral-parties", "agreements")
def bilateral_parties(table: str, tables: Tables) -> Iterable[Fault]:
    """A bilateral agreement has two parties that are countries or unions."""
    kinds = {row.id: row.kind for row in rows(tables["areas"])}
    parties: dict[str, set[str]] = {}
    for row in rows(tables["participants"]):
        if row.agreement_id is not None and row.role == "party" and kinds.get(row.area_id) in ("country", "union"):
            parties.setdefault(row.agreement_id, set()).add(row.area_id)
    for row in rows(tables[table]):
        count = len(parties.get(row.id, ()))
        if row.scope == "bilateral" and count != 2:
            yield Fault(
                row.Index, "scope", f"bilateral, yet {count} countries or unions are parties in participants; name both"
            )
