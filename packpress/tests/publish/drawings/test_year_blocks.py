"""The overview has a block an event in its year, the coded text's own above the line."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.publish.drawings.year_axis import YearAxis
from packpress.publish.drawings.year_blocks import draw_overview

AXIS = YearAxis(2020, 2023, 2)


def test_an_overview() -> None:
    assert draw_overview(AXIS, [2021], [2023, 2020, 2023], "Four events.") == (
        '<svg class="d-years" width="100%" height="38" role="img" aria-label="Four events.">'
        '<g class="d-own"><rect x="28%" y="9" width="19%" height="5"/></g>'
        '<g class="d-other"><rect x="3%" y="18" width="19%" height="5"/>'
        '<rect x="78%" y="18" width="19%" height="11"/></g><path class="d-gap" d="M0 23.5h9999"/>'
        + AXIS.grid()
        + '<line class="d-axis" x2="100%" y1="16" y2="16"/></svg>',
        1,
    )


def test_an_empty_lane_takes_no_room() -> None:
    assert draw_overview(AXIS, [], []).svg == (
        '<svg class="d-years" width="100%" height="20" aria-hidden="true">'
        + AXIS.grid()
        + '<line class="d-axis" x2="100%" y1="10" y2="10"/></svg>'
    )


def test_a_year_beyond_the_axis_is_rejected() -> None:
    with pytest.raises(ValueError, match=r"^2024 is not on the axis$"):
        draw_overview(AXIS, [2024], [])


# how many events in a year → how many blocks, how many events a block stands for, pixels from block to block
STACKS = {2: (2, 1, 6), 30: (30, 1, 6), 31: (31, 1, 4), 60: (60, 1, 4), 61: (31, 2, 4), 1000: (59, 17, 4)}


@pytest.mark.parametrize(("count", "wanted"), STACKS.items(), ids=map(str, STACKS))
def test_a_stack_is_never_too_high(count: int, wanted: tuple[int, int, int]) -> None:
    overview = draw_overview(AXIS, [], [2021] * count)
    gaps = gaps_of(ElementTree.fromstring(overview.svg))
    pitch = gaps[1] - gaps[0] if count > 2 else 6
    assert (len(gaps) + 1, overview.each, pitch) == wanted


def gaps_of(drawn: ElementTree.Element) -> list[float]:
    """Where the lines between blocks are."""
    return [float(place.split("h")[0]) for path in drawn.iter("path") for place in path.attrib["d"].split("M0 ")[1:]]


YEARS = st.lists(st.integers(2020, 2023), max_size=30)


@settings(deadline=None, derandomize=True)
@given(YEARS, YEARS)
def test_every_event_has_its_block_on_its_side_in_its_year_and_within_the_drawing(own: list[int], others: list[int]) -> None:
    drawn = ElementTree.fromstring(draw_overview(AXIS, own, others).svg)
    height = float(drawn.attrib["height"])
    line = float(drawn.findall("line")[-1].attrib["y1"])
    gaps = gaps_of(drawn)
    found: dict[str, Counter[int]] = {"d-own": Counter(), "d-other": Counter()}
    for lane in (lane for lane in drawn.iter("g") if lane.attrib["class"] in found):
        for stack in lane:
            left, wide = (float(stack.attrib[name].rstrip("%")) for name in ("x", "width"))
            top, high = (float(stack.attrib[name]) for name in ("y", "height"))
            assert left % 25 + wide < 25
            assert 0 <= top < top + high < line if lane.attrib["class"] == "d-own" else line < top < top + high <= height
            blocks = 1 + sum(top < gap < top + high for gap in gaps)
            assert high == 6 * blocks - 1
            found[lane.attrib["class"]][2020 + int(left // 25)] = blocks
    assert found == {"d-own": Counter(own), "d-other": Counter(others)}
