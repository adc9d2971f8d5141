"""The types ``time`` and ``datetime``."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.types.answers import Lexis
from packpress.types.field import Field, plain_field
from packpress.types.field_type import FieldType
from packpress.types.iso8601 import (
    ANY_CLOCK,
    CANONICAL_CLOCK,
    CLOCK,
    DATE,
    END_OF_DAY,
    ZONE,
    clock,
    instant,
    write_moment,
    write_time,
)
from packpress.types.moments import IN_UTC, LOCAL, are_common
from packpress.types.ordered_text import OrderedText, is_read
from packpress.types.temporal import Temporal


class Time(Temporal, OrderedText):
    """Times of day without a zone, as text (Table Schema 2.0, "time")."""

    name = "time"
    has_one_notation = True
    holds = ("time", "text")
    lexis = Lexis(CLOCK, "a time as hh:mm:ss, e.g. 15:00:00")

    @classmethod
    def any_form(cls, field: Field) -> FieldType:
        return AnyTime(field)

    def place(self, text: str) -> Any:
        second, fraction = clock(text)
        return _since(datetime.combine(date(2000, 1, 1), second)), fraction


class AnyTime(Time):
    """Times of day in any notation of ISO 8601, as text."""

    has_one_notation = False
    lexis = Lexis(f"T?{ANY_CLOCK}", "a time in ISO 8601", lambda text: is_read(time.fromisoformat, text))
    canonical_form = CANONICAL_CLOCK

    @property
    def _plain(self) -> FieldType:
        return Time(plain_field("time"))

    def canonical(self, text: str) -> str:
        return write_time(*clock(text))


class DateTime(Temporal, OrderedText):
    """Moments, with or without a zone, as text (Table Schema 2.0, "datetime")."""

    name = "datetime"
    holds = ("timestamp", "text")
    lexis = Lexis(
        rf"(?:{DATE}T{CLOCK}(?:\.[0-9]+)?|{END_OF_DAY}){ZONE}",
        "a date and time as YYYY-MM-DDThh:mm:ss, with a zone as Z or +hh:mm",
    )
    canonical_form = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{CANONICAL_CLOCK}Z?"
    published_as = (LOCAL, IN_UTC)

    @classmethod
    def any_form(cls, field: Field) -> FieldType:
        return AnyDateTime(field)

    def canonical(self, text: str) -> str:
        return write_moment(*instant(text))

    def place(self, text: str) -> Any:
        second, fraction = instant(text)
        return _since(second), fraction

    def publish(self, cells: pa.StringArray, kind: pa.DataType) -> pa.Array | None:
        """Returns the moments if all have a zone, or none has; None if one has more digits than microseconds."""
        moments = super().publish(cells, kind)
        return moments if moments is not None and are_common(moments) else None


class AnyDateTime(DateTime):
    """Moments in any notation of ISO 8601, or with a space instead of the T (RFC 3339), as text."""

    lexis = Lexis(
        f"[0-9W-]+(?:[T ]{ANY_CLOCK})?",
        "a datetime in ISO 8601",
        lambda text: is_read(datetime.fromisoformat, text),
    )

    @property
    def _plain(self) -> FieldType:
        return DateTime(plain_field("datetime"))

    def publish(self, cells: pa.StringArray, kind: pa.DataType) -> pa.Array | None:
        """Returns the moments as ``DateTime.publish`` does; None if one is only a day."""
        is_moment = pc.match_substring_regex(cells, pattern="[T ]")
        return None if pc.all(is_moment).as_py() is False else super().publish(self.equal(cells, cells), kind)


def _since(moment: datetime) -> timedelta:
    """Returns the time since the year 1 in UTC; a moment without a zone counts as UTC."""
    return moment.replace(tzinfo=None) - datetime.min - (moment.utcoffset() or timedelta())
