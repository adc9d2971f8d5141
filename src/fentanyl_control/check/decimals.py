"""Numbers that float64 would change: which columns have one, and the decimal type that holds all of a column as written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from fentanyl_control import compute as pc
from fentanyl_control.check.bounds import EXACT_DIGITS
from fentanyl_control.check.cast import plain_number
from fentanyl_control.check.texts import Texts
from fentanyl_control.errors import PackageError
from fentanyl_control.package.model import Field
from fentanyl_control.read.constants import NULL_STRING

MAX_DIGITS = 76
"""The digits of the widest decimal type of Arrow."""


def changes_numbers(field: Field, cells: pa.StringArray, values: pa.Array) -> bool:
    """Whether float64 would change a number of the batch.

    A decimal of at most ``EXACT_DIGITS`` digits comes back from float64 as it was written, unless its exponent makes it one of
    the smallest.
    """
    written = Texts(cells)
    if written.longest() <= EXACT_DIGITS and written.data.max(initial=0) <= ord("9"):  # no letter, so no exponent
        return False
    texts = number_texts(field, cells, values)
    is_other = pc.not_equal(texts, pc.cast(values, pa.string()))  # not the shortest text of the value
    pairs = zip(pc.filter(texts, is_other).to_pylist(), pc.filter(values, is_other).to_pylist(), strict=True)
    return any(_differs(text, value) for text, value in pairs)


def number_texts(field: Field, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
    """The finite numbers of a batch as plain decimals, null where there is none."""
    return plain_number(field, pc.if_else(pc.is_finite(values), cells, NULL_STRING))


def _differs(text: str, value: float) -> bool:
    try:
        return Decimal(text) != Decimal(repr(value))
    except InvalidOperation:
        return False  # a zero with an exponent beyond Decimal's; any other number like that does not fit float64


def decimal_type(name: str, texts: Iterable[pa.StringArray | pa.ChunkedArray]) -> pa.DataType:
    """The decimal type that holds every number of the column: decimal128 of 38 digits, or decimal256 where these are too few.

    Raises PackageError where no decimal type does.
    """
    whole = scale = 0
    refusal = PackageError(f'"{name}": no number type holds all its digits as written; make the field a string')
    for batch in texts:
        for text in batch.to_pylist():
            if text is not None:
                try:
                    digits, exponent = _shape(text)
                except InvalidOperation as error:  # an exponent beyond those of Decimal
                    raise refusal from error
                whole, scale = max(whole, digits + exponent), max(scale, -exponent)
    if whole + scale <= 38:
        return pa.decimal128(38, scale)
    if whole + scale <= MAX_DIGITS:
        return pa.decimal256(MAX_DIGITS, scale)
    raise refusal


def _shape(text: str) -> tuple[int, int]:
    """How many digits the number has without leading zeros, and its exponent."""
    _, digits, exponent = Decimal(text).as_tuple()
    assert isinstance(exponent, int)  # the number is finite
    return (0, min(0, exponent)) if digits == (0,) else (len(digits), exponent)
