"""Sets of characters keep to their algebra, and RE2 sees the same members."""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.pattern.characters.categories import CATEGORIES, UNASSIGNED
from packpress.pattern.characters.char_set import CharSet, class_text, listed

POINTS = [*range(0x80), *range(0xA0, 0x180), *range(0x370, 0x400), *range(0x2010, 0x2030), 0x4E00, 0xE000, 0x1F600, 0x10FFFF]
TEXTS = pa.array(list(map(chr, POINTS)))
_points = st.lists(st.tuples(st.sampled_from(POINTS), st.integers(0, 40)), max_size=3)
_sets = st.one_of(
    _points.map(lambda pairs: listed(*((first, min(first + more, 0x10FFFF)) for first, more in pairs))),
    st.frozensets(st.sampled_from(sorted(CATEGORIES)), max_size=6).map(CharSet),
)


def _category(code: int) -> str:
    return unicodedata.category(chr(code))


def _members(chars: CharSet) -> set[int]:
    def within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
        return any(first <= code <= last for first, last in ranges)

    categories, minus, plus = chars
    return {c for c in POINTS if within(c, plus) or (_category(c) in categories and not within(c, minus))}


def _found(expression: str) -> set[int]:
    found = pc.match_substring_regex(TEXTS, pattern=rf"\A{expression}\z").to_pylist()
    return {code for code, is_found in zip(POINTS, found, strict=True) if is_found}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(_sets, _sets, _sets)
def test_union_difference_and_complement_are_those_of_the_members(one: CharSet, two: CharSet, three: CharSet) -> None:
    a, b, c = _members(one), _members(two), _members(three)
    joined = one.union(two).subtract(three)
    assert _members(joined) == (a | b) - c
    assert _members(joined.invert()) == set(POINTS) - ((a | b) - c)
    assert _found(class_text(joined)) == (a | b) - c
    assert _found(class_text(joined.invert())) == set(POINTS) - ((a | b) - c)
    ascii_only = {code for first, last in joined.ascii_members() for code in range(first, last + 1)}
    assert ascii_only == {code for code in (a | b) - c if code < 0x80}


def test_a_class_is_named_where_it_can_be_and_listed_where_not() -> None:
    letters = CharSet(frozenset({"Lu", "Ll", "Lt", "Lm", "Lo"}))
    assert class_text(letters) == r"[\pL]"
    assert class_text(letters.invert()) == r"[^\pL]"
    assert class_text(CharSet(frozenset({UNASSIGNED}))) == r"[^\pL\pM\pN\pP\pS\pZ\pC]"
    assert class_text(CharSet()) == r"[^\x00-\x{10FFFF}]"
    assert re.fullmatch(r"\[\\p\{Lm\}\\p\{Lo\}\\p\{Lt\}\\p\{Lu\}b-z.*\]", class_text(letters.subtract(listed((97, 97)))))
