"""Converts Python values to Arrow arrays and scalars by buffers, and Arrow arrays to numpy.

``pa.array`` and ``pa.scalar`` of Python values, and ``to_numpy``, import pandas if it is installed, which takes two seconds;
these functions do not.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]
N = TypeVar("N", bound=np.generic)
A = TypeVar("A", bound=pa.Array)
NO_ROWS: Rows = np.zeros(0, dtype=np.intp)


def string_array(values: Sequence[str]) -> pa.StringArray:
    """Returns the strings as an Arrow string array without nulls."""
    return utf8_array([value.encode("utf-8") for value in values])


def nullable_texts(values: Sequence[str | None]) -> pa.StringArray:
    """Returns the strings as an Arrow string array with a null for each None; ``pa.array`` would import pandas."""
    texts = string_array([value or "" for value in values])
    return pa.Array.from_buffers(pa.string(), len(values), [validity_buffer(values), *texts.buffers()[1:]])


def validity_buffer(values: Sequence[object]) -> pa.Buffer:
    """Returns the validity bitmap of an Arrow array whose nulls are the None among the values."""
    return pa.py_buffer(np.packbits(np.array([value is not None for value in values], dtype=np.bool_), bitorder="little"))


def utf8_array(encoded: Sequence[bytes]) -> pa.StringArray:
    """Returns the strings, encoded in UTF-8, as an Arrow string array without nulls."""
    offsets = array("i", accumulate(map(len, encoded), initial=0))  # numpy is slower for a short list
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))


def int64_array(values: Rows) -> pa.Int64Array:
    """Returns the integers as an Arrow array."""
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values.astype(np.int64, copy=False))])


def float64_array(values: Sequence[float]) -> pa.DoubleArray:
    """Returns the numbers as an Arrow array."""
    return pa.Array.from_buffers(pa.float64(), len(values), [None, pa.py_buffer(array("d", values))])


def bool_array(mask: Mask) -> pa.BooleanArray:
    """Returns the numpy mask as an Arrow boolean array."""
    packed = np.packbits(mask, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(mask), [None, pa.py_buffer(packed)])


def int_scalar(value: int) -> pa.Scalar:
    """Returns the integer as an int64 scalar."""
    return pa.Array.from_buffers(pa.int64(), 1, [None, pa.py_buffer(struct.pack("<q", value))])[0]


NULL_STRING: pa.Scalar = pa.nulls(1, pa.string())[0]
FALSE: pa.Scalar = bool_array(np.zeros(1, dtype=np.bool_))[0]


def numpy_values(values: pa.Array) -> npt.NDArray[Any]:
    """Returns the numbers or booleans, which must not be null, as a numpy array."""
    if values.type == pa.bool_():
        return np.from_dlpack(pc.cast(values, pa.uint8())).view(np.bool_)
    return np.from_dlpack(values)


def buffer_values(buffer: pa.Buffer | None, kind: type[N] | np.dtype[N]) -> npt.NDArray[N]:
    """Returns the bytes of the buffer as numbers, without a copy; no numbers if there is no buffer."""
    return np.zeros(0, kind) if buffer is None or not buffer.size else np.frombuffer(memoryview(buffer), kind)


def in_one_piece(column: pa.ChunkedArray) -> pa.Array:
    """Returns the column as one array; nothing is copied if it has a single chunk."""
    piece: pa.Array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return piece


def distinct(rows: Rows) -> Rows:
    """Returns the sorted rows without duplicates; ``np.unique`` would import ``numpy.ma``, which takes 10 ms."""
    if len(rows) < 2:
        return rows
    is_first = np.ones(len(rows), np.bool_)
    np.not_equal(rows[1:], rows[:-1], out=is_first[1:])
    return rows[is_first]


def merged(first: Rows, second: Rows) -> Rows:
    """Returns the union of two sorted arrays of rows, sorted and without duplicates."""
    if not len(first) or not len(second):
        return distinct(first if len(first) else second)
    return distinct(np.sort(np.concatenate((first, second)), kind="stable"))  # merges the two sorted runs


def narrow(rows: Rows, count: int) -> Rows:
    """Returns the rows, which are below ``count``, as int32 if they fit, which halves their memory."""
    return rows.astype(np.int32) if count < 2**31 else rows


def rows_where(mask: pa.BooleanArray) -> Rows:
    """Returns the rows where the mask is true; null counts as false."""
    if not pc.any(mask).as_py():
        return NO_ROWS
    return np.flatnonzero(numpy_values(pc.fill_null(mask, FALSE)))


NO_MOMENT: pa.Scalar = pa.nulls(1, pa.int64())[0]
"""Null as a moment; moments are int64 microseconds since 1970."""
_CHUNK_ROWS = 100_000


def row_chunks(column: A) -> list[A]:
    """Returns the column as slices, at least one, for work that needs many times the memory of its input."""
    return [column.slice(begin, _CHUNK_ROWS) for begin in range(0, max(len(column), 1), _CHUNK_ROWS)]
