"""What a text states in words, a date or a name, beside what other sources say of the same."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.records.compare.verdicts import ComparisonVerdict, comparisons_of, verdict_of
from packpress.site.records.evidence import EvidencePlace, Quote, quotes_for

_MOST_QUOTES = 2


@dataclass(frozen=True)
class WordComparison:
    """One comparison: the column that is compared, the words that state it, and what the source says, "" if nothing.

    ``compared`` is None if the record as a whole is compared. ``is_shown`` says that the value of the column is shown
    beside the words; it is not where it is a summary that they support, or the words themselves.
    """

    comparison: Row
    verdict: ComparisonVerdict
    compared: Field | None
    is_shown: bool
    quotes: tuple[tuple[EvidencePlace, Quote], ...]
    source: Row | None
    found: str
    day: str
    reasoning: str


def word_comparisons(site: Site, record: Row, places: tuple[EvidencePlace, ...]) -> tuple[WordComparison, ...]:
    """Returns the comparisons of a record that has no figure, in the order of their verdicts."""
    names = site.setting.comparisons
    if names is None:
        return ()
    kind = site.setting.record_kind(record.table.name)
    found = []
    for comparison in comparisons_of(site, record):
        compared = record.table.fields.get(comparison.get(names.compared))
        is_summary = compared is None or (kind is not None and compared.name in (kind.summary, kind.label))
        quotes = _quotes(compared, places, is_summary=is_summary)
        said = {quote.words for _, quote in quotes}
        found.append(
            WordComparison(
                comparison,
                verdict_of(site, comparison),
                compared,
                compared is not None and record[compared.name] not in said and not (is_summary and quotes),
                quotes,
                site.follow(comparison, names.source),
                comparison.get(names.found),
                comparison.get(names.checked),
                comparison.get(names.reasoning),
            )
        )
    return tuple(found)


def _quotes(
    compared: Field | None, places: tuple[EvidencePlace, ...], *, is_summary: bool
) -> tuple[tuple[EvidencePlace, Quote], ...]:
    """Returns the words of the text that state the compared column, at most two; for a summary, first those for the record."""
    exact = quotes_for(places, compared.name) if compared else ()
    return (*(quotes_for(places, "") if is_summary else ()), *exact)[:_MOST_QUOTES]
