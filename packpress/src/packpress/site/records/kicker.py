"""The line below the title of a record: what it is, who states it, and what other sources say, from codes and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.compare.verdicts import comparison_fields, comparisons_of, verdict_of
from packpress.site.records.evidence import EvidencePlace
from packpress.site.records.parties import Parties
from packpress.site.records.places import capitalized, code_words, section_words, uncapitalized

_MOST_NAMES = 3
"""How many parties are named; of more, only the number is given."""


def kicker(site: Site, record: Row, places: tuple[EvidencePlace, ...], parties: Parties) -> str:
    """Returns the line, its parts separated by dots."""
    parts = [*_codes(site, record), *_parties(site, parties), *_said_by(site, record, places), *_compared(site, record)]
    return capitalized(" · ".join(parts))


def _codes(site: Site, record: Row) -> Iterator[str]:
    kind = site.setting.record_kind(record.table.name)
    for name in kind.kicker if kind else ():
        field, value = record.table.fields[name], record[name]
        if not value:
            continue
        referred = site.referred(record, field)
        if referred is not None:
            yield site.label(referred)
        elif field.is_date:
            yield site.words.date(value)
        else:
            yield code_words(value) if field.is_code else value


def _parties(site: Site, parties: Parties) -> Iterator[str]:
    names = parties.names
    if 0 < len(names) <= _MOST_NAMES:
        yield str(site.words.listed([site.label(name) for name in names]))
    elif names:
        yield site.words.t("record.parties", n=len(names))


def _said_by(site: Site, record: Row, places: tuple[EvidencePlace, ...]) -> Iterator[str]:
    """Yields which sections of the text state the record, or how many other sources do."""
    words, text = site.words, site.setting.text
    sections = list(dict.fromkeys(section_words(site, place.passage) for place in places if place.passage is not None))
    if sections:
        named = words.listed(
            [section[:1].lower() + section[1:] if section in text.sections.values() else section for section in sections]
        )
        yield words.t("record.stated_in", text=text.name or words.t("record.text"), sections=named)
    elif sources := {place.source for place in places if place.source is not None}:
        yield words.t("record.from_sources", n=len(sources))


def _compared(site: Site, record: Row) -> Iterator[str]:
    """Yields with how many sources the record was compared, and the verdicts on it, in the words that its page has for them."""
    words, comparisons = site.words, comparisons_of(site, record)
    if not comparisons:
        return
    names = comparison_fields(site)
    verdicts = [verdict_of(site, row) for row in comparisons]
    sources = {source.id for row in comparisons if (source := site.follow(row, names.source)) is not None}
    if sources:
        is_lost = all(verdict.is_not_found for verdict in verdicts)
        yield words.t("record.looked_for" if is_lost else "record.compared_with", n=len(sources))
    counts = Counter(verdict.word for verdict in verdicts)
    said = [
        words.t("record.verdict_times", verdict=uncapitalized(word), n=count) if count > 1 else uncapitalized(word)
        for word, count in counts.items()
    ]
    yield words.t("record.verdicts", n=len(verdicts), verdicts=words.t("list.comma").join(said))
