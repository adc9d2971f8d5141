"""The cells of a matrix of counts: a square whose area is the count, one scale for the whole matrix."""

from __future__ import annotations

from math import sqrt

from packpress.publish.drawings.svg import drawing, element

_SIZE = 24
_LEAST = 3.0
"""The side of the smallest square, in pixels: smaller ones are not seen."""


def draw_count(count: int, most: int, *, is_own: bool = False) -> str:
    """Returns the square of a count as SVG, an empty drawing for 0; ``most`` is the largest count of the matrix.

    The table shows the number too. Raises ValueError for a count that is negative or above the largest.
    """
    if not 0 <= count <= most:
        raise ValueError(f"{count} is not between 0 and {most}")
    side = max(_SIZE * sqrt(count / most), _LEAST) if count else 0.0
    corner = (_SIZE - side) / 2
    square = element("rect", class_="d-own" if is_own else "d-other", x=corner, y=corner, width=side, height=side)
    return drawing(square if count else "", "d-count", width=_SIZE, height=_SIZE)
