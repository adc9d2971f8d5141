"""The type ``duration``."""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import lru_cache
from typing import Any

from packpress.types.answers import Lexis
from packpress.types.ordered_text import OrderedText

_NOTATION = (
    r"-?P(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D|"
    r"(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?"
    r"|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S))"
)
_PARTS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_MONTH_SECONDS = 2_629_746
"""Mean number of seconds of a month in the Gregorian calendar."""
_MONTH = Decimal(_MONTH_SECONDS)


class Duration(OrderedText):
    """Durations of ISO 8601, as text (Table Schema 2.0, "duration")."""

    name = "duration"
    holds = ("duration", "text")
    lexis = Lexis(_NOTATION, "a duration as in ISO 8601, e.g. P1Y2M or PT36H")

    def canonical(self, text: str) -> str:
        """Returns the duration as months and seconds: ``P14MT0S`` for ``P1Y2M``."""
        months, seconds = read_duration(text)
        sign = "-" if text.startswith("-") and (months or seconds) else ""
        if isinstance(months, int) or isinstance(seconds, int):
            return f"{sign}P{abs(months)}MT{abs(seconds)}S"
        whole, _, fraction = f"{seconds.copy_abs():f}".partition(".")
        fraction = fraction.rstrip("0")
        return f"{sign}P{months.copy_abs():f}MT{whole}{'.' if fraction else ''}{fraction}S"

    def place(self, text: str) -> Any:
        """Returns the number of seconds; months and years count as their mean, because ISO 8601 defines no length for them."""
        months, seconds = read_duration(text)
        if isinstance(months, int) and isinstance(seconds, int):
            return months * _MONTH_SECONDS + seconds
        return _exact_context(len(text) // 64).fma(months, _MONTH, seconds)


@lru_cache(maxsize=64)
def _exact_context(size: int) -> Context:
    """Returns a context that multiplies by small factors and adds exactly, for numbers of up to 64 × (``size`` + 1) digits."""
    return Context(64 * size + 128, Emin=MIN_EMIN, Emax=MAX_EMAX)


def read_duration(text: str) -> tuple[Decimal | int, Decimal | int]:
    """Returns the exact months and seconds of a duration, both with its sign (XML Schema Part 2, "duration")."""
    found = _PARTS.fullmatch(text)
    assert found is not None  # the text matches the lexis
    if len(text) < 40 and "." not in text:  # most durations, and a column may have a million
        unit = -1 if found[1] else 1
        years, months, days, hours, minutes, seconds = [int(part) if part else 0 for part in found.groups()[1:]]
        return unit * (years * 12 + months), unit * (((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    return _exact_duration(found, text)


def _exact_duration(found: re.Match[str], text: str) -> tuple[Decimal, Decimal]:
    exact = _exact_context(len(text) // 64)
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    sign = Decimal(-1 if found[1] else 1)
    of_day = exact.fma(exact.fma(exact.fma(days, Decimal(24), hours), Decimal(60), minutes), Decimal(60), seconds)
    return exact.multiply(sign, exact.fma(years, Decimal(12), months)), exact.multiply(sign, of_day)
