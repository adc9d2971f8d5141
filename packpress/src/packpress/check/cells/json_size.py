"""Cells of JSON with too many arrays and objects: each of these takes a hundred times as much memory as its two bytes."""

from __future__ import annotations

import numpy as np

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_ROWS, Rows, numpy_values
from packpress.arrow.text_column import Texts

MAX_CELL_BRACKETS, BYTES_A_BRACKET = 500_000, 16
"""How many arrays and objects a cell may have, and how many bytes per bracket a cell with more must have: the coordinates of
a map have twenty and more."""
MESSAGE = f"has more than {MAX_CELL_BRACKETS:,} arrays and objects, too many for one cell; split it"


def crowded_rows(texts: Texts) -> Rows:
    """Returns the rows of present cells that have too many brackets for their length."""
    if len(texts.data) <= MAX_CELL_BRACKETS:
        return NO_ROWS
    long = texts.only_present(np.flatnonzero(texts.lengths > MAX_CELL_BRACKETS))
    if not len(long):
        return NO_ROWS
    cells = texts.take(long)
    counts = numpy_values(pc.add(pc.count_substring(cells, pattern="["), pc.count_substring(cells, pattern="{")))
    crowded: Rows = long[counts > np.maximum(MAX_CELL_BRACKETS, texts.lengths[long] // BYTES_A_BRACKET)]
    return crowded
