"""The set of characters that one place of a pattern allows: whole Unicode categories, minus and plus some code points.

Union, difference and complement keep this form, so that categories are rarely enumerated, although RE2 has no class
subtraction.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from packpress.pattern.characters.categories import ALL, CATEGORIES, UNASSIGNED, class_names, members, within
from packpress.pattern.characters.ranges import Ranges, intersect, merge, subtract

LARGEST = 3_000
"""How many RE2 instructions any class takes at most: parts are shared (2,350 measured)."""
_ASCII: Ranges = ((0, 0x7F),)


class CharSet(NamedTuple):
    """All code points of ``categories`` except ``minus``, plus those of ``plus``, which is disjoint from ``minus``."""

    categories: frozenset[str] = frozenset()
    minus: Ranges = ()
    plus: Ranges = ()

    @property
    def is_listed(self) -> bool:
        """Whether the set is a list of code points, or the complement of a list."""
        return not self.categories or self.categories == ALL

    def invert(self) -> CharSet:
        """Returns the complement."""
        return CharSet(ALL - self.categories, self.plus, self.minus)

    def union(self, other: CharSet) -> CharSet:
        """Returns the characters in either set."""
        minus = merge((*other.remove_from(self.minus), *self.remove_from(other.minus)))
        return CharSet(self.categories | other.categories, minus, merge(self.plus + other.plus))

    def subtract(self, other: CharSet) -> CharSet:
        """Returns the characters that are not in the other set."""
        return self.invert().union(other).invert()

    def remove_from(self, points: Ranges) -> Ranges:
        """Returns the code points of ``points`` that are not in the set."""
        points = subtract(points, self.plus)
        return merge((*within(points, ALL - self.categories), *intersect(points, self.minus)))

    def ascii_members(self) -> Ranges:
        """Returns the ASCII characters in the set."""
        return subtract(_ASCII, self.remove_from(_ASCII))


ANY_CHARACTER = CharSet(ALL)


def listed(*ranges: tuple[int, int]) -> CharSet:
    """Returns the set of these code points."""
    return CharSet(plus=merge(ranges))


def characters(text: str) -> CharSet:
    """Returns the set of the characters of the text."""
    return listed(*((ord(character), ord(character)) for character in text))


@lru_cache(maxsize=1000)
def expressible(chars: CharSet) -> CharSet:
    """Returns the same set in a form that an RE2 class can express: categories that lack some code points are enumerated.

    A set with the unassigned code points may be written inverted, without what its inverse lists.
    """
    categories, minus, plus = chars
    if not minus or UNASSIGNED in categories:
        return chars
    for name in sorted(categories):
        if touched := within(minus, frozenset({name})):
            categories -= {name}
            plus = merge((*plus, *subtract(members(rf"\p{{{name}}}"), touched)))
    return CharSet(categories, (), plus)


@lru_cache(maxsize=1000)
def class_text(chars: CharSet) -> str:
    """Returns the set as an RE2 expression that matches one character, or nothing if the set is empty."""
    categories, minus, plus = expressible(chars)
    if UNASSIGNED in categories:  # RE2 has no name for it, but every inverted class includes it
        others = class_names(ALL - categories) + _listed(minus)
        if not others:
            return "(?s:.)"
        return f"(?:[^{others}]|[{_listed(plus)}])" if plus else f"[^{others}]"
    inner = class_names(categories) + _listed(plus)
    return f"[{inner}]" if inner else r"[^\x00-\x{10FFFF}]"


@lru_cache(maxsize=1000)
def instructions(chars: CharSet) -> int:
    """Returns how many RE2 instructions the set takes at most."""
    categories, minus, plus = expressible(chars)
    named = ALL - categories if UNASSIGNED in categories else categories
    ranges = sum(2 if last < 0x80 else 12 for _, last in minus + plus)
    return min(LARGEST, 16 + sum(CATEGORIES[name] for name in named) + ranges)


def _listed(ranges: Ranges) -> str:
    return "".join(_shown(first) if first == last else f"{_shown(first)}-{_shown(last)}" for first, last in ranges)


def _shown(code: int) -> str:
    return chr(code) if chr(code).isalnum() and code < 0x80 else rf"\x{{{code:X}}}"
