"""A page for each record, with the record as JSON beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from packpress.package.site.setting import RecordKind
from packpress.site.model.page import Crumb, Link, Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.names.original_name import original_of
from packpress.site.pages.records.shown import record_values
from packpress.site.records.citation import citation_line, report_address
from packpress.site.records.compare.compare_figures import figure_comparison
from packpress.site.records.compare.compare_words import word_comparisons
from packpress.site.records.evidence import evidence_of
from packpress.site.records.kicker import kicker
from packpress.site.records.listing import group_crumbs, listed_groups, records_in_order
from packpress.site.records.neighbours import referring_records, same_passages, siblings_of
from packpress.site.records.parties import parties_of
from packpress.site.records.record_json import record_json
from packpress.site.records.wordings import wordings_of

TEMPLATE = "records/record.html"
_LINE = 160
"""How long the description of a page is at most."""


def links(site: Site) -> Iterator[Link]:
    """Yields nothing: the lists lead to these pages."""
    yield from ()


def pages(site: Site) -> Iterator[Page | SiteFile]:
    """Yields the page and the JSON of each record, in the order of the lists."""
    shared = record_values(site)
    for kind in site.setting.records:
        if not site.addresses.has_pages(site.tables[kind.resource]):
            continue
        groups = listed_groups(site, kind)
        rows = records_in_order(site, kind, groups)
        for place, row in enumerate(rows):
            before, after = rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None
            crumbs = group_crumbs(site, kind, row, groups)
            yield _page(site, kind, row, crumbs, {**shared, "previous": before, "next": after})
            yield SiteFile(_json_path(site, row), record_json(site, row))


def _page(site: Site, kind: RecordKind, record: Row, crumbs: tuple[Crumb, ...], shared: Mapping[str, Any]) -> Page:
    places, parties = evidence_of(site, record), parties_of(site, record)
    line, summary = kicker(site, record, places, parties), record.get(kind.summary)
    text, language = original_of(kind.original, record)
    same_passage = same_passages(site, record, places)
    values = {
        **shared,
        "record": record,
        "kind": kind,
        "kicker": line,
        "summary": summary,
        "original": {"text": text, "language": language} if text else None,
        "comparison": figure_comparison(site, record) if kind.figure else None,
        "compared": () if kind.figure else word_comparisons(site, record, places),
        "places": places,
        "parties": parties,
        "referring": referring_records(site, record),
        "siblings": [row for row in siblings_of(site, record) if row not in same_passage],
        "same_passage": same_passage,
        "wordings": wordings_of(site, record),
        "facts": tuple(name for name in kind.facts if record[name])
        + tuple(name for name in kind.more if _is_filled(record, name))
        or _all_facts(kind, record),
        "missing_facts": tuple(name for name in kind.facts if not record[name]),
        "citation": citation_line(site, record),
        "report": report_address(site, record),
    }
    title = site.label(record)
    return Page(
        str(site.address(record)),
        TEMPLATE,
        title,
        summary or line,
        f"{kind.path}/index.html",
        values,
        crumbs=crumbs,
        heading=title,
        alternate=_json_path(site, record),
        distinct=site.words.date(record.get(kind.date)) if record.get(kind.date) else line,
    )


def _json_path(site: Site, record: Row) -> str:
    return f"{str(site.address(record)).removesuffix('.html')}.json"


def _is_filled(record: Row, name: str) -> bool:
    """Returns whether the cell says something; a "no" of a column that few records have does not."""
    return record.get(name) not in (("", "false") if record.table.fields[name].is_boolean else ("",))


def _all_facts(kind: RecordKind, record: Row) -> tuple[str, ...]:
    """Returns the fields that are filled, for a package that does not say which are facts."""
    shown = {kind.label, kind.summary, *record.table.key}
    return tuple(field.name for field in record.table.own_fields if field.name not in shown and record[field.name])
