"""The area of a square is the count."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.matrix import draw_count

HEAD = '<svg class="d-count" width="24" height="24" aria-hidden="true"'
# count, largest count, whether it is the coded text's own → what is drawn
COUNTS = {
    "the largest": (16, 16, True, f'{HEAD}><rect class="d-own" x="0" y="0" width="24" height="24"/></svg>'),
    "a quarter": (4, 16, False, f'{HEAD}><rect class="d-other" x="6" y="6" width="12" height="12"/></svg>'),
    "still seen": (1, 9999, False, f'{HEAD}><rect class="d-other" x="10.5" y="10.5" width="3" height="3"/></svg>'),
    "nothing": (0, 16, False, f"{HEAD}/>"),
    "an empty matrix": (0, 0, False, f"{HEAD}/>"),
}


@pytest.mark.parametrize(("count", "most", "is_own", "wanted"), COUNTS.values(), ids=COUNTS)
def test_a_count(count: int, most: int, is_own: bool, wanted: str) -> None:
    assert draw_count(count, most, is_own=is_own) == wanted


@pytest.mark.parametrize("count", [-1, 17])
def test_a_count_beyond_the_scale_is_rejected(count: int) -> None:
    with pytest.raises(ValueError, match=rf"^{count} is not between 0 and 16$"):
        draw_count(count, 16)


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 500), st.integers(0, 500))
def test_a_larger_count_is_never_a_smaller_square(one: int, other: int) -> None:
    sides = []
    for count in sorted([one, other]):
        square = ElementTree.fromstring(draw_count(count, 500)).find("rect")
        sides.append(0.0 if square is None else float(square.attrib["width"]))
    assert sides == sorted(sides)
