"""The order of cells whose text alone does not sort: years, times, durations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from packpress.package.model import Field
from packpress.types.logical_value import clock, duration, exact_context, instant

_MONTH_SECONDS = 2_629_746
"""Seconds of a month: its mean in the Gregorian calendar."""
_MONTH = Decimal(_MONTH_SECONDS)


def ordering(field: Field) -> Callable[[str], Any] | None:
    """What gives a cell of the field its place in order; None where the typed values are ordered themselves.

    Text alone does not sort: the year 10000 would come before 2024, and noon in one zone before eleven in another.
    """
    if field.type == "date" and field.format == "default":
        return None
    return _ORDERINGS.get(field.type)


def _since(moment: datetime) -> timedelta:
    """The moment as the time since the year 1 in UTC; one without a zone counts as UTC."""
    return moment.replace(tzinfo=None) - datetime.min - (moment.utcoffset() or timedelta())


def _instant(text: str) -> tuple[timedelta, Decimal]:
    second, fraction = instant(text)
    return _since(second), fraction


def _clock(text: str) -> tuple[timedelta, Decimal]:
    second, fraction = clock(text)
    return _since(datetime.combine(date(2000, 1, 1), second)), fraction


def _year(text: str) -> tuple[int, ...]:
    """The year, and the month where there is one; a zone does not count."""
    found = re.match(r"(-?\d+)(?:-(\d\d)(?!:))?", text)
    assert found is not None  # the lexis has accepted the text
    return tuple(int(number) for number in found.groups() if number is not None)


def _duration(text: str) -> Decimal | int:
    """The seconds of the duration, with mean months and years (ISO 8601 gives them no length)."""
    months, seconds = duration(text)
    if isinstance(months, int) and isinstance(seconds, int):
        return months * _MONTH_SECONDS + seconds
    return exact_context(len(text) // 64).fma(months, _MONTH, seconds)


# type → its order
_ORDERINGS: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "time": _clock,
    "datetime": _instant,
    "year": _year,
    "yearmonth": _year,
    "duration": _duration,
}
