"""The order of a nested list of names, in ordinary and in odd data."""

from __future__ import annotations

import pytest

from packpress.site.pages.names.tree import DEEPEST, Nested, nest

# names, the wider name of each → the nested list, as "name:depth"
CASES = {
    "no wider names": ("abc", {}, "a:0 b:0 c:0"),
    "a name below one that comes later": ("abc", {"a": "c"}, "b:0 c:0 a:1"),
    "siblings keep their order": ("abcd", {"b": "a", "d": "a", "c": "b"}, "a:0 b:1 c:2 d:1"),
    "a wider name that is missing": ("ab", {"a": "z"}, "a:0 b:0"),
    "a name that is its own wider name": ("ab", {"b": "b"}, "a:0 b:0"),
    "a circle begins with its first name": ("abc", {"a": "b", "b": "c", "c": "a"}, "a:0 c:1 b:2"),
    "a name given twice": ("aab", {"b": "a"}, "a:0 b:1"),
}


@pytest.mark.parametrize(("keys", "wider", "shown"), CASES.values(), ids=CASES.keys())
def test_names_are_listed_below_their_wider_name(keys: str, wider: dict[str, str], shown: str) -> None:
    assert nest(keys, wider) == tuple(Nested(key, int(depth)) for key, depth in (item.split(":") for item in shown.split()))


def test_a_long_chain_ends_at_the_deepest_level() -> None:
    keys = [str(number) for number in range(5000)]
    found = nest(keys, dict(zip(keys[1:], keys, strict=False)))
    assert [item.key for item in found] == keys
    assert [item.depth for item in found] == [min(depth, DEEPEST) for depth in range(5000)]
