"""What the search of a site finds: records and names first, then places in the text, sources, columns and pages."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.package.site.setting import NameKind, RecordKind
from packpress.site.model.site import Site
from packpress.site.model.table import Row, Table
from packpress.site.pages.names.original_name import original_of
from packpress.site.records.places import place_words
from packpress.site.search.entry import Kind, SearchEntry
from packpress.site.search.row_words import RowWords, joined_texts

_OWN, _RECORD, _NAME, _ROW, _PROOF, _COLUMN, _PAGE = 2.4, 2.0, 1.5, 1.0, 0.8, 0.4, 1.0
"""The factors of the scores."""


def search_entries(site: Site) -> Iterator[SearchEntry]:
    """Yields all that is found in the site, the most important first: what an index leaves out for its size is at the end."""
    words = RowWords(site)
    for record in site.setting.records:
        yield from _records(site, words, record)
    for name in site.setting.names:
        yield from _names(site, words, name)
    yield from _pages(site)
    yield from _passages(site)
    yield from _sources(site, words)
    yield from _columns(site)
    for table in site.tables.values():
        if not table.is_view and site.addresses.has_row_pages(table):
            yield from _rows(site, words, table)


def _entry(
    site: Site, row: Row, kind: Kind, names: str = "", facts: str = "", words: str = "", language: str = ""
) -> Iterator[SearchEntry]:
    """Yields the entry of a row that some page shows."""
    address = site.address(row)
    if address is not None:
        yield SearchEntry(kind, address, site.label(row), names, facts, words, language=language)


def _records(site: Site, words: RowWords, record: RecordKind) -> Iterator[SearchEntry]:
    name = record.singular or record.title
    own, other = Kind(name, _OWN, is_own=True), Kind(name, _RECORD)
    verdict_words = site.setting.comparisons.words if site.setting.comparisons else {}
    figure = record.figure
    shown = [record.label, record.date, record.original.field if record.original else ""]
    shown += [figure.value, figure.qualifier, figure.unit] if figure else []
    for row in site.tables[record.resource]:
        address = site.address(row)
        if address is None:
            continue
        amount = words.shown(row, figure.value) if figure else ""
        verdicts = words.verdicts(row)
        original, language = original_of(record.original, row)
        texts = words.words(row, record.summary, [*shown, record.place])
        qualifier = figure.words.get(row.get(figure.qualifier), "") if figure and amount else ""
        yield SearchEntry(
            own if record.own and site.is_own(row) else other,
            address,
            site.label(row),
            original,
            joined_texts([f"{qualifier} {amount}".strip(), words.shown(row, record.date), words.shown(row, record.place)]),
            joined_texts([texts, *(verdict_words.get(code, "") for code in verdicts)]),
            verdicts,
            language,
        )


def _names(site: Site, words: RowWords, name: NameKind) -> Iterator[SearchEntry]:
    kind = Kind(name.singular or name.title, _NAME)
    for row in site.tables[name.resource]:
        original, language = original_of(name.original, row)
        names = joined_texts([original, *words.short_names(row, [name.name, name.original.field if name.original else ""])])
        group = words.shown(row, name.group)
        yield from _entry(site, row, kind, names, group, words.words(row, "", [name.name, name.group]), language)


def _pages(site: Site) -> Iterator[SearchEntry]:
    kind = Kind(site.words.t("search.page"), _PAGE)
    for link in site.links:
        yield SearchEntry(kind, link.path, link.title, facts=link.count)


def _passages(site: Site) -> Iterator[SearchEntry]:
    names = site.provenance.get("passages", {})
    kind = Kind(site.words.t("search.passage"), _PROOF)
    table = site.tables.get(str(names.get("resource", "")))
    for row in table or ():
        address = site.address(row)
        if address is not None:
            yield SearchEntry(kind, address, place_words(site, row))


def _sources(site: Site, words: RowWords) -> Iterator[SearchEntry]:
    setting, table = site.setting.sources, site.tables.get(site.addresses.sources)
    kind = Kind(site.words.t("search.source"), _PROOF)
    for row in table or ():
        publisher = next((found for name in setting.publisher if (found := words.shown(row, name))), "")
        facts = joined_texts([publisher, words.shown(row, setting.published)])
        original, language = original_of(setting.original, row)
        yield from _entry(site, row, kind, original, facts, row.get(setting.note), language)


def _columns(site: Site) -> Iterator[SearchEntry]:
    kind = Kind(site.words.t("search.column"), _COLUMN)
    for table in site.tables.values():
        for field in () if table.is_view else table.own_fields:
            address = site.addresses.codebook(table.name, field.name)
            yield SearchEntry(
                kind, address, field.title or field.name, facts=table.title or table.name, words=field.description
            )


def _rows(site: Site, words: RowWords, table: Table) -> Iterator[SearchEntry]:
    kind = Kind(table.title or table.name, _ROW)
    for row in table:
        yield from _entry(site, row, kind, words=words.words(row))
