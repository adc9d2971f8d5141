"""The progress of a command: what it works on, how much of it is done and how much there is, in bytes."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called as ``progress("data/a.csv", 65536, 0)``: what is worked on, the bytes done, and the bytes in total, or 0 if
unknown."""


def silent(what: str, done: int, whole: int) -> None:
    """Does nothing: the progress is not shown."""
