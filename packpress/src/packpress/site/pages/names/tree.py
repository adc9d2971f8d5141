"""Orders names under the wider names that they belong to, for a list that shows what is part of what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

DEEPEST = 6
"""The depth at which a nested list ends: what is deeper is shown at this depth, so that a narrow page can hold it."""


class Nested(NamedTuple):
    """A name, by its key, and how deep it is below a name that has none above it."""

    key: str
    depth: int


def nest(keys: Iterable[str], wider: Mapping[str, str]) -> tuple[Nested, ...]:
    """Returns the names in the order of a nested list, siblings in that of ``keys``; ``wider`` maps a name to the one above.

    A name whose wider name is missing is at the top, as is the first of a circle.

    >>> nest(["a", "b", "c"], {"a": "c"})
    (Nested(key='b', depth=0), Nested(key='c', depth=0), Nested(key='a', depth=1))
    """
    listed = dict.fromkeys(keys)
    below: dict[str, list[str]] = defaultdict(list)
    tops: list[str] = []
    for key in listed:
        above = wider.get(key, "")
        (below[above] if above in listed else tops).append(key)
    found: dict[str, int] = {}
    for top in (*tops, *listed):
        waiting = [(top, 0)]
        while waiting:
            key, depth = waiting.pop()
            if key not in found:
                found[key] = min(depth, DEEPEST)
                waiting += [(child, depth + 1) for child in reversed(below[key])]
    return tuple(Nested(key, depth) for key, depth in found.items())
