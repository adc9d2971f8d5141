"""JSON values whose numbers are exact: how they are read, and whether two are equal or one divides another."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Any


def read_value(text: str) -> Json:
    """The JSON value of the text, its numbers exact."""
    return json.loads(text, parse_float=_decimal)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent of more than eighteen digits
        mantissa, _, exponent = digits.lower().partition("e")
        is_zero = not mantissa.strip("-0.") or exponent.startswith("-")
        return Decimal(0) if is_zero else Decimal("-Infinity" if digits[0] == "-" else "Infinity")


def freeze(value: Json, step: Callable[[float], None]) -> Any:
    """The value as one that can be compared and hashed: true is not 1, 1.0 is, and the order of names does not count."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, bool):
        return bool, value
    if isinstance(value, dict | list):
        step(3 + 3 * len(value))
        if isinstance(value, dict):
            return dict, frozenset((name, freeze(item, step)) for name, item in value.items())
        return list, tuple(freeze(item, step) for item in value)
    return exact(value)


def exact(number: float | Decimal) -> int | Decimal:
    """The number as it is written, for a descriptor's numbers are floats."""
    return Decimal(repr(number)) if isinstance(number, float) else number


def divides(top: int, bottom: int, value: int | Decimal) -> bool:
    """Whether the value is a whole number of times ``top / bottom``, however large or small its exponent."""
    if isinstance(value, int):
        return value * bottom % top == 0
    if not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    whole = int("".join(map(str, digits))) * bottom
    assert isinstance(exponent, int)  # the value is finite
    if exponent >= 0:
        return whole * pow(10, exponent, top) % top == 0
    return whole == 0 or (-exponent <= len(digits) + bottom.bit_length() and whole % (10**-exponent * top) == 0)
