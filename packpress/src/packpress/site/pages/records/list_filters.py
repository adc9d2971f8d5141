"""The filters of a list: by verdict, by fields of the records, by who says it; only those with a choice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packpress.package.site.setting import RecordKind
from packpress.site.model.anchors import anchor
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.records.compare.verdict_order import verdict_rank
from packpress.site.records.compare.verdicts import ComparisonVerdict, comparisons_of, verdict_of

VERDICT, SAID_BY = "verdict", "by"
OWN, OTHERS = "own", "others"
_NAME = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class ListFilter:
    """One filter: ``name`` in the address of the page, its title, and the values to choose from, each with its label.

    ``field`` is the field that it is about, "" for the verdict and for who says it.
    """

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    field: str = ""


def list_filters(site: Site, kind: RecordKind, rows: Sequence[Row]) -> tuple[ListFilter, ...]:
    """Returns the filters of a list with these records."""
    return tuple(found for found in _filters(site, kind, rows) if len(found.options) > 1)


def chosen_codes(site: Site, found: ListFilter, row: Row) -> list[str]:
    """Returns the values of the filter that choose the record."""
    if found.name == SAID_BY and not found.field:
        return [OWN if site.is_own(row) else OTHERS]
    if found.name == VERDICT and not found.field:
        return [*dict.fromkeys(anchor(verdict_of(site, comparison).code) for comparison in comparisons_of(site, row))]
    return [anchor(row[found.field])] if row[found.field] else []


def _filters(site: Site, kind: RecordKind, rows: Sequence[Row]) -> Iterator[ListFilter]:
    words = site.words
    found = sorted((verdict_of(site, row) for record in rows for row in comparisons_of(site, record)), key=_rank)
    verdicts = {anchor(verdict.code): verdict.word for verdict in found}
    yield ListFilter(VERDICT, words.t("listed.verdict"), tuple(verdicts.items()))
    for number, chosen in enumerate(kind.filters, 1):
        field = site.tables[kind.resource].fields[chosen.field]
        labels = {row[field.name]: _label(site, row, field.name) for row in rows if row[field.name]}
        order = [*field.labels]
        places = {value: order.index(value) if value in order else len(order) for value in labels}
        values = sorted(labels, key=lambda value: (places[value], labels[value].casefold()))
        name = field.name.replace("_", "-").removesuffix("-id")
        name = name if _NAME.fullmatch(name) and name not in (VERDICT, SAID_BY, "q") else f"filter{number}"
        options = tuple((anchor(value), labels[value]) for value in values)
        yield ListFilter(name, chosen.title or field.title, options, field.name)
    text = site.setting.text.name or words.t("record.text")
    sides = {OWN: text, OTHERS: words.t("listed.by_others")}
    present = dict.fromkeys(OWN if site.is_own(row) else OTHERS for row in rows)
    options = tuple((side, label) for side, label in sides.items() if side in present)
    yield ListFilter(SAID_BY, words.t("listed.said_by"), options)


def _rank(verdict: ComparisonVerdict) -> tuple[int, str]:
    return verdict_rank(verdict.mark), verdict.code


def _label(site: Site, row: Row, name: str) -> str:
    referred = site.follow(row, name)
    return site.label(referred) if referred is not None else site.code_label(row, name)
