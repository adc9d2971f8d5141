"""The overview of a timeline: a block an event in its year, those of the coded text above the axis, the others below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from packpress.publish.drawings.svg import decimal, drawing, element, percent
from packpress.publish.drawings.year_axis import YearAxis

_PARTS = (0.12, 0.76)
"""Where a block begins in its year, and its width, as parts of the year."""
_MARGIN = 8
_WIDEST = 9999
"""Pixels that no page is wide."""
_NEAR = 2
"""Pixels between the axis and the first block."""
# how many blocks the highest stack has at most → pixels from one block to the next
_PITCHES = {30: 6, 60: 4}
_MOST = max(_PITCHES)


class Overview(NamedTuple):
    """The drawing of an overview, and how many events a block stands for; the last of a stack may stand for fewer."""

    svg: str
    each: int


def draw_overview(axis: YearAxis, own: Iterable[int], others: Iterable[int], words: str = "") -> Overview:
    """Returns the overview of events, given by their years. Raises ValueError for a year that is not on the axis."""
    above, below = Counter(own), Counter(others)
    for year in (*above, *below):
        if not axis.first <= year <= axis.last:
            raise ValueError(f"{year} is not on the axis")
    highest = max((*above.values(), *below.values()), default=0)
    each = max(1, -(-highest // _MOST))
    up, down = ({year: -(-count // each) for year, count in sorted(lane.items())} for lane in (above, below))
    pitch = next(pitch for most, pitch in _PITCHES.items() if -(-highest // each) <= most)
    base = _MARGIN + max(up.values(), default=0) * pitch + _NEAR
    height = base + _NEAR + max(down.values(), default=0) * pitch + _MARGIN
    parts = []
    for kind, stacks, side in (("d-own", up, -1), ("d-other", down, 1)):
        if shapes := "".join(_stacks(axis, stacks, base, side, pitch)):
            parts.append(element("g", shapes, class_=kind))
        if gaps := "".join(_gaps(max(stacks.values(), default=0), base, side, pitch)):
            parts.append(element("path", class_="d-gap", d=gaps))
    parts.append(axis.grid())
    parts.append(element("line", class_="d-axis", x2="100%", y1=base, y2=base))
    return Overview(drawing("".join(parts), "d-years", width="100%", height=height, words=words), each)


def _stacks(axis: YearAxis, stacks: Mapping[int, int], base: int, side: int, pitch: int) -> Iterator[str]:
    """Yields the stack of each year as one bar; gaps divide all of them into blocks."""
    inset, width = _PARTS
    for year, count in stacks.items():
        high = count * pitch - 1
        top = base + _NEAR if side > 0 else base - _NEAR - high
        wide = percent(axis.at(year + width) - axis.at(year))
        yield element("rect", x=percent(axis.at(year + inset)), y=top, width=wide, height=high)


def _gaps(highest: int, base: int, side: int, pitch: int) -> Iterator[str]:
    """Yields lines over the whole width, each between two blocks of the highest stack and so of all."""
    for number in range(1, highest):
        yield f"M0 {decimal(base + side * (_NEAR + number * pitch - 0.5))}h{_WIDEST}"
