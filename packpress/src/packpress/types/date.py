"""The type ``date``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Mask, Rows, merged
from packpress.arrow.byte_sets import fixed_width
from packpress.arrow.text_column import Texts
from packpress.types.answers import Lexis
from packpress.types.field import Field, plain_field
from packpress.types.field_type import FieldType
from packpress.types.iso8601 import DATE
from packpress.types.moments import DATE_TYPE
from packpress.types.ordered_text import OrderedText, is_read
from packpress.types.temporal import Temporal

_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, *[0] * 243], dtype=np.uint8)
"""Number of days of each month by its number; 0 for numbers that are not a month."""


class Date(Temporal):
    """Days of the Gregorian calendar since the year 1, as date32 (Table Schema 2.0, "date")."""

    name = "date"
    arrow = pa.date32()
    has_one_notation = True
    doubts_blanks = True
    holds = ("date",)
    lexis = Lexis(DATE, "a real date; write YYYY-MM-DD, e.g. 2024-02-29")

    @classmethod
    def any_form(cls, field: Field) -> FieldType:
        return AnyDate(field)

    @property
    def doubts(self) -> Callable[[Texts], Rows]:
        return _date_doubts

    def cast(self, cells: pa.StringArray) -> tuple[pa.Array, None]:
        return pc.cast(cells, pa.date32()), None


class AnyDate(OrderedText):
    """Days in any notation of ISO 8601, as text."""

    name = "date"
    holds = ("date", "text")
    lexis = Lexis("[0-9W-]+", "a date in ISO 8601", lambda text: is_read(date.fromisoformat, text))
    canonical_form = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    published_as = (DATE_TYPE,)

    @property
    def _plain(self) -> FieldType:
        return Date(plain_field("date"))

    def canonical(self, text: str) -> str:
        return date.fromisoformat(text).isoformat()

    def publish(self, cells: pa.StringArray, kind: pa.DataType) -> pa.Array | None:
        return super().publish(self.equal(cells, cells), kind)

    def place(self, text: str) -> Any:
        return date.fromisoformat(text)


def _date_doubts(texts: Texts) -> Rows:
    """Returns the rows that are not a real date YYYY-MM-DD since the year 1 (ISO 8601, the Gregorian calendar)."""
    rows, text, others = fixed_width(texts, 10)
    digits = [text[:, place] - np.uint8(ord("0")) for place in (0, 1, 2, 3, 5, 6, 8, 9)]
    is_fine: Mask = (text[:, 4] == ord("-")) & (text[:, 7] == ord("-"))
    for digit in digits:
        is_fine &= digit <= 9
    c1, c2, y1, y2, m1, m2, d1, d2 = digits
    century, year = c1 * np.uint8(10) + c2, y1 * np.uint8(10) + y2
    month, day = m1 * np.uint8(10) + m2, d1 * np.uint8(10) + d2
    is_leap = (year & 3 == 0) & ((year != 0) | (century & 3 == 0))
    last = _DAYS[month] + (is_leap & (month == 2))
    is_fine &= (day >= 1) & (day <= last) & ((year != 0) | (century != 0))
    return merged(rows[~is_fine], others)
