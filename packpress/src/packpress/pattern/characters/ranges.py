"""Sets of code points as sorted, disjoint, inclusive ranges."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
LAST = 0x10FFFF
"""The last code point of Unicode."""


def merge(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Returns the ranges sorted, with overlapping and adjacent ones joined."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return tuple(merged)


def invert(ranges: Ranges) -> Ranges:
    """Returns every code point outside the ranges."""
    inverted, begin = [], 0
    for first, last in ranges:
        if begin < first:
            inverted.append((begin, first - 1))
        begin = last + 1
    return (*inverted, (begin, LAST)) if begin <= LAST else tuple(inverted)


def intersect(one: Ranges, other: Ranges) -> Ranges:
    """Returns the code points in both."""
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        first, last = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if first <= last:
            found.append((first, last))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def subtract(ranges: Ranges, removed: Ranges) -> Ranges:
    """Returns the code points of the first that are not in the second."""
    return intersect(ranges, invert(removed)) if ranges and removed else ranges
