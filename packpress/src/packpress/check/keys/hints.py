"""Suggests the value of a parent that was probably meant, as long as there is not too much to compare."""

from __future__ import annotations

from collections.abc import Sequence

MAX_VALUES, MAX_VALUE_LENGTH = 1_000, 100
MAX_PAIRS = 10_000_000
"""How many pairs of characters are compared for all hints of a package; the slowest take about 0.2 µs each."""


class Hints:
    """Makes hints, and counts their cost."""

    def __init__(self) -> None:
        self.left = MAX_PAIRS

    def near(self, value: str, parent: Sequence[str | None]) -> str:
        """Returns a hint at the parent's value closest to this one; "" if none is close or there is too much to compare."""
        if len(parent) > MAX_VALUES or len(value) > MAX_VALUE_LENGTH or self.left < 0:
            return ""
        import difflib

        listed = [text for text in parent if text and len(text) <= MAX_VALUE_LENGTH]
        self.left -= 10 * len(parent) + len(value) * sum(map(len, listed))
        if self.left < 0:
            return ""
        near = difflib.get_close_matches(value, listed, n=1, cutoff=0.75 if len(value) > 4 else 0.6)
        return f'; did you mean "{near[0]}"?' if near else ""
