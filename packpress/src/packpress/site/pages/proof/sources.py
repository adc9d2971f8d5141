"""The sources: a list of their kinds, and for each source what it is and which records rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from packpress.package.site.setting import SourceFields
from packpress.site.cells.cell import Cells, is_web
from packpress.site.model.page import CHECK, Crumb, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.source_pages import MOST_RECORDS, SourcePage
from packpress.site.model.table import Row, Table
from packpress.site.pages.names.original_name import original_of
from packpress.site.pages.proof.citations import Citation, citations, stance_of, stances_against
from packpress.site.pages.proof.comparison_lists import VerdictList, verdict_lists
from packpress.site.pages.proof.template_values import language_words, template_values
from packpress.site.records.places import code_words

PATH = "sources/index.html"


@dataclass(frozen=True)
class ShownSource:
    """A source, the records that rest on it, the strongest doubt first, and how many more do; what else refers to it."""

    row: Row
    original: tuple[str, str]
    publisher: str
    url: str
    cited: tuple[tuple[Citation, str], ...]
    more: int
    compared: tuple[Row, ...]
    below: tuple[Row, ...]
    coded: str


@dataclass(frozen=True)
class Facet:
    """A way to sort the sources, such as their language: its title, and how many have each value."""

    title: str
    field: str
    counts: tuple[tuple[str, int], ...]


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the list, if the package has sources."""
    table = source_table(site)
    if table is not None:
        yield Link(PATH, site.words.t("sources.nav"), CHECK, site.words.number(len(table.rows)))


def pages(site: Site) -> Iterator[Page]:
    """Yields the list, then the sources of each kind."""
    table = source_table(site)
    if table is None:
        return
    words = site.words
    parts = site.addresses.source_pages
    title = words.t("sources.title")
    values = {
        "divisions": parts,
        "facets": _facets(site, table),
        "without": sum(not row.get(_url(site)) for row in table),
        "most": _most_cited(site, table),
        "table": table,
        "part_title": lambda part: part_title(site, table, part),
        "facet_words": lambda name, code: facet_words(site, table, name, code),
    }
    yield Page(PATH, "proof/sources.html", title, words.t("sources.description", n=len(table.rows)), PATH, values)
    for place, part in enumerate(parts):
        yield _part_page(
            site, table, part, parts[place - 1] if place else None, parts[place + 1] if place + 1 < len(parts) else None
        )


def _part_page(site: Site, table: Table, part: SourcePage, before: SourcePage | None, after: SourcePage | None) -> Page:
    words, fields = site.words, site.setting.sources
    heading = part_title(site, table, part)
    shown = [_shown(site, row) for row in part.rows]
    lists = {item.code: item for item in verdict_lists(site)}
    values = {
        **template_values(site),
        "part": part,
        "sources": shown,
        "fields": fields,
        "before": before,
        "after": after,
        "part_title": lambda other: part_title(site, table, other),
        "facet_words": lambda name, code: facet_words(site, table, name, code),
        "source_facts": lambda source, cells: facts_line(site, source, cells),
        "verdict_counts": lambda rows: _verdict_counts(site, rows, lists),
    }
    title = words.t("sources.part_title", title=heading)
    description = words.t("sources.part_description", n=len(part.rows), title=heading)
    return Page(
        part.path,
        "proof/source_list.html",
        title,
        description,
        PATH,
        values,
        (Crumb(words.t("sources.title"), PATH),),
        heading=heading,
    )


def source_table(site: Site) -> Table | None:
    """Returns the table of sources; None if the package names none."""
    return site.tables.get(site.addresses.sources)


def part_title(site: Site, table: Table, part: SourcePage) -> str:
    """Returns what the page of sources is called: the label of their kind, with its number if there are several."""
    field = table.fields.get(site.setting.sources.kind)
    name = (field.labels.get(part.code) if field is not None else "") or part.code or site.words.t("sources.all")
    return site.words.t("divided.part", title=name, number=part.number, of=part.of) if part.of > 1 else name


def facts_line(site: Site, source: ShownSource, cells: Cells) -> Markup:
    """Returns who published the source, when, its tier and language, when it was read, and that no address was seen."""
    fields, row, words = site.setting.sources, source.row, site.words
    parts: list[Markup] = [cells.cell(row, source.publisher)] if source.publisher else []
    if published := row.get(fields.published):
        parts.append(escape(words.t("sources.published", date=words.date(published))))
    if tier := row.get(fields.tier):
        parts.append(escape(words.t("sources.tier", code=code_words(tier))))
    if language := row.get(fields.language):
        parts.append(escape(words.t("sources.in_language", language=language_words(site, language))))
    if accessed := row.get(fields.accessed):
        parts.append(escape(words.t("sources.accessed", date=words.date(accessed))))
    if not source.url:
        parts.append(escape(words.t("sources.no_address")))
    return Markup(" · ").join(parts)


def facet_words(site: Site, table: Table, name: str, code: str) -> str:
    """Returns what a tier or a language is called."""
    if name == site.setting.sources.language:
        return language_words(site, code)
    return table.fields[name].labels.get(code) or code


def _verdict_counts(site: Site, rows: tuple[Row, ...], lists: Mapping[str, VerdictList]) -> tuple[tuple[VerdictList, int], ...]:
    """Returns the verdicts of the comparisons, each with how many have it."""
    verdict = site.setting.comparisons.verdict if site.setting.comparisons else ""
    counts = Counter(row.get(verdict) for row in rows)
    return tuple((item, counts[code]) for code, item in lists.items() if counts[code])


def _shown(site: Site, row: Row) -> ShownSource:
    fields = site.setting.sources
    order = {code: place for place, code in enumerate(stances_against(site))}
    cited = [(citation, stance_of(site, citation)) for citation in citations(site, "source", row)]
    cited.sort(key=lambda pair: order.get(pair[1], len(order)))
    coded = site.addresses.text_page(row.id) if row.id in _coded(site) else ""
    most = 0 if coded else MOST_RECORDS
    comparisons = site.setting.comparisons
    refer, url = site.references_to(row), row.get(_url(site))
    return ShownSource(
        row=row,
        original=original_of(fields.original, row),
        publisher=next((name for name in fields.publisher if row.get(name)), ""),
        url=url if is_web(url) else "",
        cited=tuple(cited[:most]),
        more=len(cited) - len(cited[:most]),
        compared=tuple(other for field, other in refer if comparisons and field.table == comparisons.resource),
        below=tuple(other for field, other in refer if field.table == row.table.name and field.name == fields.part_of),
        coded=coded,
    )


def _coded(site: Site) -> frozenset[str]:
    """Returns the identifiers of the sources whose text was coded passage by passage."""
    table = site.tables.get(site.addresses.passages)
    return frozenset(row.get(site.addresses.passage_source) for row in table) if table is not None else frozenset()


def _url(site: Site) -> str:
    return str(site.provenance.get("sources", {}).get("url", ""))


def _facets(site: Site, table: Table) -> tuple[Facet, ...]:
    fields: SourceFields = site.setting.sources
    found = []
    for name in (fields.tier, fields.language):
        if name in table.fields:
            counts = Counter(row[name] for row in table if row[name])
            listed = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            found.append(Facet(table.fields[name].title, name, tuple(listed)))
    return tuple(found)


def _most_cited(site: Site, table: Table) -> tuple[tuple[Row, int], ...]:
    """Returns the sources on which most records rest, without those that were coded themselves."""
    counted = [(row, len(citations(site, "source", row))) for row in table if row.id not in _coded(site)]
    counted.sort(key=lambda pair: (-pair[1], pair[0].number))
    return tuple(pair for pair in counted[:10] if pair[1] > 1)
