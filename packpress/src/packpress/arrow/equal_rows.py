"""Finds rows with equal values in several columns by the values themselves, in little more memory than a number per row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows, bool_array, int64_array, int_scalar, narrow, numpy_values

ArrowColumn: TypeAlias = pa.Array | pa.ChunkedArray
Codes = npt.NDArray[np.int32]
RowNumbers = npt.NDArray[np.int64]
_MOST, _PLACES = 2**62, 8
"""Limit of the numbers that stand for rows, and up to how many possible numbers per row a mask of all of them is used."""
_NO_CODE = pc.cast(int_scalar(-1), pa.int32())


def duplicate_rows(columns: Sequence[ArrowColumn]) -> tuple[Rows, Rows]:
    """Returns the rows that repeat an earlier row, and for each the first row with its values. Rows with a null are skipped."""
    codes = _row_codes(columns)
    # codes are assigned in row order, so a row is the first with its code if that is greater than all earlier codes
    is_first = codes >= 0
    is_first[1:] &= codes[1:] > np.maximum.accumulate(codes)[:-1]
    firsts = narrow(np.flatnonzero(is_first), len(codes))
    repeated = narrow(np.flatnonzero(~is_first & (codes >= 0)), len(codes))
    return repeated, firsts[codes[repeated]]


def orphan_rows(child: Sequence[ArrowColumn], parent: Sequence[ArrowColumn]) -> Rows:
    """Returns the child rows whose values no parent row has. Rows with a null refer to nothing (SQL, MATCH SIMPLE)."""
    count = len(child[0])
    numbers, end = _row_numbers([pa.chunked_array([*_chunks(c), *_chunks(p)]) for c, p in zip(child, parent, strict=True)])
    own, referred = numbers[:count], numbers[count:]
    if end > _PLACES * len(numbers):
        return np.flatnonzero(~numpy_values(pc.is_in(int64_array(own), value_set=int64_array(referred))) & (own >= 0))
    is_there = np.zeros(end + 1, np.bool_)  # the last item is for null
    is_there[referred] = True
    is_there[-1] = True
    return np.flatnonzero(~is_there[own])


def _row_codes(columns: Sequence[ArrowColumn]) -> Codes:
    """Returns a code for each row, equal if and only if all columns are, assigned in row order; -1 if one is null."""
    if len(columns) == 1:
        return _codes(columns[0])
    return _codes(_valid_numbers(_row_numbers(columns)[0]))


def _row_numbers(columns: Sequence[ArrowColumn]) -> tuple[RowNumbers, int]:
    """Returns a number for each row, equal if and only if all columns are (-1 if one is null), and a bound above all."""
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


def _valid_numbers(numbers: RowNumbers) -> pa.Int64Array:
    """Returns the numbers as an Arrow array with null for -1."""
    valid = bool_array(numbers >= 0).buffers()[1]
    return pa.Array.from_buffers(pa.int64(), len(numbers), [valid, pa.py_buffer(numbers)])


def _codes(column: ArrowColumn) -> Codes:
    """Returns a code for each value of the column, assigned in the order of first occurrence; -1 for null."""
    encoded = pc.dictionary_encode(column)
    chunks: list[pa.DictionaryArray] = _chunks(encoded)
    codes: list[Codes] = [numpy_values(pc.fill_null(chunk.indices, _NO_CODE)) for chunk in chunks]
    return codes[0] if len(codes) == 1 else np.concatenate([np.zeros(0, np.int32), *codes])


def _chunks(column: ArrowColumn) -> list[Any]:
    return list(column.chunks) if isinstance(column, pa.ChunkedArray) else [column]
