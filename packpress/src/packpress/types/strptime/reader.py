"""Reads a whole column of dates and times in a format of strptime, with the same results as Python in English.

Python's strptime takes microseconds per cell, and a file may have a million. Here RE2 extracts the parts of all cells at once,
and numpy computes the moments. If directives contradict each other, the same one counts as in Python: usually the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import (
    FALSE,
    NO_MOMENT,
    Mask,
    bool_array,
    int64_array,
    int_scalar,
    numpy_values,
    row_chunks,
    string_array,
)
from packpress.types.strptime.directives import BLANK, NAMES, Form, read_form

Int64s = npt.NDArray[np.int64]
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_FIRST_DAY, _LAST_DAY = (int(np.datetime64(day, "D").astype(np.int64)) for day in ("0001-01-01", "9999-12-31"))
_EMPTY = string_array([""])
_NAME_SETS = {directive: string_array(names) for directive, names in NAMES.items()}
_NO_NAME = pc.cast(int_scalar(0), pa.int32())
_NO_PART: pa.Scalar = string_array(["0"])[0]
_NO_ZONE: pa.Scalar = string_array(["Z"])[0]
_ZONE = r"\A(?:Z|.\d\d(?:\d\d(?:\d\d(?:\.\d+)?)?|:\d\d(?::\d\d(?:\.\d+)?)?))\z"
"""A zone has colons in both places or in neither."""
_ZONE_WEIGHTS = np.array(
    [second * _SECOND for second in (0, 36_000, 3_600, 600, 60, 10, 1, 0)] + [10**n for n in range(5, -1, -1)]
)
"""How many microseconds a digit is worth in each place of +hhmmss.ffffff."""


class MomentReader(NamedTuple):
    """A reader for one format; it reads both the cells and the constants of a field."""

    form: Form
    may_be_indented: bool

    @property
    def has_zone(self) -> bool:
        """Whether the format has a zone."""
        return "z" in self.form.directives

    def read(self, cells: pa.StringArray) -> pa.Int64Array:
        """Returns the microseconds since 1970 of each cell, in UTC if the format has a zone; null if it is not real."""
        read = [self._read(piece) for piece in row_chunks(cells)]
        return read[0] if len(read) == 1 else pa.concat_arrays(read)

    def _read(self, cells: pa.StringArray) -> pa.Int64Array:
        encoded = pc.dictionary_encode(cells)
        texts = pa.concat_arrays([encoded.dictionary, _EMPTY])  # the last stands for null; no format accepts an empty text
        found = pc.extract_regex(texts, pattern=self.form.pattern)
        *written, rest = found.flatten()
        fits = pc.equal(rest, _EMPTY[0])
        if not self.may_be_indented:
            fits = pc.and_not(fits, pc.match_substring_regex(texts, pattern=rf"\A{BLANK}"))
        parts = dict(zip(self.form.directives, written, strict=True))
        if self.has_zone:
            fits = pc.and_(fits, pc.match_substring_regex(parts["z"], pattern=_ZONE))
        moments, exists = _moments(_numbers(parts), len(texts))
        read = pc.if_else(pc.and_(pc.fill_null(fits, FALSE), bool_array(exists)), int64_array(moments), NO_MOMENT)
        return pc.take(read, pc.fill_null(encoded.indices, pc.cast(int_scalar(len(texts) - 1), pa.int32())))

    def read_constants(self, texts: Iterable[str]) -> pa.Int64Array:
        """Returns the moments of constants of the schema. Raises ValueError if one is not a real moment in the format."""
        moments = self.read(string_array(list(texts)))
        if moments.null_count:
            raise ValueError("a value is not a real date or time in the field's format")
        return moments


@lru_cache(maxsize=1000)
def reader_of(written: str) -> MomentReader | None:
    """Returns the reader for the format; None if it is not a valid format of strptime."""
    form = read_form(written)
    return None if form is None else MomentReader(form, may_be_indented=written != written.strip())


def _numbers(parts: Mapping[str, pa.StringArray]) -> dict[str, Int64s]:
    """Returns the numbers of the parts by directive, in the same order; 0 if a text has no such part.

    Months and weekdays count from 1, AM is 0, a zone is its offset from UTC in microseconds.
    """
    by_digits = [directive for directive in parts if directive not in NAMES and directive != "z"]
    written = pa.concat_arrays([_digits(directive, parts[directive]) for directive in by_digits] or [_EMPTY.slice(1)])
    # in one call, which costs more than a few numbers do
    numbers = numpy_values(pc.cast(pc.fill_null(written, _NO_PART), pa.int64()))
    found = dict(zip(by_digits, np.split(numbers, len(by_digits) or 1), strict=False))
    if "y" in found:
        found["y"] = found["y"] + np.where(found["y"] <= 68, 2000, 1900)
    if "w" in found:
        found["w"] = np.where(found["w"] == 0, 7, found["w"])
    others = {d: _offsets(parts[d]) if d == "z" else _named(d, parts[d]) for d in parts if d not in found}
    return {directive: found[directive] if directive in found else others[directive] for directive in parts}


def _digits(directive: str, parts: pa.StringArray) -> pa.StringArray:
    if directive == "f":
        return pc.ascii_rpad(parts, width=6, padding="0")
    return pc.ascii_ltrim_whitespace(parts) if directive == "d" else parts


def _named(directive: str, parts: pa.StringArray) -> Int64s:
    found = pc.index_in(pc.ascii_lower(parts), value_set=_NAME_SETS[directive])
    numbers: Int64s = numpy_values(pc.fill_null(found, _NO_NAME)).astype(np.int64)
    return numbers if directive == "p" else numbers + 1


def _offsets(zones: pa.StringArray) -> Int64s:
    """Returns the offset of each zone from UTC in microseconds."""
    plain = pc.replace_substring(pc.fill_null(zones, _NO_ZONE), pattern=":", replacement="")
    plain = pc.replace_substring(plain, pattern="Z", replacement="+")
    padded = pc.ascii_rpad(plain, width=len(_ZONE_WEIGHTS), padding="0")
    data: Any = padded.buffers()[2]
    written = np.frombuffer(data, np.uint8, len(padded) * len(_ZONE_WEIGHTS)).reshape(len(padded), -1)
    offsets: Int64s = (written - np.uint8(ord("0"))) @ _ZONE_WEIGHTS
    return np.where(written[:, 0] == ord("-"), -offsets, offsets)


def _moments(parts: dict[str, Int64s], count: int) -> tuple[Int64s, Mask]:
    """Returns the moments, and whether each exists, from their parts by directive in the order of the format."""

    def part(directives: str, default: int) -> Int64s:
        return next((parts[d] for d in reversed(parts) if d in directives), np.full(count, default, np.int64))

    days, exists = _days(parts, part)
    if "I" in parts:
        parts["I"] = parts["I"] % 12 + 12 * part("p", 0)
    hour, second = part("HI", 0), part("S", 0)
    offset = part("z", 0)
    exists = exists & (days >= _FIRST_DAY) & (days <= _LAST_DAY) & (second < 60) & (abs(offset) < _DAY)
    seconds = ((days * 24 + hour) * 60 + part("M", 0)) * 60 + second
    return seconds * _SECOND + part("f", 0) - offset, exists


def _days(parts: Mapping[str, Int64s], part: Callable[[str, int], Int64s]) -> tuple[Int64s, Mask]:
    """Returns the days since 1970, and whether each exists: by the day of the year, else by the week, else by the month.

    ``part("mBb", 1)`` returns the numbers of the last of these directives in the format, or 1 for every text.
    """
    year, month, day = part("Yy", 1900), part("mBb", 1), part("d", 1)
    has_week = not parts.keys().isdisjoint("UW") and not parts.keys().isdisjoint("Aauw")
    is_real: Mask = year >= 1
    if parts.keys().isdisjoint("Yy"):
        is_real = (month != 2) | (day != 29)  # 1900, the default year, has no such day
    if "j" in parts:
        days = _new_year(year) + parts["j"] - 1
        return days, is_real & (days < _new_year(year + 1))
    if has_week:
        return _day_of_week(year, part("UW", 0), part("Aauw", 1), starts_on_sunday=part("UW", 0) is parts.get("U")), is_real
    if not parts.keys().isdisjoint("Aauw") and {"G", "V"} <= parts.keys():
        return _day_of_iso_week(parts["G"], parts["V"], part("Aauw", 1), is_real)
    months = (year - 1970) * 12 + np.clip(month, 1, 12) - 1
    first, end = _first_day(months), _first_day(months + 1)
    return first + day - 1, is_real & (day >= 1) & (day <= end - first)


def _day_of_week(year: Int64s, week: Int64s, weekday: Int64s, *, starts_on_sunday: bool) -> Int64s:
    """Returns the days of weeks counted from the first Monday or Sunday of the year; the days before it are in week 0."""
    new_year, shift = _new_year(year), 1 if starts_on_sunday else 0
    first, place = (new_year + 3 + shift) % 7, (weekday - 1 + shift) % 7  # 1 January 1970 was a Thursday
    week = np.where(first == 0, np.maximum(week, 1) - 1, week)
    return new_year - first + 7 * week + place


def _day_of_iso_week(year: Int64s, week: Int64s, weekday: Int64s, is_real: Mask) -> tuple[Int64s, Mask]:
    """Returns the days of ISO 8601 weeks, and whether each exists; a week belongs to the year that contains its Thursday."""
    fourth = _new_year(year) + 3
    monday = fourth - (fourth + 3) % 7 + 7 * (week - 1)
    is_of_year = (monday + 3 >= _new_year(year)) & (monday + 3 < _new_year(year + 1))
    return monday + weekday - 1, is_real & is_of_year & (year >= 1)


def _new_year(year: Int64s) -> Int64s:
    return _first_day((year - 1970) * 12)


def _first_day(months: Int64s) -> Int64s:
    """Returns the first day of each month as days since 1970; months count from January 1970."""
    return months.astype("M8[M]").astype("M8[D]").astype(np.int64)
