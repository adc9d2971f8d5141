"""When two cells of a field are equal: one answer for keys, ``unique``, enums and categories, by value and exactly.

Each value has one text: numbers, times, lists, points and JSON have a canonical one, and text is itself. Neither case nor
Unicode form is overlooked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import string_array
from packpress.package.model import Field
from packpress.types.canonical_number import canonical_numbers
from packpress.types.canonical_time import canonical_times, write_moments
from packpress.types.cast import constant_text
from packpress.types.strptime.columns import moment_reader

_WITH_ITEMS = ("list", "object", "array", "geojson", "geopoint")


def equal_texts(field: Field, cells: pa.StringArray, values: Any) -> pa.StringArray:
    """A text for each cell, the same for equal values alone; null where the typed ``values`` are.

    The values of dates and times in a format are their moments.
    """
    if moment_reader(field) is not None:
        return write_moments(field, values)
    if pa.types.is_string(values.type):
        if field.type in _WITH_ITEMS:
            from packpress.types.canonical_items import canonical_items  # which few tables need

            return canonical_items(field, values)
        return canonical_times(field, values)
    return canonical_numbers(field, cells, values) if field.type == "number" else pc.cast(values, pa.string())


def equal_constants(field: Field, wanted: Sequence[object]) -> pa.StringArray:
    """The texts of constants of the descriptor, where the field's typed values are text."""
    cells = string_array([constant_text(field, value) for value in wanted])
    return equal_texts(field, cells, cells)
