"""Rules for statistics: the range of a value, and what a figure needs."""

from __future__ import annotations

from collections.abc import Iterable

from packpress import Fault, Tables, rule

from .records import figure_of, rows


@rule("number-range", "statistics")
def number_range(table: str, tables: Tables) -> Iterable[Fault]:
    """A percentage is between 0 and 100, counts and ranks are whole and not negative, a trend is 1, 0 or -1."""
    for row in rows(tables[table]):
        if figure_of(row) is None:
            yield Fault(row.Index, "value", "is no figure; write a plain number")
        elif row.unit == "%" and not 0 <= row.value <= 100:
            yield Fault(row.Index, "value", "is no percentage; it must lie between 0 and 100")
        elif row.unit == "{trend}" and row.value not in (-1, 0, 1):
            yield Fault(row.Index, "value", "is no direction; write 1 (rises), 0 or -1 (falls)")
        elif row.unit != "{trend}" and row.value < 0:
            yield Fault(row.Index, "value", "is negative; a quantity is not")
        elif row.unit.startswith("{") and row.value != int(row.value):
            yield Fault(row.Index, "value", f"is not whole; {row.unit} is counted")


@rule("figure-verdict", "statistics")
def figure_verdict(table: str, tables: Tables) -> Iterable[Fault]:
    """Every figure of the white paper has a verification of its value."""
    verifications = tables["verifications"]
    judged = set(verifications.loc[verifications["compared"] == "value", "statistic_id"].dropna())
    for row in rows(tables[table]):
        if row.origin == "white-paper" and row.id not in judged:
            yield Fault(row.Index, "value", "no verification compares it; add one, with the verdict not-found if need be")


@rule("cited-source", "statistics")
def cited_source(table: str, tables: Tables) -> Iterable[Fault]:
    """The source that a figure cites is another document than the one that states the figure."""
    whole = {row.id: row.part_of_id for row in rows(tables["sources"])}
    evidence = tables["evidence"]
    states = evidence[(evidence["stance"] == "states") & evidence["statistic_id"].notna()]
    stated_in = {(row.statistic_id, source) for row in rows(states) for source in (row.source_id, whole.get(row.source_id))}
    for row in rows(tables[table]):
        if row.cited_source_id is not None and (row.id, row.cited_source_id) in stated_in:
            yield Fault(row.Index, "cited_source_id", "states the figure itself; name the one that it cites, or empty the cell")


@rule("primary-figure", "statistics")
def primary_figure(table: str, tables: Tables) -> Iterable[Fault]:
    """A figure that corresponds to a stated one is a context record, and the stated one comes from the paper."""
    origin = {row.id: row.origin for row in rows(tables[table])}
    for row in rows(tables[table]):
        if row.corresponds_to_id is not None and (
            row.origin != "context" or origin.get(row.corresponds_to_id) != "white-paper"
        ):
            yield Fault(row.Index, "corresponds_to_id", "must lead from a context figure to a figure of the white paper")
