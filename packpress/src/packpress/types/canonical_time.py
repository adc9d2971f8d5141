"""Dates, times and durations as canonical text, so that keys are compared by value: a moment in two zones is one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, int_scalar, pieces, string_array
from packpress.package.model import Field
from packpress.types.logical_value import clock, duration, instant, same_zone
from packpress.types.strptime.columns import comparable_moments, moment_reader

_FIRST, _LAST = (
    int_scalar(int(np.datetime64(time, "us").astype(np.int64))) for time in ("0001-01-01", "9999-12-31T23:59:59.999999")
)
_EPOCH = datetime(1970, 1, 1)
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*[1-9])?"


def _write_moment(moment: datetime, fraction: Decimal) -> str:
    """The moment in UTC where it has a zone; the seconds since 1970 where UTC has another year than 1 to 9999."""
    zone = "" if moment.tzinfo is None else "Z"
    if (offset := moment.utcoffset()) is not None:
        try:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        except OverflowError:
            since = moment.replace(tzinfo=None) - _EPOCH - offset
            return _write_seconds(since.days * 86_400 + since.seconds, _digits(since.microseconds, fraction))
    digits = _digits(moment.microsecond, fraction)
    return moment.isoformat(timespec="seconds") + (f".{digits}" if digits else "") + zone


def _digits(microseconds: int, fraction: Decimal) -> str:
    """The digits of a fraction of a second; one of the two is zero."""
    return (f"{microseconds:06}" if microseconds else f"{fraction:f}"[2:]).rstrip("0")


def _write_seconds(seconds: int, digits: str) -> str:
    """A moment whose year in UTC is none of 1 to 9999, as seconds since 1970 with the digits of a fraction."""
    return f"{seconds}{'.' if digits else ''}{digits} s"


def write_datetime(text: str) -> str:
    """A date and time of ISO 8601 as canonical text."""
    return _write_moment(*instant(text))


def _write_time(text: str) -> str:
    moment, fraction = clock(text)
    day = _write_moment(datetime.combine(date(2000, 1, 1), moment), fraction)
    return day if day.endswith("Z") else day[11:]


def _write_duration(text: str) -> str:
    months, seconds = duration(text)
    sign = "-" if text.startswith("-") and (months or seconds) else ""
    if isinstance(months, int) or isinstance(seconds, int):
        return f"{sign}P{abs(months)}MT{abs(seconds)}S"
    whole, _, fraction = f"{seconds.copy_abs():f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{sign}P{months.copy_abs():f}MT{whole}{'.' if fraction else ''}{fraction}S"


# type → what cells in a form of ISO 8601 look like that are canonical already (for RE2), and what writes the others
_WRITERS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "date": (r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z", lambda text: date.fromisoformat(text).isoformat()),
    "time": (rf"\A{_CLOCK}\z", _write_time),
    "datetime": (rf"\A[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}Z?\z", write_datetime),
    "year": (r"\A-?[0-9]+Z?\z", same_zone),
    "yearmonth": (r"\A-?[0-9]+-[0-9]{2}Z?\z", same_zone),
    "duration": (r"\A\z", _write_duration),
}


def canonical_times(field: Field, cells: pa.StringArray) -> pa.StringArray:
    """The cells of a field as canonical text where it is one of dates, times or durations; as they are where it is not."""
    if field.type not in _WRITERS or (field.type == "date" and field.format == "default"):
        return cells
    if (reader := moment_reader(field)) is not None:
        return write_moments(field, reader.read(cells))
    pattern, write = _WRITERS[field.type]
    is_odd = pc.fill_null(pc.invert(pc.match_substring_regex(cells, pattern=pattern)), FALSE)
    if not pc.any(is_odd).as_py():
        return cells
    odd = pc.dictionary_encode(pc.filter(cells, is_odd))
    written = string_array([write(text) for text in odd.dictionary.to_pylist()])
    return pc.replace_with_mask(cells, is_odd, written.take(odd.indices))


def write_moments(field: Field, moments: pa.Int64Array) -> pa.StringArray:
    """The moments of a field in a format as ``write_datetime`` writes them, null where there is none."""
    parts = [_write_piece(field, piece) for piece in pieces(moments)]
    return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)


def _write_piece(field: Field, moments: pa.Int64Array) -> pa.StringArray:
    reader = moment_reader(field)
    assert reader is not None
    moments = comparable_moments(field, moments)
    is_of_utc = pc.and_(pc.greater_equal(moments, _FIRST), pc.less_equal(moments, _LAST))
    written = pc.cast(moments.view(pa.timestamp("us")), pa.string())  # 2024-02-29 12:00:00.500000
    if field.type == "date":
        written = pc.utf8_slice_codeunits(written, start=0, stop=10)
    else:
        written = pc.replace_substring_regex(written, pattern=r"\.?0*\z", replacement="Z" if reader.has_zone else "")
        start, sign = (0, "") if field.type == "time" else (10, "T")
        written = pc.utf8_replace_slice(written, start=start, stop=11, replacement=sign)
    if pc.all(is_of_utc).as_py() is not False:
        return written
    odd = [divmod(moment, 1_000_000) for moment in pc.filter(moments, pc.invert(is_of_utc)).to_pylist() if moment is not None]
    texts = [_write_seconds(seconds, f"{rest:06}".rstrip("0")) for seconds, rest in odd]
    return pc.replace_with_mask(written, pc.fill_null(pc.invert(is_of_utc), FALSE), string_array(texts))
