"""The mark of a date in a list and in the key of a timeline: its shape says how exact the date is."""

from __future__ import annotations

from collections.abc import Mapping

from packpress.publish.drawings.dated import DateKind
from packpress.publish.drawings.svg import drawing, element

_WIDTH, _HEIGHT = 20, 16
# kind of a date → its shape in 20 × 16
DATE_SHAPES: Mapping[DateKind, str] = {
    "day": element("circle", cx=10, cy=8, r=4.5),
    "month": element("rect", x=5, y=4.5, width=10, height=7, rx=1.5),
    "year": element("rect", x=1.5, y=6, width=17, height=4, rx=1.5),
    "interval": element("path", d="M1.5 3.5h2v3h13v-3h2v9h-2v-3h-13v3h-2z"),
    "open": element("path", d="M1.5 6h9v-3.5l8 5.5-8 5.5v-3.5h-9z"),
    "none": element("path", d="M10 2.5 15.5 8 10 13.5 4.5 8z"),
}
_THIN: frozenset[DateKind] = frozenset({"interval"})
"""Shapes without room for an outline."""


def draw_date_mark(kind: DateKind, *, is_own: bool) -> str:
    """Returns the mark as SVG: in the colour of the coded text for its own, else grey, and outlined where there is room."""
    fill = "d-own" if is_own else "d-other" if kind in _THIN else "d-hollow"
    return drawing(DATE_SHAPES[kind], f"d-date {fill}", width=_WIDTH, height=_HEIGHT)
