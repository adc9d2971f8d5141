"""JSON values with exact numbers: parses them, compares them, and tests whether one divides another."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from packpress.arrow.work_limits import TooSlowError
from packpress.types.json_decoder import decoding

Json = Any
MAX_DIVIDED_DIGITS = 4_300
"""How many digits a number may have to be divided: Python takes too long to convert more of them to an integer."""
_ATOMS = frozenset({str, int, Decimal, type(None)})
"""The types of values that are frozen as they are."""
_NO_MEMBERS: frozenset[Any] = frozenset()


def read_value(text: str) -> Json:
    """Returns the JSON value of the text, with exact numbers."""
    return _decode(text)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent of more than eighteen digits
        mantissa, _, exponent = digits.lower().partition("e")
        is_zero = not mantissa.strip("-0.") or exponent.startswith("-")
        return Decimal(0) if is_zero else Decimal("-Infinity" if digits[0] == "-" else "Infinity")


_decode = decoding(json.JSONDecoder(parse_float=_decimal))


def freeze(value: Json, step: Callable[[float], None]) -> Any:
    """Returns the value as one that can be compared and hashed: true is not 1, 1.0 is, and the order of names is ignored.

    Objects become sets, arrays tuples, true and false bytes; nothing more wraps them, because a cell may have millions.
    ``step`` is called with the cost of each array and object: ``step(6)`` for ``[1]``.
    """
    if type(value) in _ATOMS:
        return value
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, dict | list):
        step(3 + 3 * len(value))
        if isinstance(value, dict):
            return frozenset([(name, freeze(item, step)) for name, item in value.items()]) if value else _NO_MEMBERS
        return tuple([item if type(item) in _ATOMS else freeze(item, step) for item in value])
    return exact(value)


def exact(number: float | Decimal) -> int | Decimal:
    """Returns the number as it is written, because a descriptor's numbers are floats."""
    return Decimal(repr(number)) if isinstance(number, float) else number


def divides(top: int, bottom: int, value: int | Decimal) -> bool:
    """Returns whether the value is an integer multiple of ``top / bottom``, however large or small its exponent.

    Raises TooSlowError if it has too many digits.
    """
    if isinstance(value, int):
        return value * bottom % top == 0
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    if len(digits) > MAX_DIVIDED_DIGITS:
        raise TooSlowError
    whole = int("".join(map(str, digits))) * bottom
    assert isinstance(exponent, int)  # the value is finite
    if exponent >= 0:
        return whole * pow(10, exponent, top) % top == 0
    return whole == 0 or (-exponent <= len(digits) + bottom.bit_length() and whole % (10**-exponent * top) == 0)
