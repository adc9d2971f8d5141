"""The marks of verdicts: one shape for each kind of result, so that no verdict is known by a colour alone."""

from __future__ import annotations

from collections.abc import Mapping

from packpress.publish.drawings.svg import drawing, element

_SIZE = 16
_PITCH = 18
OTHER_MARK = "ring"
"""The mark of a verdict to which the descriptor gives none."""


def _outlined(shapes: str, more: str = "") -> str:
    return element("g", shapes, fill="none", stroke="currentColor", stroke_width=1.5) + more


def _filled(path: str) -> str:
    return element("path", fill="currentColor", fill_rule="evenodd", d=path)


_ROUND = element("circle", cx=8, cy=8, r=6.5)
# name of a mark → its shape in a square of 16
VERDICT_MARKS: Mapping[str, str] = {
    "equal": _filled("M8 .75a7.25 7.25 0 1 0 0 14.5 7.25 7.25 0 0 0 0-14.5zM4.5 5h7v2h-7zM4.5 9h7v2h-7z"),
    "waves": _outlined(_ROUND + element("path", d="M4 6.75q2-2.25 4 0t4 0M4 10.25q2-2.25 4 0t4 0")),
    "up": _filled("M8 1.25 15.25 14.5H.75z"),
    "down": _filled("M8 14.75.75 1.5h14.5z"),
    "circles": _outlined(element("circle", cx=5.25, cy=8, r=4.25) + element("circle", cx=10.75, cy=8, r=4.25)),
    "square": _outlined(element("path", d="M1.75 1.75h12.5v12.5H1.75zM1.75 14.25l12.5-12.5")),
    "dashed": _outlined(element("circle", cx=8, cy=8, r=6.5, stroke_dasharray="3 2.105")),
    "void": _outlined(_ROUND + element("path", d="M3.4 12.6 12.6 3.4")),
    OTHER_MARK: _outlined(_ROUND, element("circle", fill="currentColor", cx=8, cy=8, r=2.5)),
}
"""What each is for: ``equal`` both values agree, ``waves`` one rounds to the other, ``up`` and ``down`` the stated value is
above or below the other, ``circles`` they count different things, ``square`` the source named is the wrong one, ``dashed``
nothing was found, ``void`` nothing could be compared."""


def draw_mark(name: str) -> str:
    """Returns the mark as SVG in the colour of the text; the general mark for a name that is not known."""
    shape = VERDICT_MARKS.get(name, VERDICT_MARKS[OTHER_MARK])
    return drawing(shape, "d-mark", width=_SIZE, height=_SIZE, viewBox=f"0 0 {_SIZE} {_SIZE}")


def draw_marks(name: str, count: int, number: int = 0, *, row: int = 30) -> str:
    """Returns ``count`` marks as SVG, ``row`` in each row, at one size whatever the count.

    ``number`` tells apart the drawings of a page, of which each has an id.
    """
    shape = VERDICT_MARKS.get(name, VERDICT_MARKS[OTHER_MARK])
    anchor = f"marks-{number}"
    rows = max(1, -(-count // row))
    places = [divmod(number, row) for number in range(count)]
    uses = [element("use", href=f"#{anchor}", **_moved(x * _PITCH, y * _PITCH)) for y, x in places]
    width, height = row * _PITCH, (rows - 1) * _PITCH + _SIZE
    content = element("defs", element("g", shape, id=anchor)) + "".join(uses)
    return drawing(content, "d-marks", width=width, height=height, viewBox=f"0 0 {width} {height}")


def _moved(x: int, y: int) -> dict[str, float]:
    return {name: value for name, value in (("x", x), ("y", y)) if value}
