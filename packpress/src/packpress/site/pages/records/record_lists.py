"""The list of each kind of records: figures with their other sides, other records with date and verdicts, both by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from packpress.package.site.setting import RecordKind
from packpress.site.model.page import READ, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.records.list_filters import ListFilter, chosen_codes, list_filters
from packpress.site.pages.records.shown import record_values
from packpress.site.records.compare.compare_figures import FigureComparison, figure_comparison
from packpress.site.records.compare.verdicts import ComparisonVerdict, comparisons_of, verdict_of
from packpress.site.records.listing import listed_groups

FIGURES, _OTHERS = "records/figures.html", "records/records.html"
_SCRIPTS = ("filter.js",)


def links(site: Site) -> Iterator[Link]:
    """Yields the link to each list."""
    for kind in site.setting.records:
        yield Link(list_path(kind), kind.title, READ, _count(site, kind), in_header=True)


def pages(site: Site) -> Iterator[Page]:
    """Yields each list."""
    shared = record_values(site)
    for kind in site.setting.records:
        groups = listed_groups(site, kind)
        rows = [row for group in groups for row in (*group.own, *group.others)]
        filters = list_filters(site, kind, rows)
        values: dict[str, Any] = {
            **shared,
            "kind": kind,
            "groups": groups,
            "filters": filters,
            "chosen": {row.id: _chosen(site, filters, row) for row in rows},
            "beside": {},
            "sentences": list(_sentences(site, kind, rows)),
        }
        if kind.figure:
            comparisons = {row.id: figure_comparison(site, row) for row in rows if site.is_own(row)}
            values |= {"comparisons": comparisons, "beside": _beside(rows, comparisons)}
        else:
            dated = sum(row.get(kind.date) != "" for row in rows)
            values |= {"verdicts": {row.id: _verdicts(site, row) for row in rows}, "columns": _columns(kind, rows)}
            values["has_dates"] = dated > len(rows) / 2
        lead = kind.lead or site.tables[kind.resource].description
        template = FIGURES if kind.figure else _OTHERS
        yield Page(list_path(kind), template, kind.title, lead, list_path(kind), values, scripts=_SCRIPTS)


def list_path(kind: RecordKind) -> str:
    """Returns the path of the list of a kind of records."""
    return f"{kind.path}/index.html"


def _count(site: Site, kind: RecordKind) -> str:
    """Returns how many records there are, and how many of them the coded text states, if it is not all."""
    words, rows = site.words, site.tables[kind.resource].rows
    own = sum(map(site.is_own, rows)) if kind.own else 0
    if own in (0, len(rows)):
        return words.number(len(rows))
    text = site.setting.text.name or words.t("record.text")
    return str(words.t("listed.own_of_all", all=words.number(len(rows)), own=words.number(own), text=text))


def _chosen(site: Site, filters: tuple[ListFilter, ...], row: Row) -> Mapping[str, str]:
    """Returns the values that choose the row, by the name of each filter."""
    return {found.name: " ".join(chosen_codes(site, found, row)) for found in filters}


def _beside(rows: list[Row], comparisons: Mapping[str, FigureComparison]) -> Mapping[str, str]:
    """Returns the numbers of the figures that stand in the lines of others and have none of their own, by those others."""
    listed = {row.id for row in rows}
    found = {
        key: [other.figure.record for other in compared.others if other.figure and other.figure.record.id not in listed]
        for key, compared in comparisons.items()
    }
    numbers = {row.id: str(number) for number, row in enumerate(chain.from_iterable(found.values()), 1)}
    return {key: " ".join(numbers[row.id] for row in beside) for key, beside in found.items()}


def _verdicts(site: Site, record: Row) -> list[tuple[ComparisonVerdict, int]]:
    """Returns the verdicts on the record, each once, with how many comparisons have it."""
    verdicts = [verdict_of(site, comparison) for comparison in comparisons_of(site, record)]
    each = {verdict.code: verdict for verdict in verdicts}
    counts = Counter(verdict.code for verdict in verdicts)
    return [(verdict, counts[code]) for code, verdict in each.items()]


def _columns(kind: RecordKind, rows: list[Row]) -> tuple[str, ...]:
    """Returns the fields between title and verdicts: what a record is, if the groups do not say it, and its place."""
    named = dict.fromkeys((kind.kicker[0] if kind.kicker else "", kind.place))
    return tuple(name for name in named if name and name != kind.group and any(row.get(name) for row in rows))


def _sentences(site: Site, kind: RecordKind, rows: list[Row]) -> Iterator[str]:
    """Yields the sentences at the top of a list: how many records are the text's own, and how many were compared."""
    words, text = site.words, site.setting.text.title or site.words.t("record.text_title")
    everything = site.tables[kind.resource].rows
    own = [row for row in rows if site.is_own(row)]
    if not kind.own or not own:
        return
    compared = sum(bool(comparisons_of(site, row)) for row in own)
    form = "figures" if kind.figure else "records"
    yield words.t(f"listed.own_{form}", n=len(own), text=text)
    if compared == len(own):
        yield words.t("listed.all_compared")
    elif compared:
        yield words.t("listed.compared", n=compared)
    if others := len(everything) - len(own):
        yield words.t(f"listed.context_{form}", n=others)
    if beside := len(everything) - len(rows):
        yield words.t("listed.beside", n=beside)
