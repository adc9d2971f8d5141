"""The evidence of a record, grouped by place: the words of a passage, then those of other sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.pages.names.original_name import language_tag

_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True)
class Quote:
    """The words of one place for columns of a record: the same words are listed once, with all columns that they support.

    ``fields`` has None for the record as a whole. ``words`` is "" where only a note says what the source has.
    """

    fields: tuple[Field | None, ...]
    stance: str
    words: str
    locator: str
    note: str


@dataclass(frozen=True)
class EvidencePlace:
    """A passage of the coded text, or another source, with its quotes.

    ``access`` are the codes for how it was seen, in the field ``access_field``; ``language`` is that of the words, "" if it is
    not known.
    """

    passage: Row | None
    source: Row | None
    access: tuple[str, ...]
    access_field: Field | None
    language: str
    quotes: tuple[Quote, ...]

    @property
    def locator(self) -> str:
        """Where all of its quotes are; "" if they are in several places of the source."""
        locators = {quote.locator for quote in self.quotes}
        return locators.pop() if len(locators) == 1 else ""


def evidence_rows(site: Site, record: Row) -> list[Row]:
    """Returns the rows of evidence of the record: passages in the order of the text, then the other sources."""
    names = site.provenance.get("evidence", {})
    table = site.tables.get(str(names.get("resource", "")))
    if table is None:
        return []
    columns = {*names.get("records", ())}
    rows = [row for field, row in site.references_to(record) if field.table == table.name and field.name in columns]
    return sorted(rows, key=lambda row: _order(site, row))


def evidence_of(site: Site, record: Row) -> tuple[EvidencePlace, ...]:
    """Returns the places of the evidence of the record."""
    names = site.provenance.get("evidence", {})
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in evidence_rows(site, record):
        groups.setdefault((_cell(row, names.get("passage")), _cell(row, names.get("source"))), []).append(row)
    return tuple(_place(site, record, rows) for rows in groups.values())


def quotes_for(
    places: Iterable[EvidencePlace], name: str, *, of_passages: bool = True
) -> tuple[tuple[EvidencePlace, Quote], ...]:
    """Returns the quoted words that support the column of that name, with their places; by default those of passages."""
    return tuple(
        (place, quote)
        for place in places
        if (place.passage is not None) is of_passages
        for quote in place.quotes
        if quote.words and any((field.name if field else "") == name for field in quote.fields)
    )


def passage_of(site: Site, row: Row) -> Row | None:
    """Returns the passage of a row of evidence; None if it is of another source."""
    return site.follow(row, str(site.provenance["evidence"].get("passage", "")))


def _order(site: Site, row: Row) -> tuple[object, ...]:
    """Returns the place of a row of evidence: numbers in its identifier count as numbers, so that 10 comes after 9."""
    passage = passage_of(site, row)
    natural = [(int(part), "") if part.isdigit() else (0, part) for part in _DIGITS.split(row.id)]
    if passage is None:
        return 1, "", 0, natural
    names = site.provenance["passages"]
    position = passage.get(str(names.get("position", "")))
    return 0, passage.get(str(names.get("source", ""))), int(position) if position.isdigit() else 0, natural


def _place(site: Site, record: Row, rows: list[Row]) -> EvidencePlace:
    names = site.provenance["evidence"]
    quotes: dict[tuple[str, str, str, str], Quote] = {}
    for row in rows:
        supported = record.table.fields.get(_cell(row, names.get("supports")))
        stance, words, locator = (_cell(row, names.get(name)) for name in ("stance", "fragment", "locator"))
        note = _cell(row, site.setting.evidence.note)
        key = (stance, words, locator, note)
        known = quotes.get(key)
        if known is None:
            quotes[key] = Quote((supported,), stance, words, locator, note)
        elif supported not in known.fields:
            quotes[key] = replace(known, fields=(*known.fields, supported))
    access = dict.fromkeys(found for row in rows if (found := _cell(row, names.get("access"))))
    source = site.follow(rows[0], str(names.get("source", "")))
    language = language_tag(source.get(site.setting.sources.language)) if source is not None else ""
    access_field = rows[0].table.fields.get(str(names.get("access", "")))
    return EvidencePlace(passage_of(site, rows[0]), source, tuple(access), access_field, language, tuple(quotes.values()))


def _cell(row: Row, name: object) -> str:
    return row.get(str(name)) if name else ""
