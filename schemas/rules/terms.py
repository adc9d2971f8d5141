"""Rules for wordings in two languages: where the English is, how long it is, and the record whose code would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from packpress import Fault, Tables, rule

from .records import rows

# what a wording changes → the columns that may name the record
_CHANGED: Mapping[str, tuple[str, ...]] = {
    "value": ("statistic_id",),
    "qualifier": ("statistic_id",),
    "unit": ("statistic_id",),
    "open-list": ("agreement_id", "event_id"),
    "title": ("agreement_id", "event_id"),
}


@rule("term-wording", "terms")
def term_wording(table: str, tables: Tables) -> Iterable[Fault]:
    """A wording has at most eight English words, in a passage of its source, and names the record that it would change."""
    home = {row.id: row.source_id for row in rows(tables["passages"])}
    coded = set(home.values())
    for row in rows(tables[table]):
        if len(row.english.split()) > 8:
            yield Fault(row.Index, "english", "has more than eight words; shorten it")
        if row.english_passage_id is None and row.english_source_id in coded:
            yield Fault(row.Index, "english_passage_id", f"{row.english_source_id} is coded by passages; name the passage")
        elif home.get(row.english_passage_id, row.english_source_id) != row.english_source_id:
            yield Fault(row.Index, "english_source_id", f"the passage is in {home[row.english_passage_id]}; name that source")
        columns = _CHANGED.get(row.code_affected, ())
        if columns and all(getattr(row, column) is None for column in columns):
            yield Fault(row.Index, columns[0], f"the record whose {row.code_affected} would change is missing; name it")
