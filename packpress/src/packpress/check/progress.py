"""How work tells how far it is: what is worked on, how much of it is done and how much there is, in bytes."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Told what is worked on, the bytes done and the bytes in all, 0 where that is not known."""


def silent(what: str, done: int, whole: int) -> None:
    """Tell nobody."""
