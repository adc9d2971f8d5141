"""Soft hyphens between two letters: they mark where a word may be hyphenated, and make equal values differ."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import rows_where
from packpress.arrow.byte_sets import byte_chunks
from packpress.read.csv.blocks import Block
from packpress.read.joiners import SOFT_HYPHEN
from packpress.read.reader import AnyBlock, Breach

_FIRST, _SECOND = SOFT_HYPHEN.encode()
WORDS = "U+00AD (soft hyphen), which is invisible"


def may_have_soft_hyphens(block: AnyBlock) -> bool:
    """Returns whether a cell of the block may have one; it is known only for delimited files."""
    if not isinstance(block, Block) or block.data.isascii():
        return not isinstance(block, Block)
    data = np.frombuffer(block.data, np.uint8)  # a search for both bytes takes five times as long where the first is frequent
    return any(
        bool(((piece == _FIRST) & (data[begin + 1 : begin + 1 + len(piece)] == _SECOND)).any())
        for begin, piece in byte_chunks(data[:-1])
    )


def soft_hyphens(cells: pa.StringArray, is_key: bool) -> list[Breach]:
    """Returns the rows whose cell has a soft hyphen, an error in a key column.

    Soft hyphens that are not between letters were rejected by layer 1.
    """
    rows = rows_where(pc.match_substring(cells, pattern=SOFT_HYPHEN))
    if not len(rows):
        return []
    if is_key:
        return [Breach("text-hidden-character", f"contains {WORDS}, in a key; remove it", rows)]
    return [Breach("cell-soft-hyphen", f"contains {WORDS}; remove it unless intended", rows, "warning")]
