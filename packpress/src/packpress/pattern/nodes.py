"""A pattern as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from packpress.pattern.char_set import CharSet


class Literal(NamedTuple):
    """Characters that stand for themselves."""

    text: str


class Chars(NamedTuple):
    """One character of a set."""

    chars: CharSet


class Assertion(NamedTuple):
    r"""What matches between characters, as RE2 writes it: ``^``, ``\b``, or flags from here on, ``(?i)``."""

    text: str


class Sequence(NamedTuple):
    """One part after the other."""

    items: tuple[Node, ...]


class Choice(NamedTuple):
    """One of the branches. ``flags`` are RE2's, and hold for them alone."""

    branches: tuple[Node, ...]
    flags: str = ""


class Repeat(NamedTuple):
    """The part at least ``low`` times, and at most ``high``, where there is a limit."""

    item: Node
    low: int
    high: int | None


Node = Literal | Chars | Assertion | Sequence | Choice | Repeat


def char_sets(node: Node) -> Iterator[CharSet]:
    """Yields the set of every place of the tree that has one."""
    if isinstance(node, Chars):
        yield node.chars
    elif isinstance(node, Repeat):
        yield from char_sets(node.item)
    elif isinstance(node, Sequence | Choice):
        for part in node.items if isinstance(node, Sequence) else node.branches:
            yield from char_sets(part)
