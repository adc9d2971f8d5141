"""EDTF dates (ISO 8601-2:2019, level 0 and the level 1 intervals): the first day, last day and precision of a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from packpress.errors import missing_extra

_POINT = re.compile(r"([0-9]{4})(-[0-9]{2})?(-[0-9]{2})?[~?%]?")
_SEASON = re.compile(r"[0-9]{4}-(?:1[3-9]|[2-9][0-9])")  # level 1 writes seasons and quarters as months from 21 on
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


def _day(bound: object) -> date | None:
    """Returns the day for a bound from the edtf library: a struct_time, or an infinity if the interval is open."""
    return date(*bound[:3]) if isinstance(bound, tuple) else None


@lru_cache(maxsize=4096)
def read_edtf(text: str) -> Span:
    """Returns the span of an EDTF text (ISO 8601-2:2019): a year, month or day, or an interval between two of them.

    Raises ValueError if it is not a real date or ends before it begins, and MissingExtraError if the library edtf is not
    installed.

    >>> from packpress import read_edtf
    >>> read_edtf("2024-02")
    Span(first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29), precision='month')
    >>> read_edtf("2023-02-29")
    Traceback (most recent call last):
    ValueError: is not a real date
    """
    try:
        from edtf import parse_edtf
        from edtf.parser.edtf_exceptions import EDTFParseException
    except ModuleNotFoundError as error:
        raise missing_extra("edtf, which reads dates,") from error
    ends = text.split("/")
    if len(ends) > 2 or not all(end in ("", "..") or _POINT.fullmatch(end) for end in ends) or text in ("", "/", "../.."):
        raise ValueError("is not an EDTF date of level 0 or a level 1 interval")
    if any(_SEASON.match(end) for end in ends):
        raise ValueError("is not a real date")
    try:
        parsed = parse_edtf(text)
        # edtf 5.0.2 makes up a last day for an unknown end ("2013/"), so missing ends are set here
        first = _day(parsed.lower_strict()) if ends[0] not in ("", "..") else None
        last = _day(parsed.upper_strict()) if ends[-1] not in ("", "..") else None
    except (EDTFParseException, ValueError) as error:
        raise ValueError("is not a real date") from error
    if first is not None and last is not None and first > last:
        raise ValueError("begins after it ends")
    return Span(first, last, max((_precision(end) for end in ends), key=PRECISIONS.index))


def edtf_message(error: ValueError) -> str:
    """Returns the message of an issue for a text that ``read_edtf`` rejected."""
    return f"{error}; write it as EDTF, e.g. 2024-02-29, 2023, 2013/.. or 2023-10-16/2023-10-20"
