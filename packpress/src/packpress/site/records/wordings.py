"""The words of the text beside those of a version in another language, where they concern a record."""

from __future__ import annotations

from dataclasses import dataclass

from packpress.package.site.setting import WordingFields
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.names.original_name import language_tag


@dataclass(frozen=True)
class Wording:
    """Words of the text with their place, and those of the other version with theirs; ``note`` says how they differ."""

    words: str
    passage: Row | None
    source: Row | None
    other_words: str
    other_source: Row | None
    locator: str
    language: str
    note: str


def wordings_of(site: Site, record: Row) -> tuple[Wording, ...]:
    """Returns the wordings that concern the record, in the order of their table."""
    names = site.setting.wordings
    if names is None:
        return ()
    rows = [row for field, row in site.references_to(record) if field.table == names.resource and field.name in names.records]
    return tuple(_wording(site, names, row) for row in rows)


def _wording(site: Site, names: WordingFields, row: Row) -> Wording:
    other = site.follow(row, names.other.source)
    return Wording(
        row[names.words.text],
        site.follow(row, names.words.passage),
        site.follow(row, names.words.source),
        row[names.other.text],
        other,
        row.get(names.other.locator),
        language_tag(other.get(site.setting.sources.language)) if other is not None else "",
        row.get(names.note),
    )
