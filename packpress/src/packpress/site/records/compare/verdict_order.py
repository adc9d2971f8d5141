"""The order of comparisons on a page, and which of them compare two numbers, both from the mark of the verdict."""

from __future__ import annotations

COMPARABLE = frozenset({"waves", "equal", "up", "down"})
"""Marks of verdicts on two figures that measure the same, so that their difference and their bars mean something."""
NOT_FOUND = "dashed"
"""The mark of a verdict that the other source was searched and has nothing."""
_ORDER = ("waves", "equal", "up", "down", "square", "circles", NOT_FOUND)


def verdict_rank(mark: str) -> int:
    """Returns the place of a verdict with this mark: first what agrees, then what differs, then what was not found."""
    return _ORDER.index(mark) if mark in _ORDER else len(_ORDER)
