"""A mark that is repeated on a page is drawn once."""

from __future__ import annotations

import pytest

from packpress.publish.drawings.date_marks import draw_date_mark
from packpress.publish.drawings.verdict_marks import VERDICT_MARKS, draw_mark
from packpress.site.rendering.shared_drawings import share_drawings

UP = VERDICT_MARKS["up"]
OPENING = draw_mark("up").partition(UP)[0]
FIRST, LATER = f'{OPENING}<g id="m:1">{UP}</g></svg>', f'{OPENING}<use href="#m:1"/></svg>'
OWN, OTHER = draw_date_mark("day", is_own=True), draw_date_mark("day", is_own=False)
DAY = OWN[OWN.index(">") + 1 : OWN.rindex("<")]
# marks of a page → the same page with shared drawings
PAGES = {
    "no mark": ("<p>A</p>", "<p>A</p>"),
    "each once": (draw_mark("up") + draw_mark("equal"), draw_mark("up") + draw_mark("equal")),
    "three times": (
        draw_mark("up") * 2 + draw_mark("equal") + draw_mark("up"),
        FIRST + LATER + draw_mark("equal") + LATER,
    ),
    "in two colours": (OWN + OTHER, OWN.replace(DAY, f'<g id="m:1">{DAY}</g>') + OTHER.replace(DAY, '<use href="#m:1"/>')),
}


@pytest.mark.parametrize(("page", "shared"), PAGES.values(), ids=PAGES)
def test_a_repeated_mark_refers_to_its_first_drawing(page: str, shared: str) -> None:
    assert share_drawings(page) == shared
