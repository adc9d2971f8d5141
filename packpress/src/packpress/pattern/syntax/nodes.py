"""The syntax tree of a pattern."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from packpress.pattern.characters.char_set import CharSet


class Literal(NamedTuple):
    """Literal characters."""

    text: str


class Chars(NamedTuple):
    """One character of a set."""

    chars: CharSet


class Assertion(NamedTuple):
    r"""A zero-width match in RE2 syntax: ``^``, ``\b``, or flags from here on, ``(?i)``."""

    text: str


class Sequence(NamedTuple):
    """Consecutive parts."""

    items: tuple[Node, ...]


class Choice(NamedTuple):
    """One of the branches. ``flags`` are RE2's and apply only to them."""

    branches: tuple[Node, ...]
    flags: str = ""


class Repeat(NamedTuple):
    """The part at least ``low`` times, and at most ``high`` times unless that is None."""

    item: Node
    low: int
    high: int | None


Node = Literal | Chars | Assertion | Sequence | Choice | Repeat


def char_sets(node: Node) -> Iterator[CharSet]:
    """Yields each character set of the tree."""
    if isinstance(node, Chars):
        yield node.chars
    elif isinstance(node, Repeat):
        yield from char_sets(node.item)
    elif isinstance(node, Sequence | Choice):
        for part in node.items if isinstance(node, Sequence) else node.branches:
            yield from char_sets(part)
