"""Writes the tree of a pattern in RE2 syntax, and counts the instructions that RE2 needs for it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from packpress.arrow.work_limits import MAX_INSTRUCTIONS, Pattern
from packpress.pattern.characters.char_set import CharSet, class_text, instructions, listed
from packpress.pattern.syntax.faults import UncheckedPatternError
from packpress.pattern.syntax.nodes import Assertion, Chars, Choice, Literal, Node, Repeat, Sequence

MAX_COUNT = 1000
"""How often RE2 repeats a part at most, with the counts of nested parts multiplied."""
_SPECIAL = frozenset(r"\.+*?()[]{}|^$")


class _Piece(NamedTuple):
    """The RE2 pattern of a node.

    ``nested`` is how often its innermost part is repeated, ``is_atom`` whether a quantifier may follow directly.
    """

    text: str
    places: int
    instructions: int
    nested: int = 1
    is_atom: bool = False


@lru_cache(maxsize=1000)
def ascii_part(chars: CharSet) -> CharSet:
    """Returns the ASCII part of a set with whole categories, which RE2 takes long to compile; any other set unchanged."""
    return chars if chars.is_listed else listed(*chars.ascii_members())


def emit(node: Node, is_narrow: bool = False) -> Pattern:
    """Returns the RE2 pattern that matches exactly the whole texts of the tree.

    If ``is_narrow``, it is exact for ASCII texts and may miss others. Raises UncheckedPatternError if the pattern gets too
    large.
    """
    piece = _emit(node, is_narrow)
    whole = piece.text if piece.is_atom else f"(?:{piece.text})"
    return Pattern(rf"\A{whole}\z", piece.places, piece.instructions)


def _emit(node: Node, is_narrow: bool) -> _Piece:
    if isinstance(node, Literal):
        text = "".join("\\" + c if c in _SPECIAL else c if c != "\0" else r"\x00" for c in node.text)
        size = sum(2 if character.isascii() else 12 for character in node.text)
        return _Piece(text, len(node.text), size, is_atom=len(node.text) == 1)
    if isinstance(node, Chars):
        chars = ascii_part(node.chars) if is_narrow else node.chars
        return _Piece(class_text(chars), 1, instructions(chars), is_atom=True)
    if isinstance(node, Assertion):
        return _Piece(node.text, 0, 2)
    if isinstance(node, Sequence):
        return _joined("", [_emit(item, is_narrow) for item in node.items])
    if isinstance(node, Choice):
        parts = _joined("|", [_emit(branch, is_narrow) for branch in node.branches])
        return parts._replace(text=f"(?{node.flags}:{parts.text})", instructions=parts.instructions + 2, is_atom=True)
    return _repeated(node, _emit(node.item, is_narrow))


def _joined(joint: str, pieces: list[_Piece]) -> _Piece:
    return _Piece(
        joint.join(piece.text for piece in pieces),
        sum(piece.places for piece in pieces),
        _bounded(sum(piece.instructions + len(joint) for piece in pieces)),
        max((piece.nested for piece in pieces), default=1),
    )


def _bounded(size: int) -> int:
    if size > MAX_INSTRUCTIONS:
        raise UncheckedPatternError("a pattern of this size; make its counts smaller, or use maxLength")
    return size


def _repeated(node: Repeat, inner: _Piece) -> _Piece:
    """Returns the piece with its quantifiers: a count beyond RE2's limit is split among consecutive copies."""
    times = max(1, node.low + 1 if node.high is None else node.high)
    size = _bounded(inner.instructions * times + times)
    atom = inner.text if inner.is_atom else f"(?:{inner.text})"
    at_once = max(1, MAX_COUNT // inner.nested)
    if node.high is None and node.low <= 1:
        quantifiers, count = ["*" if node.low == 0 else "+"], 1
    elif (node.low, node.high) == (0, 1):
        quantifiers, count = ["?"], 1
    else:
        quantifiers, count = list(_quantifiers(node.low, node.high, at_once)), min(times, at_once)
    text = "".join(atom + quantifier for quantifier in quantifiers)
    return _Piece(text, inner.places * times, size, inner.nested * count, is_atom=False)


def _quantifiers(low: int, high: int | None, at_once: int) -> Iterable[str]:
    """Returns counts of at most ``at_once`` that together repeat a part at least ``low`` and at most ``high`` times."""
    if high is not None and high <= at_once:
        yield _exactly(low) if low == high else f"{{{low},{high}}}"
        return
    for begin in range(0, low, at_once):
        yield _exactly(min(at_once, low - begin))
    if high is None:
        yield "*"
        return
    for begin in range(low, high, at_once):
        yield f"{{0,{min(at_once, high - begin)}}}"


def _exactly(times: int) -> str:
    return "" if times == 1 else f"{{{times}}}"
