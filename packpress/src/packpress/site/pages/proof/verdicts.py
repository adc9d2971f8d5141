"""The verdicts: an overview with a mark for each comparison, evidence that parts from its record, and a list a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from packpress.site.cells.cell import Cells
from packpress.site.model.page import CHECK, Crumb, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.pages.proof.citations import evidence_field
from packpress.site.pages.proof.compared_words import compared_title, found_words, source_words, stated_words
from packpress.site.pages.proof.comparison_lists import VERDICT_FOLDER, Compared, Doubt, VerdictList, doubts, verdict_lists
from packpress.site.pages.proof.divided import Division, divide
from packpress.site.pages.proof.template_values import template_values
from packpress.site.records.places import capitalized, place_words

PATH = f"{VERDICT_FOLDER}/index.html"
_ON_A_PAGE, _MOST_DOUBTS = 60, 100
"""How many comparisons a page lists, and how much evidence against records, so that a page stays below 80 kB."""


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the overview, if there are comparisons or evidence against records."""
    lists = verdict_lists(site)
    if lists or doubts(site):
        yield Link(PATH, site.words.t("verdicts.nav"), CHECK, site.words.number(sum(len(item.compared) for item in lists)))


def pages(site: Site) -> Iterator[Page]:
    """Yields the overview, then the list of each verdict."""
    lists, found = verdict_lists(site), doubts(site)
    if not lists and not found:
        return
    words = site.words
    title = words.t("verdicts.title")
    count = sum(len(item.compared) for item in lists)
    shown = found[:_MOST_DOUBTS]
    values = {**template_values(site), "lists": lists, "doubts": shown, "doubt_count": len(found), "comparison_count": count}
    values |= {
        "supported": lambda doubt: _supported(site, doubt),
        "source_line": lambda row, cells: _source_line(site, row, cells),
    }
    yield Page(PATH, "proof/verdicts.html", title, words.t("verdicts.description", n=count), PATH, values)
    for item in lists:
        for division in divide(item.path, item.compared, _ON_A_PAGE):
            yield _list_page(site, item, division, lists, title)


def _list_page(site: Site, item: VerdictList, division: Division, lists: tuple[VerdictList, ...], title: str) -> Page:
    words = site.words
    heading = item.word
    part = words.t("divided.part", title=heading, number=division.number, of=division.of) if division.of > 1 else heading
    description = words.t("verdicts.list_description", n=len(item.compared), verdict=heading, meaning=item.label)
    values = {
        **template_values(site),
        "item": item,
        "lists": lists,
        "division": division,
        "by_kind": _by_kind(site, division.items),
        "fields": site.setting.comparisons,
        "compared_title": lambda found: compared_title(site, found),
        "stated": lambda found, cells: stated_words(site, found, cells),
        "found": lambda found, cells: found_words(site, found, cells),
        "compared_source": lambda found, cells: source_words(site, found, cells),
    }
    page_title = words.t("verdicts.list_title", verdict=part)
    return Page(
        division.path, "proof/verdict.html", page_title, description, PATH, values, (Crumb(title, PATH),), heading=heading
    )


def _by_kind(site: Site, compared: Sequence[Compared]) -> list[tuple[str, list[Compared]]]:
    """Returns the comparisons with the title of the kind of their records, one group for each kind."""
    found = []
    for table, group in groupby(compared, key=lambda item: item.record.table.name if item.record else ""):
        kind = site.setting.record_kind(table)
        title = kind.title if kind else site.tables[table].title if table else site.words.t("verdicts.no_record")
        found.append((title, list(group)))
    return found


def _supported(site: Site, doubt: Doubt) -> str:
    """Returns the title of the column that the evidence is about; "" if it is about the record as a whole."""
    field = doubt.record.table.fields.get(doubt.evidence.get(evidence_field(site, "supports")))
    return field.title if field is not None else ""


def _source_line(site: Site, evidence: Row, cells: Cells) -> Markup:
    """Returns the passage or the source of the evidence with a link, and where in it the words are."""
    passage = site.follow(evidence, evidence_field(site, "passage"))
    if passage is not None:
        return cells.name(passage, capitalized(place_words(site, passage)))
    source = site.follow(evidence, evidence_field(site, "source"))
    parts = [cells.name(source)] if source is not None else []
    if locator := evidence.get(evidence_field(site, "locator")):
        parts.append(escape(locator))
    return Markup(" · ").join(parts)
