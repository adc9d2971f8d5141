"""A stated figure beside those of other sources: the rows of the comparison, in order, with bars and differences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from packpress.publish.drawings.bars import BarScale, draw_bar
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row
from packpress.site.records.compare.cited import CitedSource, cited_source, is_from_cited
from packpress.site.records.compare.difference import Difference, find_difference
from packpress.site.records.compare.distinct_title import distinct_title
from packpress.site.records.compare.figures import Figure, figure_fields, figure_of, measured
from packpress.site.records.compare.plotted import plotted_figures
from packpress.site.records.compare.verdicts import (
    ComparisonVerdict,
    compared_record,
    comparison_fields,
    comparisons_of,
    comparisons_with,
    verdict_of,
)
from packpress.site.records.evidence import EvidencePlace, Quote, evidence_of, quotes_for

_MOST_QUOTES = 2


@dataclass(frozen=True)
class OtherSide:
    """What another source says about the stated figure: a figure, words, or nothing.

    ``compared`` is the column that is compared, where that is not the value. ``difference`` is None where both sides
    measure different things.
    """

    comparison: Row
    verdict: ComparisonVerdict
    is_cited: bool
    title: str
    source: Row | None
    figure: Figure | None
    measured_by: Row | None
    compared: Field | None
    found: str
    day: str
    difference: Difference | None
    reasoning: str
    bar: str = ""


@dataclass(frozen=True)
class FigureComparison:
    """A stated figure, the words that state it, and its other sides; ``days`` are those on which they were compared.

    ``is_own`` says that the coded text states the figure, and no other source. ``bar`` is "" if nothing is drawn.
    """

    stated: Figure
    is_own: bool
    said: tuple[tuple[EvidencePlace, Quote], ...]
    cited: CitedSource
    others: tuple[OtherSide, ...]
    days: tuple[str, ...]
    bar: str = ""


def figure_comparison(site: Site, record: Row) -> FigureComparison:
    """Returns the comparison of a figure.

    A figure of another source with which a stated one was compared is shown beside that: the stated one, then itself.
    """
    stated, comparisons = record, comparisons_of(site, record)
    if not comparisons:
        stated, comparisons = _stated_beside(site, record)
    cited = cited_source(site, stated)
    others = tuple(_other_side(site, stated, cited, comparison) for comparison in comparisons)
    days = {other.day for other in others if other.day}
    is_own = site.is_own(stated)
    said = _said(site, stated, of_passages=is_own)
    return _with_bars(site, FigureComparison(figure_of(site, stated), is_own, said, cited, others, tuple(sorted(days))))


def _said(site: Site, stated: Row, *, of_passages: bool) -> tuple[tuple[EvidencePlace, Quote], ...]:
    """Returns the words that state the figure, at most two; those of passages, or of other sources."""
    name = figure_fields(site, stated).value
    return quotes_for(evidence_of(site, stated), name, of_passages=of_passages)[:_MOST_QUOTES]


def _stated_beside(site: Site, figure: Row) -> tuple[Row, list[Row]]:
    """Returns the figure that this one was compared with, and the comparison; the figure itself if there is none."""
    for comparison in comparisons_with(site, figure):
        stated = compared_record(site, comparison)
        if stated is not None and stated.table is figure.table:
            return stated, [comparison]
    return figure, []


def _other_side(site: Site, stated: Row, cited: CitedSource, comparison: Row) -> OtherSide:
    names, value = comparison_fields(site), figure_fields(site, stated).value
    verdict = verdict_of(site, comparison)
    other, source = site.follow(comparison, names.other), site.follow(comparison, names.source)
    if other is not None and other.table is not stated.table:
        other = None
    kind = site.setting.record_kind(stated.table.name)
    measured_by = site.follow(other, kind.measured_by) if other and kind else None
    column = comparison.get(names.compared)
    compared = None if other is not None or column == value else stated.table.fields.get(column)
    difference = None
    if other is not None and verdict.is_comparable:
        difference = find_difference(stated[value], other[value])
    return OtherSide(
        comparison,
        verdict,
        is_from_cited(site, cited, source, measured_by),
        distinct_title(site.label(stated), site.label(other)) if other else "",
        source,
        figure_of(site, other) if other else None,
        measured_by,
        compared,
        comparison.get(names.found),
        comparison.get(names.checked),
        difference,
        comparison.get(names.reasoning),
    )


def _with_bars(site: Site, comparison: FigureComparison) -> FigureComparison:
    """Returns the comparison with a bar for each figure that may have one."""
    shown = [other for other in comparison.others if other.figure is not None]
    figures = [measured(site, other.figure.record, is_like=other.verdict.is_comparable) for other in shown if other.figure]
    plotted = plotted_figures(measured(site, comparison.stated.record), figures)
    if plotted is None:
        return comparison
    scale = BarScale.of([plotted.stated, *(number for number in plotted.others if number is not None)])
    bars = {
        other.comparison.id: draw_bar(number, scale, stated=plotted.stated)
        for other, number in zip(shown, plotted.others, strict=True)
        if number is not None
    }
    others = tuple(replace(other, bar=bars.get(other.comparison.id, "")) for other in comparison.others)
    return replace(comparison, others=others, bar=draw_bar(plotted.stated, scale))
