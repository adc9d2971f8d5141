"""Which Python values a column has, whose type a database or a sheet does not keep."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import pyarrow as pa

from packpress.package.schema import read_field
from packpress.types import field_type


class NumberMeaning(Enum):
    """What a stored number means."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    DAY = "day"


def meaning_of(field: Mapping[str, Any]) -> NumberMeaning:
    """Returns what a number in a column of the field means."""
    kind = field_type(read_field(field, ()))
    types = (kind.arrow, *kind.published_as)
    if any(pa.types.is_boolean(arrow) for arrow in types):
        return NumberMeaning.BOOLEAN
    if any(pa.types.is_date32(arrow) for arrow in types):
        return NumberMeaning.DAY
    return NumberMeaning.NUMBER if any(pa.types.is_floating(arrow) for arrow in types) else NumberMeaning.INTEGER
