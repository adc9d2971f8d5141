"""A text column as numpy arrays: where each cell begins in the bytes of the column, its length, and whether it is null."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_ROWS, Mask, Rows, buffer_values, distinct, int64_array, numpy_values

Bytes = npt.NDArray[np.uint8]


class Texts:
    """A string array and its bytes. ``present`` is false where a cell is null, or None if no cell is null.

    The bytes of a null cell are arbitrary.
    """

    def __init__(self, cells: pa.StringArray, present: Mask | None = None) -> None:
        """``present`` may be given if it is known; otherwise it is read from the array."""
        self.cells = cells
        self.present = _validity(cells) if present is None and cells.null_count else present
        _, offsets, data = cells.buffers()
        size = len(cells) + 1
        self._offsets = buffer_values(offsets, np.int32)[cells.offset : cells.offset + size] if size > 1 else _NO_OFFSETS
        self._all = buffer_values(data, np.uint8)
        self.begin, self.end = int(self._offsets[0]), int(self._offsets[-1])

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def starts(self) -> npt.NDArray[np.int32]:
        """Position in ``data`` of each cell's first byte."""
        return self._offsets[:-1] - np.int32(self.begin) if self.begin else self._offsets[:-1]

    @cached_property
    def lengths(self) -> npt.NDArray[np.int32]:
        """Number of bytes of each cell."""
        return self._offsets[1:] - self._offsets[:-1]

    @property
    def size(self) -> int:
        """Number of bytes of all cells."""
        return self.end - self.begin

    @property
    def data(self) -> Bytes:
        """The bytes of all cells, one after another."""
        return self._all[self.begin : self.end]

    @cached_property
    def first(self) -> Bytes:
        """The first byte of each cell, 0 for an empty one."""
        if not len(self.data):
            return np.zeros(len(self), np.uint8)
        found = np.take(self.data, self.starts, mode="clip")
        found[self.lengths == 0] = 0
        return found

    def longest(self) -> int:
        """Returns the number of bytes of the longest cell."""
        return int(self.lengths.max(initial=0))

    def rows_at(self, places: Rows) -> Rows:
        """Returns the sorted, distinct rows whose non-null cells contain these positions of ``data``, which must be sorted."""
        if not len(places):
            return NO_ROWS
        return self.only_present(distinct(np.searchsorted(self.starts, places, side="right") - 1))

    def only_present(self, rows: Rows) -> Rows:
        """Returns the rows whose cell is not null."""
        return rows if self.present is None else rows[self.present[rows]]

    def take(self, rows: Rows) -> pa.StringArray:
        """Returns the cells of the rows."""
        return pc.take(self.cells, int64_array(rows))

    def without(self, rows: Rows | Mask) -> Texts:
        """Returns the column with null in these rows; only the validity bitmap is copied."""
        present = np.ones(len(self), np.bool_) if self.present is None else self.present.copy()
        present[rows] = False
        padded = np.concatenate((np.zeros(self.cells.offset, np.bool_), present)) if self.cells.offset else present
        valid = pa.py_buffer(np.packbits(padded, bitorder="little"))
        _, offsets, data = self.cells.buffers()
        nulls = len(self) - int(np.count_nonzero(present))
        made = pa.StringArray.from_buffers(len(self), offsets, data, valid, nulls, self.cells.offset)
        return Texts(made, present)


_NO_OFFSETS = np.zeros(1, np.int32)


def _validity(cells: pa.StringArray) -> Mask:
    present: Mask = numpy_values(pc.is_valid(cells))
    return present
