"""What a cell means where its text does not say it by itself: one value for all notations, as constraints are about values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Mapping
from datetime import date, datetime, time
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation
from functools import lru_cache

from fentanyl_control.package.lexical import is_json, true_values
from fentanyl_control.package.model import Field
from fentanyl_control.package.short_json import decoding

Meaning = Callable[[str], Hashable]
_DURATION = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_FRACTION = re.compile(r"[.,](\d+)")


def meaning(field: Field) -> Meaning | None:
    """What gives the meaning of a cell that the field's lexis accepts; None where the typed value or the text is it."""
    if field.type == "list":
        return _list_meaning(field)
    if is_json(field):
        return _json_meaning()
    if field.type == "date" and field.format == "default":
        return None
    return _MEANINGS.get(field.type)


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


def _point(text: str) -> Hashable:
    return tuple(Decimal(part.strip()) for part in text.split(","))


def _number(text: str) -> Hashable:
    return _short_number(text) if len(text) <= 20 else _exact_number(text)


def _exact_number(text: str) -> Hashable:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text.encode()  # an exponent of more than eighteen digits
    return number if number.is_finite() else text.lower().encode()  # NaN, which is not equal to itself, and INF


_short_number = lru_cache(maxsize=10_000)(_exact_number)  # a cell may have millions of few different ones


def _json_meaning() -> Meaning:
    from fentanyl_control.check.json_schema.values import freeze  # with all of JSON Schema, which few packages need

    decode = decoding(json.JSONDecoder(parse_float=_number))

    def read(text: str) -> Hashable:
        frozen: Hashable = freeze(decode(text), lambda _: None)
        return frozen

    return read


def _list_meaning(field: Field) -> Meaning:
    kind, delimiter = field.raw.get("itemType", "string"), field.raw.get("delimiter", ",")
    item = Field("", kind, "default", "", "", {}, (), {})
    read: Meaning = meaning(item) or str
    if kind in ("number", "integer"):
        read = _number
    elif kind == "boolean":
        read = frozenset(true_values(item)).__contains__
    return lambda text: tuple(map(read, text.split(delimiter)))


# type → the meaning of its cells
_MEANINGS: Mapping[str, Meaning] = {
    "date": date.fromisoformat,
    "time": clock,
    "datetime": instant,
    "year": same_zone,
    "yearmonth": same_zone,
    "duration": duration,
    "geopoint": _point,
}
