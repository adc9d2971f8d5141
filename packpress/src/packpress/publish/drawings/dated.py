"""What a date looks like in a drawing: its kind, its first and its last day, from its EDTF text."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from packpress.edtf import read_edtf

DateKind = Literal["day", "month", "year", "interval", "open", "none"]


class Dated(NamedTuple):
    """A date as it is drawn.

    ``first`` and ``last`` are None where an end is open; both are None for ``none``, a date that is not stated.
    """

    kind: DateKind
    first: date | None = None
    last: date | None = None
    is_uncertain: bool = False

    @property
    def year(self) -> int | None:
        """The year in which it lies as a whole; None if it runs over several, has an open end, or is not stated."""
        if self.first is None or self.last is None or self.first.year != self.last.year:
            return None
        return self.first.year


UNDATED = Dated("none")


def read_dated(text: str) -> Dated:
    """Returns the date that an EDTF text states, ``UNDATED`` for an empty one. Raises ValueError if it is not a date.

    >>> read_dated("2024-02?")
    Dated(kind='month', first=datetime.date(2024, 2, 1), last=datetime.date(2024, 2, 29), is_uncertain=True)
    """
    if not text:
        return UNDATED
    span = read_edtf(text)
    is_uncertain = not {"?", "~", "%"}.isdisjoint(text)
    if span.first is None or span.last is None:
        return Dated("open", span.first, span.last, is_uncertain)
    kinds: dict[str, DateKind] = {"day": "day", "month": "month"}
    kind = "interval" if "/" in text else kinds.get(span.precision, "year")
    return Dated(kind, span.first, span.last, is_uncertain)


def read_between(start: str, end: str) -> Dated:
    """Returns the time from one EDTF date to another; the date that is stated, if there is only one.

    Raises ValueError if a text is not a date, or if the end is before the start.
    """
    first, last = read_dated(start), read_dated(end)
    if not (start and end) or start == end:
        return first if start else last
    is_uncertain = first.is_uncertain or last.is_uncertain
    if first.first is None or last.last is None:
        return Dated("open", first.first, last.last, is_uncertain)
    if first.first > last.last:
        raise ValueError("begins after it ends")
    return Dated("interval", first.first, last.last, is_uncertain)
