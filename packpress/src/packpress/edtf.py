"""EDTF dates (ISO 8601-2:2019, level 0 and the level 1 intervals): the first day, last day and precision of a date."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_POINT = re.compile(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?[~?%]?")
EDTF_RULE = "edtf-date"
PRECISIONS = ("day", "month", "year", "open")
"""From finest to coarsest. An interval has the precision of its coarser end, ``open`` if an end is open."""


@dataclass(frozen=True)
class Span:
    """The first and last day that a date may mean (None if open) and its precision.

    ``precision`` is ``day``, ``month``, ``year`` or ``open``; an interval has that of its coarser end.

    >>> from packpress import read_edtf
    >>> span = read_edtf("2013/..")
    >>> span.first, span.last, span.precision
    (datetime.date(2013, 1, 1), None, 'open')
    """

    first: date | None
    last: date | None
    precision: str


def _precision(end: str) -> str:
    match = _POINT.fullmatch(end)
    if match is None:
        return "open"
    return "day" if match[3] else "month" if match[2] else "year"


def _days(end: str) -> tuple[date | None, date | None]:
    """Returns the first and last day of a year, month or day, None if the end is open. Raises ValueError if not real."""
    match = _POINT.fullmatch(end)
    if match is None:
        return None, None
    year, month, day = (int(part.lstrip("-")) if part else 0 for part in match.groups())
    first = date(year, month if match[2] else 1, day if match[3] else 1)
    if match[3]:
        return first, first
    return first, date(year, month, monthrange(year, month)[1]) if match[2] else date(year, 12, 31)


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Span:
    """Returns the span of an EDTF text (ISO 8601-2:2019): a year, month or day, or an interval between two of them.

    Raises ValueError if it is not a real date or ends before it begins.

    >>> from packpress import read_edtf
    >>> read_edtf("2024-02")
    Span(first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29), precision='month')
    >>> read_edtf("2023-02-29")
    Traceback (most recent call last):
    ValueError: is not a real date
    """
    ends = text.split("/")
    known = [_POINT.fullmatch(end) is not None for end in ends]
    if (
        len(ends) > 2
        or not any(known)
        or not all(is_known or end in ("", "..") for is_known, end in zip(known, ends, strict=True))
    ):
        raise ValueError("is not an EDTF date of level 0 or a level 1 interval")
    try:
        (first, _), (_, last) = _days(ends[0]), _days(ends[-1])
    except ValueError as error:
        raise ValueError("is not a real date") from error
    if first is not None and last is not None and first > last:
        raise ValueError("begins after it ends")
    return Span(first, last, max((_precision(end) for end in ends), key=PRECISIONS.index))


def edtf_message(error: ValueError) -> str:
    """Returns the message of an issue for a text that ``read_edtf`` rejected."""
    return f"{error}; write it as EDTF, e.g. 2024-02-29, 2023, 2013/.. or 2023-10-16/2023-10-20"
