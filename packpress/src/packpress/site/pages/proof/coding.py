"""How reliable the coding is: agreement and alpha for each decision that was coded twice, and every disagreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from packpress.proof.agreement import Agreement
from packpress.site.model.page import CHECK, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.proof.coded_values import CodedValue, read_coded_value
from packpress.site.pages.proof.disagreements import ShownCoding, coded_record, other_rows, shown_codings
from packpress.site.pages.proof.template_values import template_values
from packpress.site.pages.versions.withdrawn_ids import withdrawn_page
from packpress.site.records.places import capitalized, place_words

PATH = "coding.html"
_MOST = 120
"""How many disagreements the page lists of one coding."""


@dataclass(frozen=True)
class Disagreement:
    """A unit that was coded unlike: what was coded, the record if there is one, and both values.

    ``withdrawn`` is the path of the page of the record if that was withdrawn.
    """

    row: Row
    record: Row | None
    place: Row | None
    first: CodedValue
    second: CodedValue
    withdrawn: str


@dataclass(frozen=True)
class DecisionRow:
    """A decision with its label, its agreement, and its disagreements."""

    agreement: Agreement
    label: str
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True)
class CodingSection:
    """A second coding as the page shows it; ``left_out`` is how many disagreements are too many for it."""

    coding: ShownCoding
    first: str
    second: str
    decisions: tuple[DecisionRow, ...]
    left_out: int


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the page, if something was coded twice."""
    codings = shown_codings(site)
    if codings:
        yield Link(PATH, site.words.t("coding.nav"), CHECK, site.words.number(sum(coding.units for coding in codings)))


def pages(site: Site) -> Iterator[Page]:
    """Yields the page."""
    codings = shown_codings(site)
    if codings:
        sections = [_section(site, coding) for coding in codings]
        units, same = sum(coding.units for coding in codings), sum(coding.same for coding in codings)
        title = site.words.t("coding.title")
        description = site.words.t("coding.description", n=units, share=site.words.percent(same, units))
        values = {**template_values(site), "sections": sections}
        values |= {"place_title": lambda row: _place_title(site, row), "coded_title": lambda found: _coded_title(site, found)}
        yield Page(PATH, "proof/coding.html", title, description, PATH, values)


def _section(site: Site, coding: ShownCoding) -> CodingSection:
    left, decisions = _MOST, []
    labels = coding.table.fields[coding.decision].labels
    for item in coding.agreements:
        rows = coding.differing[item.decision][:left]
        left -= len(rows)
        shown = tuple(_disagreement(site, coding, item.decision, row) for row in rows)
        decisions.append(DecisionRow(item, labels.get(item.decision) or item.decision, shown))
    all_rows = sum(map(len, coding.differing.values()))
    first, second = (coding.table.fields[name].title for name in coding.codings)
    return CodingSection(coding, first, second, tuple(decisions), all_rows - (_MOST - left))


def _place_title(site: Site, row: Row) -> str:
    """Returns what the coded passage is called, or another row."""
    return capitalized(place_words(site, row)) if row.table.name == site.addresses.passages else site.label(row)


def _coded_title(site: Site, found: Disagreement) -> str:
    """Returns what was coded where that is no record of the package."""
    return site.label(found.row)


def _disagreement(site: Site, coding: ShownCoding, decision: str, row: Row) -> Disagreement:
    columns = (coding.decision, *coding.codings)
    record = coded_record(site, row, columns)
    others = other_rows(site, row, columns)
    records = [site.tables[kind.resource] for kind in site.setting.records]
    tables = [*([record.table] if record else []), *(other.table for other in others), *records]
    first, second = (read_coded_value(site, decision, row[column], tables) for column in coding.codings)
    place = next((other for other in others if other is not record), None)
    cells = [row[field.name] for field in row.table.own_fields if field.name not in columns]
    withdrawn = next((path for cell in cells if cell and (path := withdrawn_page(site, cell))), "")
    return Disagreement(row, record, place, first, second, withdrawn)
