"""The type ``number``: values are float64; comparisons are exact for numbers that float64 would change."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import (
    FALSE,
    NULL_STRING,
    Rows,
    bool_array,
    float64_array,
    int64_array,
    numpy_values,
    rows_where,
    string_array,
)
from packpress.arrow.byte_sets import DIGIT_BYTES, ByteSet
from packpress.arrow.text_column import Texts
from packpress.types.answers import Bound, Lexis, Outside
from packpress.types.canonical_number import canonical_number, canonical_texts
from packpress.types.field_type import lexical_value
from packpress.types.numeral import Numeral

EXACT_DIGITS = 15
"""How many digits of a decimal float64 always preserves, except for the smallest numbers (IEEE 754)."""
_PLAIN = ByteSet([*DIGIT_BYTES, *b".-"])
_ZERO = pc.cast(string_array(["0"]), pa.float64())[0]


class Number(Numeral):
    """Decimal numbers, as float64 (Table Schema 2.0, "number")."""

    name = "number"
    arrow = pa.float64()
    plain_bytes = _PLAIN
    holds = ("number",)
    _has_fraction = True

    @property
    def _point(self) -> str:
        return str(self.field.raw.get("decimalChar", "."))

    @property
    def digits_pattern(self) -> str:
        digits, point = self._digits, re.escape(self._point)
        return rf"[+-]?(?:{digits}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"

    @property
    def lexis(self) -> Lexis:
        point, group = self._point, self.field.raw.get("groupChar")
        if point == "." and not group:
            written = "digits and a decimal point, e.g. 12.5"
        elif not group:
            written = f'digits and "{point}", e.g. 12{point}5'
        else:
            written = f'digits, "{group}" between groups and "{point}" before the fraction, e.g. 1{group}234{point}5'
        return Lexis(rf"{self._whole_pattern}|(?i:nan|-?inf)", f"a number; write {self._with_room(written)}")

    def cast(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
        return _cast(self.plain(cells))

    def cast_unjudged(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None] | None:
        try:
            return _cast(cells)
        except pa.ArrowInvalid:
            return None

    def is_inexact(self, cells: pa.StringArray, values: pa.Array) -> bool:
        """Returns whether float64 changes a number: one of more than ``EXACT_DIGITS`` digits, or one of the smallest."""
        written = Texts(cells)
        if written.longest() <= EXACT_DIGITS and written.data.max(initial=0) <= ord("9"):  # no letter, so no exponent
            return False
        texts = self.exact_texts(cells, values)
        is_other = pc.not_equal(texts, pc.cast(values, pa.string()))  # not the shortest notation of the value
        pairs = zip(pc.filter(texts, is_other).to_pylist(), pc.filter(values, is_other).to_pylist(), strict=True)
        return any(differs(text, value) for text, value in pairs)

    def exact_texts(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        """Returns the finite numbers as plain decimals, and null for others."""
        return self.plain(pc.if_else(pc.is_finite(values), cells, NULL_STRING))

    def constants(self, values: Sequence[object]) -> pa.Array:
        # not as text if all are numbers, because a schema may have 100,000
        numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        if len(numbers) == len(values) and all(abs(number) <= sys.float_info.max for number in numbers):
            return float64_array([float(number) for number in numbers])
        return super().constants(values)

    def shown(self, value: object) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return lexical_value(value).replace(".", self._point) if is_number else super().shown(value)

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.Array:
        """Returns canonical decimal text: beyond 17 digits several numbers have the same float64, and zero has two signs."""
        return canonical_texts(self.plain(pc.if_else(pc.is_valid(values), cells, NULL_STRING)))

    def equal_constants(self, wanted: Sequence[object]) -> pa.Array:
        self.constants(wanted)  # raises ValueError if one is not a number
        return string_array(self._canonical_constants(wanted))

    def _canonical_constants(self, wanted: Sequence[object]) -> list[str]:
        """Returns constants as canonical text; a string is read like a cell of the field."""
        plain = self.plain(string_array([value if isinstance(value, str) else "" for value in wanted])).to_pylist()
        return [canonical_number(text if isinstance(v, str) else repr(v)) for v, text in zip(wanted, plain, strict=True)]

    def outside(self, wanted: object, bound: Bound) -> Outside:
        """Returns how numbers beyond a bound are found, including those that float64 rounds onto it.

        NaN is not ordered, so it breaks every bound (XML Schema Part 2, "minInclusive valid").
        """
        limit = self.constants([wanted])[0]
        exact, double = self._bound_place(wanted), limit.as_py()
        # if the double differs from the bound or is one of the smallest, even a short number rounded to it may be beyond
        is_sure = exact == Decimal(repr(double)) and not 0 < abs(double) < sys.float_info.min
        digits = EXACT_DIGITS if is_sure else 0

        def broken(cells: pa.StringArray, values: pa.Array) -> pa.BooleanArray:
            rounded = pc.invert(bound.holds(values, limit))
            rows = _doubtful(cells, pc.equal(values, limit), digits)
            if not len(rows):
                return rounded
            mask = numpy_values(pc.fill_null(rounded, FALSE)).copy()
            texts = self.plain(pc.take(cells, int64_array(rows))).to_pylist()
            mask[rows] = [bound.breaks(Decimal(canonical_number(text)), exact) for text in texts]
            return bool_array(mask)

        return Outside(broken)

    def _bound_place(self, value: object) -> Decimal:
        self.constants([value])  # raises ValueError if it is not a number
        return Decimal(self._canonical_constants([value])[0])


def differs(text: str, value: float) -> bool:
    """Returns whether the float64 value is a different number than the plain decimal."""
    try:
        return Decimal(text) != Decimal(repr(value))
    except InvalidOperation:
        return False  # a zero with an exponent beyond Decimal's; a nonzero number with such an exponent does not fit float64


def _cast(cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
    """Returns plain decimals as float64, and a mask of those that are too large or too small for it (None if all fit)."""
    values = pc.cast(cells, pa.float64())
    odd = rows_where(pc.or_(pc.is_inf(values), pc.equal(values, _ZERO)))
    if not len(odd):
        return values, None
    # patterns are slow compared with the cast, so they only see cells whose value is infinite or zero
    texts = pc.take(cells, int64_array(odd))
    is_zero, is_infinite = (
        pc.match_substring_regex(texts, pattern=wanted) for wanted in (r"^[-.0]*(?:[eE].*)?$", r"^-?(?i:inf)$")
    )
    unfit = odd[rows_where(pc.invert(pc.or_(is_zero, is_infinite)))]
    if not len(unfit):
        return values, None
    mask = np.zeros(len(values), np.bool_)
    mask[unfit] = True
    return pc.if_else(bool_array(mask), pa.nulls(1, pa.float64())[0], values), bool_array(mask)


def _doubtful(cells: pa.StringArray, on_bound: pa.BooleanArray, digits: int) -> Rows:
    """Returns the rows whose float64 equals the bound and may be rounded, as the cell has more than ``digits`` bytes."""
    rows = rows_where(on_bound)
    return rows[numpy_values(pc.binary_length(pc.take(cells, int64_array(rows)))) > digits] if len(rows) else rows
