"""Divides a long list into pages, so that each stays small, such as ``a.html`` and ``a-2.html``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Division:
    """One page of a list: its path, its number of how many, and its items."""

    path: str
    number: int
    of: int
    items: Sequence[Any]
    before: str = ""
    after: str = ""


def divide(path: str, items: Sequence[Any], most: int) -> Iterator[Division]:
    """Yields the pages of the list, each with at most that many items, about equally long; one page if there are no items.

    >>> [(part.path, len(part.items)) for part in divide("a.html", "abcde", 4)]
    [('a.html', 3), ('a-2.html', 2)]
    """
    of = max(1, -(-len(items) // most))
    size = -(-len(items) // of) if items else 0
    paths = [_numbered(path, number) for number in range(1, of + 1)]
    for place, found in enumerate(paths):
        before = paths[place - 1] if place else ""
        after = paths[place + 1] if place + 1 < of else ""
        yield Division(found, place + 1, of, items[place * size : (place + 1) * size], before, after)


def _numbered(path: str, number: int) -> str:
    stem = path.removesuffix(".html")
    return path if number == 1 else f"{stem}-{number}.html"
