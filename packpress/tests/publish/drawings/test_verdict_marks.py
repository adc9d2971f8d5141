"""Every verdict has a shape of its own, in the colour of the text."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from packpress.publish.drawings.verdict_marks import VERDICT_MARKS, draw_mark, draw_marks

OUTLINE = '<g fill="none" stroke="currentColor" stroke-width="1.5">'
RING = '<circle cx="8" cy="8" r="6.5"/>'
# name → its shape
MARKS = {
    "equal": '<path fill="currentColor" fill-rule="evenodd" '
    'd="M8 .75a7.25 7.25 0 1 0 0 14.5 7.25 7.25 0 0 0 0-14.5zM4.5 5h7v2h-7zM4.5 9h7v2h-7z"/>',
    "waves": f'{OUTLINE}{RING}<path d="M4 6.75q2-2.25 4 0t4 0M4 10.25q2-2.25 4 0t4 0"/></g>',
    "up": '<path fill="currentColor" fill-rule="evenodd" d="M8 1.25 15.25 14.5H.75z"/>',
    "down": '<path fill="currentColor" fill-rule="evenodd" d="M8 14.75.75 1.5h14.5z"/>',
    "circles": f'{OUTLINE}<circle cx="5.25" cy="8" r="4.25"/><circle cx="10.75" cy="8" r="4.25"/></g>',
    "square": f'{OUTLINE}<path d="M1.75 1.75h12.5v12.5H1.75zM1.75 14.25l12.5-12.5"/></g>',
    "dashed": f'{OUTLINE}<circle cx="8" cy="8" r="6.5" stroke-dasharray="3 2.105"/></g>',
    "void": f'{OUTLINE}{RING}<path d="M3.4 12.6 12.6 3.4"/></g>',
    "ring": f'{OUTLINE}{RING}</g><circle fill="currentColor" cx="8" cy="8" r="2.5"/>',
}
HEAD = '<svg class="d-mark" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">'


@pytest.mark.parametrize(("name", "shape"), MARKS.items(), ids=MARKS)
def test_a_mark(name: str, shape: str) -> None:
    assert draw_mark(name) == f"{HEAD}{shape}</svg>"


def test_every_mark_is_listed_and_no_two_are_alike() -> None:
    assert list(VERDICT_MARKS) == list(MARKS)
    assert len({*VERDICT_MARKS.values()}) == len(MARKS)


def test_a_name_that_is_not_known_has_the_general_mark() -> None:
    assert draw_mark('"><script>') == draw_mark("ring")


def test_marks_are_drawn_once_and_repeated() -> None:
    assert draw_marks("up", 3, 7, row=2) == (
        '<svg class="d-marks" width="36" height="34" viewBox="0 0 36 34" aria-hidden="true">'
        f'<defs><g id="marks-7">{MARKS["up"]}</g></defs>'
        '<use href="#marks-7"/><use href="#marks-7" x="18"/><use href="#marks-7" y="18"/></svg>'
    )


@pytest.mark.parametrize("count", [0, 1, 30, 31, 152])
def test_there_is_one_mark_for_each_of_the_count_all_within_the_drawing(count: int) -> None:
    drawn = ElementTree.fromstring(draw_marks("equal", count))
    width, height = (float(drawn.attrib[name]) for name in ("width", "height"))
    places = [(float(use.get("x", "0")), float(use.get("y", "0"))) for use in drawn.iter("use")]
    assert len({*places}) == count
    assert all(x + 16 <= width and y + 16 <= height for x, y in places)
    assert width == 540
