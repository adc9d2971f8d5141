"""Whether typed values keep a bound: exact also for numbers that a double rounds onto it, and for NaN, which no bound holds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.check.cast import plain_number
from fentanyl_control.package.model import Field
from fentanyl_control.read.constants import FALSE, Rows, bool_array, int64_array, numpy_values, rows_where, string_array

EXACT_DIGITS = 15
"""A decimal of so many digits comes back from a double as it was written (IEEE 754)."""


def beyond(field: Field, wanted: Any, bound: pa.Scalar, breaks: Any, holds: Any) -> Callable[[Any, Any], pa.BooleanArray]:
    """What gives of cells and their values those that break a bound, ``wanted`` in the schema and ``bound`` as a value.

    ``breaks`` says of two Python numbers whether the first breaks a bound that is the second, ``holds`` of Arrow's whether it
    keeps it. NaN has no place in the order, so no bound holds for it (XML Schema Part 2, "minInclusive valid").
    """
    if field.type != "number":
        return lambda _, values: pc.invert(holds(values, bound))
    exact = Decimal(plain_number(field, string_array([wanted]))[0].as_py() if isinstance(wanted, str) else repr(wanted))

    def outside(cells: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
        rounded = pc.invert(holds(values, bound))
        rows = _doubtful(cells, pc.equal(values, bound))
        if not len(rows):
            return rounded
        mask = numpy_values(pc.fill_null(rounded, FALSE)).copy()
        texts = plain_number(field, cells.take(int64_array(rows))).to_pylist()
        mask[rows] = [_breaks(breaks, text, exact) for text in texts]
        return bool_array(mask)

    return outside


def _doubtful(cells: pa.StringArray, on_bound: pa.BooleanArray) -> Rows:
    """The rows whose number lies on the bound as a double, and has so many digits that it may not be what was written."""
    rows = rows_where(on_bound)
    return rows[numpy_values(pc.binary_length(cells.take(int64_array(rows)))) > EXACT_DIGITS] if len(rows) else rows


def _breaks(breaks: Any, text: str, exact: Decimal) -> bool:
    try:
        return bool(breaks(Decimal(text), exact))
    except InvalidOperation:
        return bool(breaks(exact, exact))  # a zero with an exponent beyond Decimal's
