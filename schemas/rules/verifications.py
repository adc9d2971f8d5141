"""Rules for verifications: the figures that they compare, and the sources."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from packpress import Fault, Tables, rule

from .records import figure_of, record_key, records_by_key, rows


def rounds_to(stated: Decimal, other: Decimal) -> bool:
    """Whether ``other``, rounded half up to the last significant digit of ``stated``, gives it (docs/coding.md)."""
    exponent = stated.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # a value is finite
    return other != stated and other.quantize(Decimal((0, (1,), exponent)), ROUND_HALF_UP) == stated


@rule("verification-figures", "verifications")
def verification_figures(table: str, tables: Tables) -> Iterable[Fault]:
    """A verification's difference is what its two statistics give, and the verdict agrees with it."""
    statistics = {row.id: row for row in rows(tables["statistics"])}
    for row in rows(tables[table]):
        stated, other = statistics.get(row.statistic_id), statistics.get(row.other_statistic_id)
        if stated is None or other is None:
            if row.difference is not None:
                yield Fault(row.Index, "difference", "no two figures are compared; empty the cell")
            continue
        a, b = figure_of(stated), figure_of(other)
        if a is None or b is None:
            continue
        if row.difference is None or Decimal(repr(row.difference)) != a - b:
            yield Fault(
                row.Index,
                "difference",
                f"{a.normalize():f} less {b.normalize():f} is {(a - b).normalize():f}; write that",
            )
        if stated.unit != other.unit and row.verdict != "different-scope":
            yield Fault(row.Index, "verdict", f"{stated.unit} and {other.unit} cannot be compared; write different-scope")
        agrees = {"matches": a == b, "higher": a > b, "lower": a < b, "rounds-to": rounds_to(a, b)}
        if not agrees.get(row.verdict, True):
            right = ", ".join(verdict for verdict, holds in agrees.items() if holds)
            yield Fault(row.Index, "verdict", f"the figures do not say so; they allow {right}")


@rule("verification-source", "verifications")
def verification_source(table: str, tables: Tables) -> Iterable[Fault]:
    """A verification names its source, how that is related and was seen, and what it says, unless nothing was found."""
    records = records_by_key(tables)
    for row in rows(tables[table]):
        found = row.other_statistic_id is not None or row.found is not None
        empty = row.verdict in ("not-found", "not-checkable")
        if empty and found:
            yield Fault(row.Index, "verdict", "something was found; empty other_statistic_id and found, or give a verdict")
        elif not empty and not found:
            yield Fault(row.Index, "found", "what was found is missing; fill found or other_statistic_id")
        if not empty and row.source_id is None:
            yield Fault(row.Index, "source_id", "the source is missing; name it, or write not-found")
        elif row.verdict == "not-checkable" and row.source_id is not None:
            yield Fault(row.Index, "source_id", "nothing could test the claim; empty the cell, or write not-found")
        for column in ("independence", "access"):
            if (getattr(row, column) is None) != (row.source_id is None):
                what = (
                    "is missing for the source; write its code"
                    if row.source_id
                    else "is of a source; name it, or empty the cell"
                )
                yield Fault(row.Index, column, what)
        record = records.get(record_key(row) or ("", ""))
        if record is not None and (row.compared not in record._fields or row.compared in ("Index", "id")):
            yield Fault(row.Index, "compared", "is not a column of the record's table; name one")
