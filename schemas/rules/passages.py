"""Rules for the passages of the coded texts."""

from __future__ import annotations

from collections.abc import Iterable

from packpress import Fault, Tables, rule

from .records import rows


@rule("passage-covered", "passages")
def passage_covered(table: str, tables: Tables) -> Iterable[Fault]:
    """Every passage is cited by evidence or has a reason why it holds no claim, and never both."""
    cited = set(tables["evidence"]["passage_id"].dropna())
    for row in rows(tables[table]):
        if row.id in cited and row.no_claim_reason is not None:
            yield Fault(row.Index, "no_claim_reason", "evidence cites the passage, so it holds a claim; empty the cell")
        elif row.id not in cited and row.no_claim_reason is None:
            yield Fault(row.Index, "no_claim_reason", "no evidence cites the passage; code its claim or give the reason")


@rule("passage-order", "passages")
def passage_order(table: str, tables: Tables) -> Iterable[Fault]:
    """Passages of a source number from 1 without a gap, and sentences and paragraphs follow that order."""
    for _, group in tables[table].groupby("source_id"):
        last = (0, 0)
        for wanted, row in enumerate(rows(group.sort_values("position")), 1):
            here = (row.paragraph, row.sentence)
            if row.position != wanted:
                yield Fault(row.Index, "position", f"leaves a gap: {wanted} is missing in {row.source_id}")
                break
            if not row.id.endswith(f"-{wanted:03d}"):
                yield Fault(row.Index, "id", f"must end with the position, -{wanted:03d}")
            if here not in ((last[0], last[1] + 1), (last[0] + 1, 1)):
                yield Fault(row.Index, "sentence", f"follows paragraph {last[0]}, sentence {last[1]}; number without a gap")
            last = here
