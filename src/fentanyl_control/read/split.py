"""The cells of a legal block as columns, told from where its separators and quotes stand, a whole block at a time.

Cells and separators take turns, so their places are the offsets of one long column of text over the very bytes of the block;
every n-th text of it is a column of the table. No thread is started for it, as Arrow's reader of CSV does for every call.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.package.model import Dialect
from fentanyl_control.read.blocks import Block, Marks, outside, places_of
from fentanyl_control.read.constants import Rows, distinct
from fentanyl_control.read.reader import RaggedError

_LF, _CR = 10, 13


def read_cells(block: Block, columns: int, dialect: Dialect, only: Sequence[int] | None = None) -> list[pa.StringArray]:
    """The columns of a legal block as Arrow strings: one array a column, every cell as written, nothing null.

    ``columns`` is how many the block has; with ``only`` those are read and given, in that order. Raises RaggedError where
    a row is ragged, which the blocks of a scanner that is not ``even`` may have.
    """
    marks = block.marks
    separators = _separators(marks, ord(block.delimiter or dialect.delimiter))
    if not _is_even(separators, marks, block.rows, columns):
        raise RaggedError
    offsets = _offsets(separators, marks, columns)
    texts = pa.StringArray.from_buffers(2 * len(separators), pa.py_buffer(offsets), pa.py_buffer(block.data))
    doubled = _with_doubled_quotes(separators, marks.quotes, columns)
    given = []
    for column in range(columns) if only is None else only:
        cells = texts.take(_every(2 * columns, 2 * column, len(texts)))
        given.append(pc.replace_substring(cells, pattern='""', replacement='"') if doubled[column] else cells)
    return given


def _separators(marks: Marks, delimiter: int) -> Rows:
    """Where the cells end: at delimiters and line feeds outside quotes, and at the end of the data."""
    found = outside(marks.quotes, places_of(marks.bytes, delimiter, _LF))
    return found if marks.ends_line else np.append(found, len(marks.bytes))


def _is_even(separators: Rows, marks: Marks, rows: int, columns: int) -> bool:
    """Whether each row has that many cells: every n-th separator ends a row, and no other does, for rows are counted."""
    if len(separators) != rows * columns:
        return False
    ends = separators[columns - 1 :: columns]
    return bool((marks.bytes[ends if marks.ends_line else ends[:-1]] == _LF).all())


def _offsets(separators: Rows, marks: Marks, columns: int) -> npt.NDArray[np.int32]:
    """Where each cell and what parts it from the next begin, in turns. Quotes around a cell belong to what parts it."""
    offsets = np.zeros(2 * len(separators) + 1, np.int32)
    offsets[1::2] = offsets[2::2] = separators
    offsets[2::2] += 1
    if not marks.ends_line:
        offsets[-1] -= 1
    closed = len(separators) if marks.ends_line else len(separators) - 1
    ends = offsets[1 : 2 * closed : 2][columns - 1 :: columns]
    if len(ends) and ends[0] and marks.bytes[ends[0] - 1] == _CR:
        ends -= 1
    quoted = distinct(np.searchsorted(separators, marks.quotes[0::2]))
    offsets[2 * quoted] += 1
    offsets[2 * quoted + 1] -= 1
    return offsets


def _with_doubled_quotes(separators: Rows, quotes: Rows, columns: int) -> npt.NDArray[np.bool_]:
    """Which columns have a cell with a doubled quote: one that closes beside one that opens."""
    opening = quotes[2::2]
    doubled = opening[quotes[1:-1:2] + 1 == opening]
    has: npt.NDArray[np.bool_] = np.bincount(np.searchsorted(separators, doubled) % columns, minlength=columns) > 0
    return has


def _every(step: int, first: int, end: int) -> pa.Int32Array:
    """The numbers from ``first`` on, ``step`` apart, below ``end``."""
    numbers = np.arange(first, end, step, dtype=np.int32)
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers)])
