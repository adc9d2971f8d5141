"""Soft hyphens between two letters: they show where a word may be divided, and make equal values differ."""

from __future__ import annotations

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import rows_where
from packpress.read.csv.blocks import Block
from packpress.read.joiners import SOFT_HYPHEN
from packpress.read.reader import AnyBlock, Breach

_BYTES = SOFT_HYPHEN.encode()
WORDS = "U+00AD (soft hyphen), which is invisible"


def may_have_soft_hyphens(block: AnyBlock) -> bool:
    """Whether a cell of the block may have one; only of a delimited file is it known."""
    return not isinstance(block, Block) or (not block.data.isascii() and _BYTES in block.data)


def soft_hyphens(cells: pa.StringArray, is_key: bool) -> list[Breach]:
    """Returns the rows whose cell has a soft hyphen, an error in a column of a key; layer 1 refused those beside no letter."""
    rows = rows_where(pc.match_substring(cells, pattern=SOFT_HYPHEN))
    if not len(rows):
        return []
    if is_key:
        return [Breach("text-hidden-character", f"contains {WORDS}, in a key; remove it", rows)]
    return [Breach("cell-soft-hyphen", f"contains {WORDS}; remove it unless intended", rows, "warning")]
