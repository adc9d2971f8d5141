"""A year as a strip of twelve months with two lanes: the dates of the coded text above the line, the others below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from packpress.publish.drawings.dated import Dated, DateKind
from packpress.publish.drawings.svg import drawing, element, percent
from packpress.publish.drawings.year_axis import grid, place_in_year

_NEAR = 9
"""Pixels from the line to the middle of the first level."""
_LEVEL = 13
_MARGIN = 7
_RADIUS = 4.5
_CLOSE = 0.03
"""How far the middles of two circles on one level are apart at least, as a part of the year."""
_INSET = 0.005
# kind of a date → how high its bar is
_BARS: dict[DateKind, int] = {"month": 7, "interval": 5, "year": 3}


class _Mark(NamedTuple):
    """A date on its level, with the part of the year that it keeps free of others there."""

    dated: Dated
    left: float
    right: float
    level: int


def draw_year(year: int, own: Iterable[Dated], others: Iterable[Dated], words: str = "") -> str:
    """Returns the strip of a year as SVG. Raises ValueError for a date that is not in the year as a whole."""
    lanes = [list(_placed(year, lane)) for lane in (own, others)]
    above, below = (max((mark.level + 1 for mark in lane), default=0) for lane in lanes)
    base = _MARGIN + (_NEAR + (above - 1) * _LEVEL + _MARGIN if above else 0)
    height = base + (_NEAR + (below - 1) * _LEVEL + _MARGIN if below else 0) + _MARGIN
    parts = [grid(month / 12 for month in range(13))]
    for kind, lane, side in (("d-own", lanes[0], -1), ("d-hollow", lanes[1], 1)):
        if shapes := "".join(_shape(mark, base + side * (_NEAR + mark.level * _LEVEL)) for mark in lane):
            parts.append(element("g", shapes, class_=kind))
    parts.append(element("line", class_="d-axis", x2="100%", y1=base, y2=base))
    return drawing("".join(parts), "d-year", width="100%", height=height, words=words, overflow="visible")


def _placed(year: int, lane: Iterable[Dated]) -> Iterator[_Mark]:
    """Yields the dates of a lane on their levels: days first, in order, then bars, each on the first level with room."""
    taken: list[list[tuple[float, float]]] = []
    for dated in sorted(lane, key=_order):
        left, right = _ends(year, dated)
        free = (level for level, marks in enumerate(taken) if all(right <= start or end <= left for start, end in marks))
        level = next(free, len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((left, right))
        yield _Mark(dated, left, right, level)


def _order(dated: Dated) -> tuple[bool, str, str]:
    return dated.kind in _BARS, str(dated.first), str(dated.last)


def _ends(year: int, dated: Dated) -> tuple[float, float]:
    """Returns the part of the year that the mark of a date takes. Raises ValueError if the date is not in the year."""
    if dated.year != year or dated.first is None or dated.last is None:
        raise ValueError(f"a date is not in the year {year}")
    left, right = place_in_year(dated.first), place_in_year(dated.last, is_end=True)
    if dated.kind == "day":
        middle = (left + right) / 2
        return middle - _CLOSE / 2, middle + _CLOSE / 2
    if dated.kind == "year":
        return _INSET, 1 - _INSET
    width = max(right - left, _CLOSE / 2)
    left = min(left, 1 - width)
    return left, left + width


def _shape(mark: _Mark, y: int) -> str:
    if mark.dated.kind == "day":
        return element("circle", cx=percent((mark.left + mark.right) / 2), cy=y, r=_RADIUS)
    high = _BARS[mark.dated.kind]
    corner = {"rx": 1.5} if high > 3 else {}
    width = percent(mark.right - mark.left)
    return element("rect", x=percent(mark.left), y=y - high / 2, width=width, height=high, **corner)
