"""The moments that cells of dates and times say, where their field has a format of strptime; ``strptime`` reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_MOMENT, int64_array, int_scalar, numpy_values
from packpress.package.model import Field

if TYPE_CHECKING:
    from packpress.types.strptime.reader import MomentReader

_DAY = 86_400_000_000


def read_moments(readers: Sequence[MomentReader | None], columns: Sequence[pa.StringArray]) -> list[pa.Int64Array | None]:
    """The moments of each column that has a reader.

    Columns of one format are read at once: a reading has its price, and a table may have 20,000 columns.
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


def moment_reader(field: Field) -> MomentReader | None:
    """What reads cells of a field of dates or times in a format of strptime; None where the format is another."""
    if field.type not in ("date", "time", "datetime") or field.format in ("default", "any"):
        return None
    from packpress.types.strptime.reader import reader_of  # costs a millisecond, which most tables need not pay

    return reader_of(field.format)


def comparable_moments(field: Field, moments: pa.Int64Array) -> pa.Int64Array:
    """The moments without what is no part of the type, whatever the format says of it: a date has no hour, a time no day."""
    if field.type == "datetime":
        return moments
    numbers = numpy_values(pc.fill_null(moments, int_scalar(0)))
    parts = numbers % _DAY if field.type == "time" else numbers - numbers % _DAY
    if not np.any(parts != numbers):
        return moments
    return pc.if_else(pc.is_valid(moments), int64_array(parts), NO_MOMENT)
