"""The difference of two figures, in exact decimals and as a share of the other figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException

_DIGITS = 60
_EXACT = Context(prec=2 * _DIGITS)
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Difference:
    """The stated figure less the other one, and its size in percent of the other figure, to a tenth.

    ``percent`` is None if the other figure is 0. It is 0.0 for a share of less than 0.05 %.
    """

    amount: Decimal
    percent: Decimal | None


def read_decimal(text: str) -> Decimal | None:
    """Returns the number; None if the text is not a finite number of at most 60 digits before and after the point."""
    try:
        number = Decimal(text)
    except DecimalException:
        return None
    if not number.is_finite() or len(number.as_tuple().digits) > _DIGITS or abs(number.adjusted()) > _DIGITS:
        return None
    return number


def find_difference(stated: str, other: str) -> Difference | None:
    """Returns the difference of two published numbers; None if one of them is no finite number."""
    first, second = read_decimal(stated), read_decimal(other)
    if first is None or second is None:
        return None
    amount = _EXACT.subtract(first, second)
    if not second:
        return Difference(_plain(amount), None)
    share = _EXACT.divide(abs(amount) * 100, abs(second))
    return Difference(_plain(amount), share.quantize(_TENTH, ROUND_HALF_UP, _EXACT) if share.adjusted() < _DIGITS else None)


def _plain(number: Decimal) -> Decimal:
    """Returns the number without zeros at the end of its decimals: 4.50 as 4.5, 2E+2 as 200."""
    return Decimal(format(number, "f").rstrip("0").rstrip(".") if "." in format(number, "f") else format(number, "f"))
