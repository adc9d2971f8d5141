"""Whether typed values keep a bound: exact also for numbers that a double rounds onto it, and for NaN, which no bound holds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, Rows, bool_array, int64_array, numpy_values, rows_where
from packpress.package.model import Field
from packpress.types.canonical_number import canonical_number, constant_number
from packpress.types.cast import plain_number

EXACT_DIGITS = 15
"""A decimal of so many digits comes back from a double as it was written, but for the smallest (IEEE 754)."""


def beyond(field: Field, wanted: Any, bound: pa.Scalar, breaks: Any, holds: Any) -> Callable[[Any, Any], pa.BooleanArray]:
    """What gives of cells and their values those that break a bound, ``wanted`` in the schema and ``bound`` as a value.

    ``breaks`` says of two Python numbers whether the first breaks a bound that is the second, ``holds`` of Arrow's whether it
    keeps it. NaN has no place in the order, so no bound holds for it (XML Schema Part 2, "minInclusive valid").
    """
    if field.type != "number":
        return lambda _, values: pc.invert(holds(values, bound))
    exact = Decimal(constant_number(field, wanted))
    double = bound.as_py()
    # where the double is not the bound itself, or has few digits, a number on it may lie on either side, however short it is
    is_sure = exact == Decimal(repr(double)) and not 0 < abs(double) < sys.float_info.min
    digits = EXACT_DIGITS if is_sure else 0

    def outside(cells: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
        rounded: pa.BooleanArray = pc.invert(holds(values, bound))
        rows = _doubtful(cells, pc.equal(values, bound), digits)
        if not len(rows):
            return rounded
        mask = numpy_values(pc.fill_null(rounded, FALSE)).copy()
        texts = plain_number(field, pc.take(cells, int64_array(rows))).to_pylist()
        mask[rows] = [bool(breaks(Decimal(canonical_number(text)), exact)) for text in texts]
        return bool_array(mask)

    return outside


def _doubtful(cells: pa.StringArray, on_bound: pa.BooleanArray, digits: int) -> Rows:
    """The rows whose number lies on the bound as a double, and has so many digits that it may not be what was written."""
    rows = rows_where(on_bound)
    return rows[numpy_values(pc.binary_length(pc.take(cells, int64_array(rows)))) > digits] if len(rows) else rows
