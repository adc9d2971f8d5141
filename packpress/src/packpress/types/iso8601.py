"""Dates and times of ISO 8601: their patterns, and how moments are read and written without losing a digit of the fraction."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_DAY_28 = r"(?:0[1-9]|1[0-9]|2[0-8])"
DATE = (
    rf"(?:{YEAR}-(?:(?:0[1-9]|1[0-2])-{_DAY_28}|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    rf"|{_LEAP}-02-29)"
)
_YEAR_BEFORE_LAST = r"(?:[0-9]{3}[1-8]|(?:[0-9]{2}[1-9]|[0-9][1-9][0-9]|[1-9][0-9]{2})0|(?:[0-8][0-9]{2}|9[0-8][0-9]|99[0-8])9)"
END_OF_DAY = rf"{DATE.replace(YEAR, _YEAR_BEFORE_LAST)}T24:00:00(?:\.0+)?"
"""The first instant of the next day (XML Schema Part 2, 3.2.7.1), except at the end of the last year that Python has."""
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
ANY_CLOCK = r"(?:[01][0-9]|2[0-3])[0-9:]*(?:[.,][0-9]+)?(?:Z|[+-][0-9:]+)?"
"""Matches every notation of a time, and more: only the characters are checked."""
CANONICAL_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]*[1-9])?"
_FRACTION = re.compile(r"[.,](\d+)")
_EPOCH = datetime(1970, 1, 1)


def instant(text: str) -> tuple[datetime, Decimal]:
    """Returns a date and time to the second, and the fraction of the second, which may have more digits than Python keeps."""
    plain = _FRACTION.sub("", text)
    if plain[10:13] == "T24":
        return datetime.fromisoformat(f"{plain[:11]}00{plain[13:]}") + timedelta(days=1), Decimal(0)
    return datetime.fromisoformat(plain), _fraction(text)


def clock(text: str) -> tuple[time, Decimal]:
    """Returns a time to the second, and the fraction of the second."""
    return time.fromisoformat(_FRACTION.sub("", text)), _fraction(text)


def _fraction(text: str) -> Decimal:
    found = _FRACTION.search(text)
    return Decimal(f"0.{found[1]}") if found else Decimal(0)


def write_moment(moment: datetime, fraction: Decimal) -> str:
    """Returns the moment as text, in UTC if it has a zone; as seconds since 1970 if its year in UTC is not 1 to 9999."""
    zone = "" if moment.tzinfo is None else "Z"
    if (offset := moment.utcoffset()) is not None:
        try:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            since = moment.replace(tzinfo=None) - _EPOCH - offset
            return write_seconds(since.days * 86_400 + since.seconds, _digits(since.microseconds, fraction))
    digits = _digits(moment.microsecond, fraction)
    return moment.isoformat(timespec="seconds") + (f".{digits}" if digits else "") + zone


def _digits(microseconds: int, fraction: Decimal) -> str:
    """Returns the digits of a fraction of a second, given as microseconds or as a fraction; the other is zero."""
    return (f"{microseconds:06}" if microseconds else f"{fraction:f}"[2:]).rstrip("0")


def write_seconds(seconds: int, digits: str) -> str:
    """Returns a moment outside the years 1 to 9999 as text: seconds since 1970 with the digits of the fraction."""
    return f"{seconds}{'.' if digits else ''}{digits} s"


def write_time(moment: time, fraction: Decimal) -> str:
    """Returns the time of day as text; in UTC, with a date, if it has a zone, since UTC may be on the day before or after."""
    day = write_moment(datetime.combine(date(2000, 1, 1), moment), fraction)
    return day if day.endswith("Z") else day[11:]
