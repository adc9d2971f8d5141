"""Patterns that match texts of one length, such as ``[A-Z]{2}-[0-9]{4}``, as a set of ASCII bytes for each place."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.pattern.emit import ascii_part
from packpress.pattern.syntax.nodes import Assertion, Chars, Choice, Literal, Node, Repeat, Sequence

Places = tuple[frozenset[int], ...]
MAX_WIDTH = 64
_ANCHORS = frozenset({"^", "$", r"\A", r"\z"})
"""Assertions that are redundant at the ends of a whole text."""


class _UnevenError(Exception):
    """The texts have different lengths, or are too long."""


def byte_places(tree: Node) -> Places | None:
    """Returns the ASCII bytes allowed at each place; None if the pattern is not that simple or is longer than MAX_WIDTH.

    An ASCII text matches if each of its bytes is allowed at its place; non-ASCII texts may match too.
    """
    try:
        places = tuple(_places(_trim(tree)))
    except _UnevenError:
        return None
    return places if 0 < len(places) <= MAX_WIDTH and all(places) else None


def _trim(tree: Node) -> Node:
    """Returns the tree without anchors at its ends and groups around all of it."""
    while True:
        if isinstance(tree, Choice) and len(tree.branches) == 1 and not tree.flags:
            tree = tree.branches[0]
        elif isinstance(tree, Sequence) and len(tree.items) == 1:
            tree = tree.items[0]
        elif isinstance(tree, Sequence) and tree.items and _is_anchor(tree.items[0]):
            tree = Sequence(tree.items[1:])
        elif isinstance(tree, Sequence) and tree.items and _is_anchor(tree.items[-1]):
            tree = Sequence(tree.items[:-1])
        else:
            return tree


def _is_anchor(node: Node) -> bool:
    return isinstance(node, Assertion) and node.text in _ANCHORS


def _places(node: Node) -> Iterator[frozenset[int]]:
    if isinstance(node, Literal) and node.text.isascii() and len(node.text) <= MAX_WIDTH:
        yield from (frozenset((ord(character),)) for character in node.text)
    elif isinstance(node, Chars):
        ranges = ascii_part(node.chars).ascii_members()
        yield frozenset(code for first, last in ranges for code in range(first, last + 1))
    elif isinstance(node, Sequence):
        count = 0
        for item in node.items:
            for place in _places(item):
                if (count := count + 1) > MAX_WIDTH:
                    raise _UnevenError
                yield place
    elif isinstance(node, Choice) and len(node.branches) == 1 and not node.flags:
        yield from _places(node.branches[0])
    elif isinstance(node, Repeat) and node.low == node.high and node.low <= MAX_WIDTH:
        yield from (*_places(node.item),) * node.low
    else:
        raise _UnevenError
