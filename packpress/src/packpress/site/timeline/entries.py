"""What a page shows of an item of the timeline: its mark, its date in words, and what kind of record it is."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from packpress.publish.drawings.date_marks import draw_date_mark
from packpress.publish.drawings.date_span import draw_span
from packpress.publish.drawings.year_axis import YearAxis
from packpress.site.model.site import Site
from packpress.site.model.table import Row
from packpress.site.timeline.items import Listed, TimelineItem


@dataclass(frozen=True)
class TimelineEntry:
    """An item in a list: ``kind`` says what record it is, where that is not what the timeline is mainly of."""

    row: Row
    mark: Markup
    date: str
    kind: str
    is_own: bool
    bar: Markup


class Entries:
    """Makes the entries of one timeline, whose first table is what it is mainly of."""

    def __init__(self, site: Site, tables: tuple[Listed, ...]) -> None:
        self.site = site
        self._main = tables[0].table.name

    def in_year(self, item: TimelineItem) -> TimelineEntry:
        """Returns the entry of an item in the list of its year, with a date that does not repeat the year."""
        words, text = self.site.words, _text(item)
        is_year = text == str(item.dated.year)
        return self._entry(item, words.t("timeline.in_the_year") if is_year else words.without_year(text))

    def undated(self, item: TimelineItem) -> TimelineEntry:
        """Returns the entry of an item without a date; a text that is not a date is shown as it is."""
        return self._entry(item, item.text or item.end)

    def over_years(self, item: TimelineItem, axis: YearAxis) -> TimelineEntry:
        """Returns the entry of an item that runs over several years, with its bar."""
        return self._entry(item, self.site.words.date(_text(item)), draw_span(axis, item.dated, is_own=item.is_own))

    def _entry(self, item: TimelineItem, date: str, bar: str = "") -> TimelineEntry:
        mark = Markup(draw_date_mark(item.dated.kind, is_own=item.is_own))
        return TimelineEntry(item.row, mark, date, self._kind(item), item.is_own, Markup(bar))

    def _kind(self, item: TimelineItem) -> str:
        """Returns the name of a record of the table, and whether the date is its start or its end."""
        table = item.row.table
        record = self.site.setting.record_kind(table.name)
        name = "" if table.name == self._main else (record and record.singular) or table.title
        ends = self.site.words.t(f"timeline.only_{item.ends}") if item.ends in ("start", "end") else ""
        return ", ".join(filter(None, (name, ends)))


def _text(item: TimelineItem) -> str:
    """Returns the date as EDTF text; of a start and an end, the interval from the one to the other."""
    start, end = item.text, item.end
    if not (start and end) or start == end:
        return start or end
    return f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
