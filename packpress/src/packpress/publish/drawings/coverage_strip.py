"""The coverage of a text as a strip: a block a passage, in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from packpress.publish.drawings.svg import drawing, element, percent

Covered = Literal["cited", "no claim", "open"]
_HEIGHT = 24
_PART = 0.8
"""The width of a block, as a part of its place."""
# state of a passage → class, top and height of its block
_BLOCKS: Mapping[Covered, tuple[str, float, float]] = {
    "cited": ("d-own", 0, _HEIGHT),
    "no claim": ("d-other", _HEIGHT - 8, 8),
    "open": ("d-hollow", 1, _HEIGHT - 2),
}


def draw_coverage(passages: Sequence[Covered], words: str = "") -> str:
    """Returns the strip as SVG: a full block where a record cites the passage, a low one where it has no claim.

    A passage of which nothing is known is an outlined block.
    """
    blocks = []
    for number, state in enumerate(passages):
        kind, top, height = _BLOCKS[state]
        x, width = percent((number + (1 - _PART) / 2) / len(passages)), percent(_PART / len(passages))
        blocks.append(element("rect", class_=kind, x=x, y=top, width=width, height=height))
    return drawing("".join(blocks), "d-coverage", width="100%", height=_HEIGHT, words=words)
