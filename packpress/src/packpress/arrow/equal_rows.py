"""Which rows of some columns are equal: by the values themselves, in little more room than a number for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows, bool_array, int64_array, int_scalar, narrow, numpy_values

Column: TypeAlias = pa.Array | pa.ChunkedArray
Codes = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.int64]
_MOST, _PLACES = 2**62, 8
"""How far numbers of rows may go, and up to how many for each row there is room for a mark of every number."""
_NO_CODE = pc.cast(int_scalar(-1), pa.int32())


def duplicate_rows(columns: Sequence[Column]) -> tuple[Rows, Rows]:
    """The rows whose values stood before, and for each the row in which they first stood. Rows with a null are left out."""
    codes = _row_codes(columns)
    # codes are given in the order of the rows, so a row is the first of its code where that is above all before it
    is_first = codes >= 0
    is_first[1:] &= codes[1:] > np.maximum.accumulate(codes)[:-1]
    firsts = narrow(np.flatnonzero(is_first), len(codes))
    repeated = narrow(np.flatnonzero(~is_first & (codes >= 0)), len(codes))
    return repeated, firsts[codes[repeated]]


def orphan_rows(child: Sequence[Column], parent: Sequence[Column]) -> Rows:
    """The rows of the child whose values no row of the parent has. Rows with a null refer to nothing (SQL, MATCH SIMPLE)."""
    count = len(child[0])
    numbers, end = _row_numbers([pa.chunked_array([*_chunks(c), *_chunks(p)]) for c, p in zip(child, parent, strict=True)])
    own, referred = numbers[:count], numbers[count:]
    if end > _PLACES * len(numbers):
        return np.flatnonzero(~numpy_values(pc.is_in(int64_array(own), value_set=int64_array(referred))) & (own >= 0))
    is_there = np.zeros(end + 1, np.bool_)  # the last place is for null
    is_there[referred] = True
    is_there[-1] = True
    return np.flatnonzero(~is_there[own])


def _row_codes(columns: Sequence[Column]) -> Codes:
    """A number for each row, equal exactly where all columns are, given in the order of the rows; -1 where one is null."""
    if len(columns) == 1:
        return _codes(columns[0])
    return _codes(_valid_numbers(_row_numbers(columns)[0]))


def _row_numbers(columns: Sequence[Column]) -> tuple[Numbers, int]:
    """A number for each row, equal exactly where all columns are, and above all of these; -1 where one is null."""
    numbers, end = np.zeros(len(columns[0]), np.int64), 1
    is_null = np.zeros(len(numbers), np.bool_)
    for codes in map(_codes, columns):
        size = int(codes.max(initial=0)) + 1
        if end > _MOST // size:
            numbers = _codes(_valid_numbers(numbers)).astype(np.int64)
            end = int(numbers.max(initial=0)) + 1
        is_null |= codes < 0
        numbers, end = numbers * size + codes, end * size
        numbers[is_null] = -1
    return numbers, end


def _valid_numbers(numbers: Numbers) -> pa.Int64Array:
    """The numbers as an array that has null for -1."""
    valid = bool_array(numbers >= 0).buffers()[1]
    return pa.Array.from_buffers(pa.int64(), len(numbers), [valid, pa.py_buffer(numbers)])


def _codes(column: Column) -> Codes:
    """A number for each value of the column, in the order in which they first stand; -1 for null."""
    encoded = pc.dictionary_encode(column)
    chunks: list[pa.DictionaryArray] = _chunks(encoded)
    codes: list[Codes] = [numpy_values(pc.fill_null(chunk.indices, _NO_CODE)) for chunk in chunks]
    return codes[0] if len(codes) == 1 else np.concatenate([np.zeros(0, np.int32), *codes])


def _chunks(column: Column) -> list[Any]:
    return list(column.chunks) if isinstance(column, pa.ChunkedArray) else [column]
