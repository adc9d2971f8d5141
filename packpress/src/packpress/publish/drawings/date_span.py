"""A time over several years as a bar on the axis of years; an end that is open is an arrow at the edge of the axis."""

from __future__ import annotations

from packpress.publish.drawings.dated import Dated
from packpress.publish.drawings.svg import drawing, element, percent
from packpress.publish.drawings.year_axis import YearAxis

_HEIGHT = 20
_THICK = 6
_LEAST = 0.006
"""The width of the shortest bar, as a part of the axis."""
_HEAD = 9
_HEADS = {"0": f"M{_HEAD} -6v12L0 0z", "100%": f"M-{_HEAD} -6v12L0 0z"}
"""Where an arrow is → its head, with the tip at the edge."""


def draw_span(axis: YearAxis, dated: Dated, *, is_own: bool) -> str:
    """Returns the time as SVG, with the lines of the axis behind it. Raises ValueError if it is not on the axis or undated."""
    if dated.kind == "none":
        raise ValueError("a time without a date has no bar")
    left = 0.0 if dated.first is None else axis.place(dated.first)
    right = 1.0 if dated.last is None else axis.place(dated.last, is_end=True)
    if not (0 <= left <= 1 and 0 <= right <= 1):
        raise ValueError("the time is not on the axis")
    width = max(right - left, _LEAST)
    left = min(left, 1 - width)
    kind = "d-own" if is_own else "d-other"
    top = f"translate(0 -{_THICK // 2})"
    parts = [
        axis.grid(),
        element("rect", class_=kind, x=percent(left), y="50%", width=percent(width), height=_THICK, transform=top),
    ]
    for edge, is_open in (("0", dated.first is None), ("100%", dated.last is None)):
        if is_open:
            parts.append(_arrow(edge, kind))
    return drawing("".join(parts), "d-span", width="100%", height=_HEIGHT)


def _arrow(edge: str, kind: str) -> str:
    """Returns the head of an arrow at an edge, on a gap that hides the end of its bar."""
    left = "0" if edge == "0" else f"-{_HEAD}"
    gap = element("rect", class_="d-gap", x=left, y=f"-{_THICK // 2}", width=_HEAD, height=_THICK)
    return element("svg", gap + element("path", class_=kind, d=_HEADS[edge]), x=edge, y="50%", overflow="visible")
