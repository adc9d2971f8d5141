"""The years of a name: a block for each of its records that has a date in one year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from packpress.publish.drawings.dated import read_dated
from packpress.publish.drawings.year_axis import YearAxis
from packpress.publish.drawings.year_blocks import draw_overview
from packpress.site.model.site import Site
from packpress.site.model.table import Row

_LEAST, _LEAST_YEARS, _MOST_YEARS = 6, 10, 120
"""How many dated records make a drawing worth its place, and how long the axis is at least and at most."""


@dataclass(frozen=True)
class YearStrip:
    """The drawing, the labels below it, and how many records it shows, those of the coded text apart."""

    drawing: Markup
    labels: tuple[str, ...]
    own: int
    others: int


def year_strip(site: Site, records: Iterable[Row]) -> YearStrip | None:
    """Returns the drawing for the records; None if too few of them have a date in one year."""
    years: tuple[list[int], list[int]] = [], []
    for record in dict.fromkeys(records):
        kind = site.setting.record_kind(record.table.name)
        year = _year(record.get(kind.date)) if kind else None
        if year is not None:
            years[0 if site.is_own(record) else 1].append(year)
    own, others = years
    if len(own) + len(others) < _LEAST or max(own + others) - min(own + others) > _MOST_YEARS:
        return None
    last = max(own + others)
    axis = YearAxis.of([*own, *others, last - _LEAST_YEARS + 1])
    return YearStrip(Markup(draw_overview(axis, own, others).svg), axis.cells, len(own), len(others))


def _year(text: str) -> int | None:
    """Returns the year of a date; None if it runs over several, or the text is no date."""
    try:
        return read_dated(text).year
    except ValueError:
        return None
