"""What times and durations mean: one value for all their notations, with every digit of their fractions."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from functools import lru_cache

_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_FRACTION = re.compile(r"[.,](\d+)")


def instant(text: str) -> tuple[datetime, Decimal]:
    """A date and time of ISO 8601 as the second and the fraction of it, which may have more digits than Python keeps."""
    return datetime.fromisoformat(_FRACTION.sub("", text)), _fraction(text)


def clock(text: str) -> tuple[time, Decimal]:
    """A time of ISO 8601 as the second and the fraction of it."""
    return time.fromisoformat(_FRACTION.sub("", text)), _fraction(text)


def _fraction(text: str) -> Decimal:
    found = _FRACTION.search(text)
    return Decimal(f"0.{found[1]}") if found else Decimal(0)


@lru_cache(maxsize=64)
def exact_context(size: int) -> Context:
    """A context in which numbers of 64 digits, or of ``size`` times as many more, are multiplied by a few and added exactly."""
    return Context(64 * size + 128, Emin=MIN_EMIN, Emax=MAX_EMAX)


def duration(text: str) -> tuple[Decimal | int, Decimal | int]:
    """The months and the seconds of a duration, exactly, both with its sign (XML Schema Part 2, "duration")."""
    found = _DURATION.fullmatch(text)
    assert found is not None  # the lexis has accepted the text
    if len(text) < 40 and "." not in text:  # most durations; a column may have a million
        unit = -1 if found[1] else 1
        years, months, days, hours, minutes, seconds = [int(part) if part else 0 for part in found.groups()[1:]]
        return unit * (years * 12 + months), unit * (((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    return _exact_duration(found, text)


def _exact_duration(found: re.Match[str], text: str) -> tuple[Decimal, Decimal]:
    exact = exact_context(len(text) // 64)
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    sign = Decimal(-1 if found[1] else 1)
    of_day = exact.fma(exact.fma(exact.fma(days, Decimal(24), hours), Decimal(60), minutes), Decimal(60), seconds)
    return exact.multiply(sign, exact.fma(years, Decimal(12), months)), exact.multiply(sign, of_day)


def same_zone(text: str) -> str:
    """A year or month as it is written, with the zone of UTC in one notation."""
    return re.sub(r"[+-]00:00\Z", "Z", text)
