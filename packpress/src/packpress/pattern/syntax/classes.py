"""Parses a character class: ``[a-z]``, ``[^,]``, and with subtraction ``[a-z-[aeiou]]``."""

from __future__ import annotations

import re

from packpress.pattern.characters.char_set import CharSet, listed
from packpress.pattern.characters.named_sets import POSIX
from packpress.pattern.syntax.escapes import read_escape
from packpress.pattern.syntax.faults import InvalidPatternError, UncheckedPatternError
from packpress.pattern.syntax.nodes import Assertion

MAX_NESTING = 100
"""How deep classes and groups may be nested."""
_POSIX = r"\[:(\^?)([a-z]+):\]"


def read_class(pattern: str, place: int, subtracts: bool, depth: int = 0) -> tuple[CharSet, int]:
    """Returns the set of the class whose first character after the bracket is at ``place``, and where the class ends.

    ``subtracts`` says whether ``-[`` begins a class to subtract, as in XML Schema; otherwise these are two characters.
    """
    if depth > MAX_NESTING:
        raise UncheckedPatternError(f"classes nested more than {MAX_NESTING} deep")
    negative = pattern.startswith("^", place)
    place += negative
    chars, ranges, removed, first = CharSet(), list[tuple[int, int]](), None, place
    while not pattern.startswith("]", place) or place == first:
        if place >= len(pattern):
            raise InvalidPatternError("a [ is not closed")
        if place > first and _subtracts(pattern, place, subtracts):
            removed, place = read_class(pattern, place + 2, subtracts, depth + 1)
            if not pattern.startswith("]", place):
                raise InvalidPatternError("a subtracted class must end the class from which it is subtracted")
            break
        if pattern.startswith("&&[", place):
            raise UncheckedPatternError("the intersection &&")
        item, place = _read_item(pattern, place)
        if isinstance(item, CharSet):
            chars = chars.union(item)
            continue
        last = item
        if pattern.startswith("-", place) and not pattern.startswith("-]", place) and not _subtracts(pattern, place, subtracts):
            end, after = _read_item(pattern, place + 1)
            if isinstance(end, str):
                last, place = end, after
        if last < item:
            raise InvalidPatternError(f"the range {item}-{last} is reversed")
        ranges.append((ord(item), ord(last)))
    chars = chars.union(listed(*ranges)) if ranges else chars
    chars = chars.invert() if negative else chars
    return chars if removed is None else chars.subtract(removed), place + 1


def _subtracts(pattern: str, place: int, subtracts: bool) -> bool:
    """Returns whether a class to subtract begins at ``place``; ``[+-[]`` is a range, and ``[a-[:digit:]]`` names a class."""
    if not subtracts or not pattern.startswith("-[", place) or pattern.startswith("-[]", place):
        return False
    return not re.compile(_POSIX).match(pattern, place + 1)


def _read_item(pattern: str, place: int) -> tuple[CharSet | str, int]:
    """Returns the set or character at ``place``, and where it ends."""
    if place >= len(pattern):
        raise InvalidPatternError("a [ is not closed")
    if pattern.startswith("[:", place) and (match := re.compile(_POSIX).match(pattern, place)):
        if match[2] not in POSIX:
            raise UncheckedPatternError(f"the class {match[0][:40]}")
        named = POSIX[match[2]]
        return (named.invert() if match[1] else named), match.end()
    if pattern[place] != "\\":
        return pattern[place], place + 1
    meaning, place = read_escape(pattern, place + 1, in_class=True)
    assert not isinstance(meaning, Assertion)  # not possible in a class
    return meaning, place
