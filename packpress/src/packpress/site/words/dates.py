"""EDTF dates in words: "30 January 2024", "16–20 October 2023", "since 2024", "12 months to September 2024"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from packpress.site.words.numbers import MINUS, NO_BREAK

_POINT = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?([~?%]?)")
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_MARKS = ("~", "?", "%")


class Point(NamedTuple):
    """A year, a month or a day; 0 for what is not stated, and one of ``~?%`` or "" for how sure it is."""

    year: int
    month: int
    day: int
    mark: str


class DateWords(NamedTuple):
    """The words that dates need in one language: months, and patterns with {}."""

    months: Sequence[str]
    patterns: Mapping[str, str]

    def date(self, text: str) -> str:
        """Returns the date in words; a text that is no EDTF date as it is."""
        ends = [_read(end) for end in text.split("/")]
        if len(ends) == 1 and ends[0]:
            return self._marked(self._point(ends[0]), ends[0].mark)
        if len(ends) == 2:
            first, last = ends
            if first and last:
                return self._interval(first, last)
            if first and text.endswith(("/..", "/")):
                return self._say("since", self._marked(self._point(first), first.mark))
            if last and text.startswith(("../", "/")):
                return self._say("until", self._marked(self._point(last), last.mark))
        return text

    def moment(self, text: str) -> str:
        """Returns a date with its time in words: "30 May 2020, 02:57:37 UTC"; another text as it is."""
        match = _MOMENT.fullmatch(text)
        if match is None:
            return text
        time = match[2].removesuffix(":00") if match[2].count(":") == 2 else match[2]
        zone = " UTC" if match[3] == "Z" else f" UTC{match[3].replace('-', MINUS)}" if match[3] else ""
        return f"{self.date(match[1])}, {time}{zone}"

    def in_sentence(self, text: str) -> str:
        """Returns the date with its preposition: "in 2023", "on 30 January 2024", "since 2024", "16–20 October 2023"."""
        point = _read(text)
        if point is None:
            return self.date(text)
        return self._say("on" if point.day else "in", self.date(text))

    def without_year(self, text: str) -> str:
        """Returns a day or month, or an interval of them in one year, without the year; another date in full."""
        ends = [point for end in text.split("/") if (point := _read(end)) is not None and point.month]
        if len(ends) != text.count("/") + 1 or ends[0].year != ends[-1].year:
            return self.date(text)
        if len(ends) == 2:
            return self._interval(*ends, with_year=False)
        return self._marked(self._point(ends[0], with_year=False), ends[0].mark)

    def _interval(self, first: Point, last: Point, *, with_year: bool = True) -> str:
        marks = sorted({first.mark, last.mark} - {""}, key=_MARKS.index)
        mark = marks[0] if marks else ""
        if _is_twelve_months(first, last):
            return self._marked(self._say("twelve_months", self._point(last)), mark)
        if first.year == last.year and first.day and last.day and first.month == last.month:
            return self._marked(f"{first.day}–{self._point(last, with_year=with_year)}", mark)
        same_year = first.year == last.year and first.month and last.month
        start = self._point(first, with_year=not same_year)
        dash = "–" if not (first.month or last.month) else " – "
        return self._marked(f"{start}{dash}{self._point(last, with_year=with_year)}", mark)

    def _point(self, point: Point, *, with_year: bool = True) -> str:
        month = self.months[point.month - 1] if 1 <= point.month <= 12 else ""
        parts = [str(point.day) if point.day else "", month, str(point.year) if with_year or not month else ""]
        return " ".join(part for part in parts if part).replace(" ", NO_BREAK, 1 if point.day else 0)

    def _marked(self, words: str, mark: str) -> str:
        pattern = {"~": "about", "?": "uncertain", "%": "about_uncertain"}.get(mark)
        return self._say(pattern, words) if pattern else words

    def _say(self, pattern: str, words: str) -> str:
        return self.patterns[pattern].replace("{}", words)


def _read(text: str) -> Point | None:
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    return Point(int(match[1]), int(match[2] or 0), int(match[3] or 0), match[4])


def _is_twelve_months(first: Point, last: Point) -> bool:
    """Returns whether both are months, and the interval is of twelve months that are not a calendar year."""
    if not (first.month and last.month) or first.day or last.day or first.month == 1:
        return False
    return (last.year * 12 + last.month) - (first.year * 12 + first.month) == 11
