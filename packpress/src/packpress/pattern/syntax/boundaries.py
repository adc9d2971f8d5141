r"""Resolves word boundaries ``\b`` and ``\B`` where the neighbouring parts of the pattern decide them.

RE2 knows only ASCII letters here, so ``\b\w+\b`` would not match "élan". Undecided boundaries are left to RE2.
"""

from __future__ import annotations

from functools import lru_cache

from packpress.pattern.characters.categories import CATEGORY_GROUPS
from packpress.pattern.characters.char_set import CharSet, characters
from packpress.pattern.characters.named_sets import ESCAPES
from packpress.pattern.syntax.nodes import Assertion, Chars, Choice, Literal, Node, Repeat, Sequence

_WORD = CharSet(CATEGORY_GROUPS["L"] | CATEGORY_GROUPS["M"] | CATEGORY_GROUPS["N"]).union(characters("_"))
r"""Letters, marks, numbers and the underscore: as usual, without the symbols that the standard includes in ``\w``."""
_LETTERS = frozenset({"Lu", "Ll"})
_NEVER = Chars(CharSet())


def decide_boundaries(tree: Node) -> Node:
    """Returns the tree, which matches whole texts, without the boundaries that hold or fail in every text."""
    return _decide(tree, False, False)


def _decide(node: Node, before: bool | None, after: bool | None) -> Node:
    """Returns the node; ``before`` and ``after`` say whether a word character is next to it, None if unknown."""
    if isinstance(node, Assertion) and node.text in (r"\b", r"\B") and before is not None and after is not None:
        return Sequence(()) if (before != after) == (node.text == r"\b") else _NEVER
    if isinstance(node, Choice):
        return node._replace(branches=tuple(_decide(branch, before, after) for branch in node.branches))
    if isinstance(node, Repeat):
        is_single = node.high == 1
        return node._replace(item=_decide(node.item, before if is_single else None, after if is_single else None))
    if isinstance(node, Sequence):
        befores = _beside(node.items, before, -1)
        afters = _beside(node.items[::-1], after, 0)[::-1]
        return Sequence(tuple(map(_decide, node.items, befores, afters)))
    return node


def _beside(nodes: tuple[Node, ...], beyond: bool | None, side: int) -> list[bool | None]:
    """Returns for each node whether a word character is before it; ``side`` is the end of a node that faces the next one."""
    found = []
    for node in nodes:
        found.append(beyond)
        if not isinstance(node, Assertion):
            beyond = _kind(node, side)
    return found


def _kind(node: Node, side: int) -> bool | None:
    """Returns whether the node has a word character at that side; None if it may be empty, or have either kind."""
    if isinstance(node, Literal):
        return _is_word(characters(node.text[side]))
    if isinstance(node, Chars):
        return _is_word(node.chars)
    if isinstance(node, Repeat):
        return _kind(node.item, side) if node.low else None
    if isinstance(node, Sequence):
        shown = (item for item in (node.items[::-1] if side else node.items) if not isinstance(item, Assertion))
        return next((_kind(item, side) for item in shown), None)
    if isinstance(node, Choice):
        kinds = {_kind(branch, side) for branch in node.branches}
        return kinds.pop() if len(kinds) == 1 else None
    return None


@lru_cache(maxsize=1000)
def _is_word(chars: CharSet) -> bool | None:
    if _is_empty(chars.subtract(_WORD)) or (chars.categories >= _LETTERS and _is_empty(chars.subtract(ESCAPES["w"]))):
        return True  # a set such as [\w-[0-9]] is meant as word characters, although the standard's \w includes symbols
    return False if _is_empty(chars.subtract(_WORD.invert())) else None


def _is_empty(chars: CharSet) -> bool:
    return not chars.categories and not chars.plus
