"""Hints at the value of a parent that was perhaps meant, for as long as there is not too much to compare."""

from __future__ import annotations

from collections.abc import Sequence

MAX_VALUES, MAX_LENGTH = 1_000, 100
MAX_PAIRS = 10_000_000
"""How many pairs of characters are compared for all hints of a package; the worst take some 0.2 µs each."""


class Hints:
    """Gives hints, and counts what they cost."""

    def __init__(self) -> None:
        self.left = MAX_PAIRS

    def near(self, value: str, parent: Sequence[str | None]) -> str:
        """A hint at the parent's value that is most like this one; "" when none is near or there is too much to compare."""
        if len(parent) > MAX_VALUES or len(value) > MAX_LENGTH or self.left < 0:
            return ""
        import difflib

        listed = [text for text in parent if text and len(text) <= MAX_LENGTH]
        self.left -= 10 * len(parent) + len(value) * sum(map(len, listed))
        if self.left < 0:
            return ""
        near = difflib.get_close_matches(value, listed, n=1, cutoff=0.75 if len(value) > 4 else 0.6)
        return f'; did you mean "{near[0]}"?' if near else ""
