"""The timeline: an overview of all years, what runs over several years, and a list of each year with a strip of its months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from packpress.publish.drawings.date_marks import draw_date_mark
from packpress.publish.drawings.dated import DateKind
from packpress.publish.drawings.year_axis import YearAxis
from packpress.publish.drawings.year_blocks import draw_overview
from packpress.publish.drawings.year_strip import draw_year
from packpress.site.model.page import READ, Link, Page
from packpress.site.model.site import Site
from packpress.site.timeline.counts import lead
from packpress.site.timeline.entries import Entries, TimelineEntry
from packpress.site.timeline.items import Listed, TimelineItem, by_time, timeline_tables

PATH = "timeline.html"
_FEW = 4
"""From how many items on a year has a strip of its months."""
# a text of the key, the kind of date that it is of, and whether it is the coded text's own
_KEY: Sequence[tuple[str, DateKind, bool]] = (
    ("key_own", "day", True),
    ("key_other", "day", False),
    ("key_month", "month", False),
    ("key_year", "year", False),
    ("key_interval", "interval", False),
    ("key_open", "open", False),
    ("key_none", "none", False),
)


@dataclass(frozen=True)
class TimelineYear:
    """A year with its entries, and the strip of its months if it has enough of them."""

    year: int
    entries: Sequence[TimelineEntry]
    strip: Markup


@dataclass(frozen=True)
class Undated:
    """The rows of a table without a date: how many there are of how many, and their entries if most of the rows have one."""

    path: str
    title: str
    dated: int
    all: int
    entries: Sequence[TimelineEntry]


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the page, with the first and the last year that it lists; the axis also has what began earlier."""
    dated = _dated(timeline_tables(site))
    if axis := _axis(dated):
        years = [item.dated.year for item in dated if item.dated.year is not None] or [axis.first, axis.last]
        yield Link(PATH, site.words.t("timeline.title"), READ, f"{min(years)}–{max(years)}", in_header=True)


def pages(site: Site) -> Iterator[Page]:
    """Yields the page; nothing if no row has a date."""
    tables = timeline_tables(site)
    dated = _dated(tables)
    axis = _axis(dated)
    if axis is None:
        return
    words, entries = site.words, Entries(site, tables)
    text = site.setting.text.name or str(words.t("timeline.coded_text"))
    by_year: dict[int, list[TimelineItem]] = defaultdict(list)
    for item in dated:
        if item.dated.year is not None:
            by_year[item.dated.year].append(item)
    in_years = [item for items in by_year.values() for item in items]
    own, other = ([item.dated.year for item in in_years if item.is_own is is_own] for is_own in (True, False))
    described = words.t(
        "timeline.overview",
        first=min(by_year, default=axis.first),
        last=max(by_year, default=axis.last),
        own=len(own),
        other=len(other),
        text=text,
    )
    overview = draw_overview(axis, filter(None, own), filter(None, other), str(described))
    sentence = lead(words, text, tables[0].items, _title(site, tables[0]).lower())
    marks = ((Markup(draw_date_mark(kind, is_own=is_own)), key) for key, kind, is_own in _KEY)
    values = {
        "lead": sentence,
        "also": [_undated(site, entries, table) for table in tables[1:] if table.dated],
        "text": text,
        "axis": axis,
        "overview": Markup(overview.svg),
        "each": overview.each,
        "counts": {"own": len(own), "other": len(other)},
        "spans": [entries.over_years(item, axis) for item in dated if item.dated.year is None],
        "key": [(mark, words.t(f"timeline.{key}", text=text)) for mark, key in marks],
        "years": [_year(entries, year, by_year[year]) for year in sorted(by_year, reverse=True)],
        "undated": [found for table in tables if (found := _undated(site, entries, table)).entries],
    }
    yield Page(PATH, "timeline.html", words.t("timeline.title"), sentence, PATH, values)


def _dated(tables: tuple[Listed, ...]) -> list[TimelineItem]:
    """Returns the items of all tables that have a date, in order of time."""
    return sorted((item for table in tables for item in table.dated), key=by_time)


def _axis(items: Sequence[TimelineItem]) -> YearAxis | None:
    days = [day for item in items for day in (item.dated.first, item.dated.last) if day is not None]
    return YearAxis.of(day.year for day in days) if days else None


def _year(entries: Entries, year: int, items: Sequence[TimelineItem]) -> TimelineYear:
    strip = Markup()
    if len(items) >= _FEW:
        own, other = ([item.dated for item in items if item.is_own is is_own] for is_own in (True, False))
        strip = Markup(draw_year(year, own, other))
    return TimelineYear(year, [entries.in_year(item) for item in items], strip)


def _undated(site: Site, entries: Entries, table: Listed) -> Undated:
    """Returns what a page says of the rows of a table without a date; they are not listed if they are more than the others."""
    undated = table.undated if len(table.undated) <= len(table.dated) else ()
    folder = site.addresses.folders.get(table.table.name)
    path = f"{folder}/index.html" if folder else f"tables/{table.table.name}/index.html"
    listed = [entries.undated(item) for item in undated]
    return Undated(path, _title(site, table), len(table.dated), len(table.items), listed)


def _title(site: Site, table: Listed) -> str:
    """Returns what the rows of the table are called together."""
    record = site.setting.record_kind(table.table.name)
    return record.title if record else table.table.title
