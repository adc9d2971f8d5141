"""The items of the timeline: rows of the tables that the package names, each with its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packpress.package.site.setting import TimelineFields
from packpress.publish.drawings.dated import UNDATED, Dated, read_between
from packpress.site.model.site import Site
from packpress.site.model.table import Row, Table


@dataclass(frozen=True)
class TimelineItem:
    """A row with its date, as EDTF text and as it is drawn.

    ``end`` is the text of its end where the package has a column for it, and ``ends`` says which of the two are stated:
    "both", "start" or "end"; it is "" for a row with a single date. A text that is not a date leaves the item undated.
    """

    row: Row
    dated: Dated
    text: str
    is_own: bool
    end: str = ""
    ends: str = ""


@dataclass(frozen=True)
class Listed:
    """The items of one table of the timeline, in the order of the table."""

    table: Table
    items: Sequence[TimelineItem]

    @property
    def dated(self) -> Sequence[TimelineItem]:
        """Those with a date that can be drawn."""
        return [item for item in self.items if item.dated.kind != "none"]

    @property
    def undated(self) -> Sequence[TimelineItem]:
        """Those without."""
        return [item for item in self.items if item.dated.kind == "none"]


def timeline_tables(site: Site) -> tuple[Listed, ...]:
    """Returns the tables of the timeline with their items; those that the release does not have are left out."""
    found = ((site.tables.get(fields.resource), fields) for fields in site.setting.timeline)
    return tuple(Listed(table, list(_items(site, table, fields))) for table, fields in found if table is not None)


def _items(site: Site, table: Table, fields: TimelineFields) -> Iterator[TimelineItem]:
    names = (fields.start, fields.end) if fields.start or fields.end else (fields.date, "")
    for row in table.rows:
        start, end = (_date_text(row, name) for name in names)
        own = fields.own
        is_own = site.is_own(row) if own is None else row.get(own.field) in own.values
        dated = _read(start, end)
        if dated.kind == "none":
            start, end = row.get(names[0]), row.get(names[1])
        yield TimelineItem(row, dated, start, is_own, end, _stated(start, end) if fields.start or fields.end else "")


def _date_text(row: Row, name: str) -> str:
    """Returns the date in the cell; of a date with a time of day, the day."""
    field = row.table.fields.get(name)
    text = row.get(name)
    return text.partition("T")[0] if field is not None and field.is_moment else text


def _read(start: str, end: str) -> Dated:
    try:
        return read_between(start, end)
    except ValueError:
        return UNDATED


def _stated(start: str, end: str) -> str:
    return "both" if start and end else "start" if start else "end" if end else ""


def by_time(item: TimelineItem) -> tuple[str, str, str, str]:
    """Returns what sorts items by time: their first day, then their last; an open start is first, an open end last."""
    first = "" if item.dated.first is None else item.dated.first.isoformat()
    last = "~" if item.dated.last is None else item.dated.last.isoformat()
    return first, last, item.row.table.name, item.row.id
