"""Long lists on several pages."""

from __future__ import annotations

import pytest

from packpress.site.pages.proof.divided import Division, divide

# how many items, how many a page has at most → how many each page has
SIZES = {"none": (0, 3, [0]), "as many as fit": (3, 3, [3]), "one more": (4, 3, [2, 2]), "many": (10, 4, [4, 4, 2])}


@pytest.mark.parametrize(("count", "most", "sizes"), SIZES.values(), ids=SIZES.keys())
def test_every_item_is_on_one_page_in_order(count: int, most: int, sizes: list[int]) -> None:
    found = list(divide("a.html", range(count), most))
    assert [len(part.items) for part in found] == sizes
    assert [item for part in found for item in part.items] == list(range(count))


def test_each_page_knows_those_before_and_after_it() -> None:
    assert list(divide("f/a.html", "abc", 1)) == [
        Division("f/a.html", 1, 3, "a", "", "f/a-2.html"),
        Division("f/a-2.html", 2, 3, "b", "f/a.html", "f/a-3.html"),
        Division("f/a-3.html", 3, 3, "c", "f/a-2.html", ""),
    ]
