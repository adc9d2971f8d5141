"""Bars on one scale that begins at 0: a stated value, and each value beside it with a dashed line where the stated one ends."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from packpress.publish.drawings.svg import drawing, element, percent

_HEIGHT = 32
BarValue = Decimal | int | float


class BarScale(NamedTuple):
    """A scale for bars: its least value, at most 0, and its greatest, at least 0."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[BarValue]) -> BarScale:
        """Returns the scale that holds 0 and all of the values. Raises ValueError for a value that is not finite."""
        numbers = [_finite(value) for value in values]
        return cls(min((0.0, *numbers)), max((0.0, *numbers)))

    def place(self, value: BarValue) -> float:
        """Returns where the value is, from 0 at the left to 1 at the right. Raises ValueError if the scale does not hold it."""
        number = _finite(value)
        if not self.low <= number <= self.high:
            raise ValueError(f"{value} is not on the scale from {self.low} to {self.high}")
        size = max(-self.low, self.high) or 1.0  # the differences of huge numbers would overflow
        width = self.high / size - self.low / size
        return (number / size - self.low / size) / width if width else 0.0


def draw_bar(value: BarValue, scale: BarScale, *, stated: BarValue | None = None) -> str:
    """Returns the bar of a value as SVG: of the stated value itself, or of another one if ``stated`` is given.

    Every bar of a comparison takes the same scale, and its drawing the same width. Raises ValueError for a value that the
    scale does not hold.
    """
    zero, end = scale.place(0), scale.place(value)
    left, width = min(zero, end), abs(end - zero)
    kind = "d-own" if stated is None else "d-other"
    parts = [
        element("rect", class_=kind, x=percent(left), y="25%", width=percent(width), height="50%"),
        _upright("d-axis", zero),
    ]
    if stated is not None:
        line = scale.place(stated)
        if left < line < left + width:  # it would not be seen on the bar
            gap = {"class_": "d-gap", "x": percent(line), "transform": "translate(-1)"}
            parts.append(element("rect", **gap, y="25%", width=2, height="50%"))
        parts.append(_upright("d-stated", line))
    return drawing("".join(parts), "d-bar", width="100%", height=_HEIGHT, overflow="visible")


def _upright(kind: str, fraction: float) -> str:
    dashes = {"stroke_dasharray": "3 3"} if kind == "d-stated" else {}
    return element("line", class_=kind, x1=percent(fraction), x2=percent(fraction), y2="100%", **dashes)


def _finite(value: BarValue) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError(f"{value} cannot be drawn as a bar")
    return number
