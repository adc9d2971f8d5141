"""Reads the columns of a table that have a format of strptime; those with the same format are read together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from packpress.types.strptime.reader import MomentReader


def read_moments(readers: Sequence[MomentReader | None], columns: Sequence[pa.StringArray]) -> list[pa.Int64Array | None]:
    """Returns the moments of each column that has a reader, and None for others.

    Columns with the same format are read in one call, since calls have a fixed cost and a table may have 20,000 columns.
    """
    moments: list[pa.Int64Array | None] = [None] * len(columns)
    of_form: dict[MomentReader, list[int]] = {}
    for number, reader in enumerate(readers):
        if reader is not None:
            of_form.setdefault(reader, []).append(number)
    for reader, numbers in of_form.items():
        read = reader.read(pa.concat_arrays([columns[number] for number in numbers]))
        ends = accumulate(len(columns[number]) for number in numbers)
        for number, end in zip(numbers, ends, strict=True):
            moments[number] = read.slice(end - len(columns[number]), len(columns[number]))
    return moments
