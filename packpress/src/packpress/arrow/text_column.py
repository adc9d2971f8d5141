"""A text column as numpy sees it: where each cell begins in the bytes of the column, how long it is, whether it is there."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_ROWS, Mask, Rows, buffer_values, distinct, int64_array, numpy_values

Bytes = npt.NDArray[np.uint8]


class Texts:
    """A string array and its bytes. ``present`` is false where a cell is null, None where no cell is.

    The bytes of a null cell may be anything.
    """

    def __init__(self, cells: pa.StringArray, present: Mask | None = None) -> None:
        """``present`` may be given where the nulls are known; else it is read from the array."""
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
        """Where each cell begins in ``data``."""
        return self._offsets[:-1] - np.int32(self.begin) if self.begin else self._offsets[:-1]

    @cached_property
    def lengths(self) -> npt.NDArray[np.int32]:
        """How many bytes each cell has."""
        return self._offsets[1:] - self._offsets[:-1]

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
        """The number of bytes of the longest cell."""
        return int(self.lengths.max(initial=0))

    def rows_at(self, places: Rows) -> Rows:
        """The rows, each once and in order, in whose present cells these places of ``data`` are, which are in order too."""
        if not len(places):
            return NO_ROWS
        return self.only_present(distinct(np.searchsorted(self.starts, places, side="right") - 1))

    def only_present(self, rows: Rows) -> Rows:
        """Those of the rows whose cell is not null."""
        return rows if self.present is None else rows[self.present[rows]]

    def take(self, rows: Rows) -> pa.StringArray:
        """The cells of the rows."""
        return pc.take(self.cells, int64_array(rows))

    def without(self, rows: Rows | Mask) -> Texts:
        """The same with null in these rows; nothing is copied but which cells are there."""
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
