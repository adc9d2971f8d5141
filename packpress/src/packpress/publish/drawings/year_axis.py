"""The axis of a timeline: which years it shows, where a day lies on it, and which years have a line and a label."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from packpress.publish.drawings.svg import element, percent

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_MOST_LINES = 8
_MOST_CELLS = 120
_ROOM = 0.1
"""The part of the width that a label takes on a phone."""


def place_in_year(day: date, *, is_end: bool = False) -> float:
    """Returns which part of its year is over when the day begins, or ends; every month has the same width."""
    return (day.month - 1 + (day.day - (not is_end)) / monthrange(day.year, day.month)[1]) / 12


class YearAxis(NamedTuple):
    """An axis from the beginning of the year ``first`` to the end of ``last``, with a line every ``step`` years."""

    first: int
    last: int
    step: int

    @classmethod
    def of(cls, years: Iterable[int]) -> YearAxis:
        """Returns the axis that holds all of the years. Raises ValueError if there are no years."""
        known = sorted(years)
        if not known:
            raise ValueError("an axis needs a year")
        first, last = known[0], known[-1]
        step = next(step for step in _STEPS if (last - first) // step < _MOST_LINES)
        if last - first >= _MOST_CELLS:  # each cell of the labels is a step wide
            first, last = first // step * step, (last // step + 1) * step - 1
        return cls(first, last, step)

    def place(self, day: date, *, is_end: bool = False) -> float:
        """Returns where the day begins, or ends, from 0 at the left to 1 at the right."""
        return self.at(day.year + place_in_year(day, is_end=is_end))

    def at(self, year: float) -> float:
        """Returns where the year begins, from 0 at the left to 1 at the right."""
        return (year - self.first) / (self.last + 1 - self.first)

    @property
    def lines(self) -> tuple[int, ...]:
        """The years that have a line at their beginning."""
        return tuple(range(-(-self.first // self.step) * self.step, self.last + 1, self.step))

    @property
    def cells(self) -> tuple[str, ...]:
        """The labels below the axis, as cells of equal width: the year that begins there, or "" where none is written."""
        unit, named = 1 if self.last - self.first < _MOST_CELLS else self.step, self.labelled()
        return tuple(str(year) if year in named else "" for year in range(self.first, self.last + 1, unit))

    def labelled(self, room: float = _ROOM) -> tuple[int, ...]:
        """Returns the years that have a label, each with ``room`` at its right, as a part of the axis."""
        named = tuple(year for year in self.lines if 1 - self.at(year) >= room or year == self.first)
        return named if named and self.at(named[0]) < room else (self.first, *named)

    def grid(self) -> str:
        """Returns the lines of the years as SVG."""
        return grid(self.at(year) for year in self.lines)


def grid(places: Iterable[float]) -> str:
    """Returns upright lines over the whole height as SVG, at places from 0 at the left to 1 at the right."""
    shown = map(percent, places)
    return element("g", "".join(element("line", x1=place, x2=place, y2="100%") for place in shown), class_="d-grid")
