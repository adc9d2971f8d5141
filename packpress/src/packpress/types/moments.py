"""The Arrow types of published dates and times, and the limits of what they may hold."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import int_scalar

DAY = pa.date32()
LOCAL, IN_UTC = pa.timestamp("us"), pa.timestamp("us", "UTC")
"""Moments without a zone, and moments whose zone is known, in UTC; both to the microsecond."""
FIRST, LAST = (
    int_scalar(int(np.datetime64(time, "us").astype(np.int64))) for time in ("0001-01-01", "9999-12-31T23:59:59.999999")
)
"""The first and last moment, as microseconds since 1970, that other programs can read; an offset may lead beyond them."""


def are_common(moments: pa.Array) -> bool:
    """Returns whether all moments, of a type above or as int64, are in the years 1 to 9999."""
    numbers = moments.view(pa.int64())
    is_fine = pc.and_(pc.greater_equal(numbers, FIRST), pc.less_equal(numbers, LAST))
    return pc.all(is_fine).as_py() is not False
