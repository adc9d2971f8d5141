"""Reads dates and times of a text column by arithmetic on their digits, independently of Arrow's parser and of ``types``.

Cells that are not laid out as expected are left to ``moment_of``, which asks Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packpress.arrow.arrays import Mask
from packpress.arrow.text_column import Texts
from packpress.fidelity.digits import WORD, Words, joined, words_of
from packpress.types.field import Field

Numbers = npt.NDArray[np.int64]
Data = npt.NDArray[np.uint8]
SECOND = 1_000_000
PER_DAY = 86_400 * SECOND
ISO_DAY, ISO_MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"
_EPOCH = datetime(1970, 1, 1)
# directive of strptime → how many digits it has if it is padded with zeros
_WIDTHS: Mapping[str, int] = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
_ZERO, _Z = np.uint8(ord("0")), np.uint8(ord("Z"))
_FRACTION = re.compile(r"[.,]([0-9]+)")


class Moments(NamedTuple):
    """Microseconds since 1970, in UTC where the cell ``has_zone``; valid where ``is_read`` is true."""

    microseconds: Numbers
    has_zone: Mask
    is_read: Mask


class _Layout(NamedTuple):
    """Where a format has its digits and its other bytes: ``digits["Y"]`` is ``(0, 4)`` in "%Y-%m-%d", ``others[4]`` is "-"."""

    width: int
    digits: Mapping[str, tuple[int, int]]
    others: Mapping[int, int]


@lru_cache(maxsize=100)
def _layout(form: str) -> _Layout | None:
    """Returns the layout of cells in the format; None if it has a directive without a fixed number of digits."""
    width, digits, others = 0, {}, {}
    for directive, literal in re.findall(r"%(.)|([^%])", form, re.DOTALL):
        if literal:
            if not literal.isascii():
                return None
            others[width] = ord(literal)
            width += 1
        elif directive not in _WIDTHS:
            return None
        else:
            digits[directive] = width, _WIDTHS[directive]
            width += _WIDTHS[directive]
    return _Layout(width, digits, others) if {*"Ymd"} <= digits.keys() else None


def read_by_digits(texts: Texts, form: str) -> Moments:
    """Returns the moments of the cells that have the padded digits of the format.

    After the digits of ``ISO_MOMENT``, a fraction of up to six digits and an offset from UTC are read too.
    """
    count, layout = len(texts), _layout(form)
    found, has_zone, is_read = np.zeros(count, np.int64), np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    if layout is None:
        return Moments(found, has_zone, is_read)
    fits = texts.lengths >= layout.width if form == ISO_MOMENT else texts.lengths == layout.width
    rows = np.flatnonzero(fits if texts.present is None else fits & texts.present)
    data, words, starts = texts.data, words_of(texts), texts.starts[rows].astype(np.int64)
    is_right: Mask = np.ones(len(rows), np.bool_)
    for place, byte in layout.others.items():
        is_right &= data[starts + place] == byte
    numbers = {name: _number(words, starts + place, size, is_right) for name, (place, size) in layout.digits.items()}
    moments = _days(numbers["Y"], numbers["m"], numbers["d"], is_right) * PER_DAY
    for name, size in (("H", 3600), ("M", 60), ("S", 1)):
        if name in numbers:
            moments += numbers[name] * (size * SECOND)
    if form == ISO_MOMENT:
        ends = starts + texts.lengths[rows]
        ends, offsets, has_zone[rows] = _zones(data, words, starts + layout.width, ends, is_right)
        moments += _fractions(data, words, starts + layout.width, ends, is_right) - offsets
    found[rows], is_read[rows] = moments, is_right
    return Moments(found, has_zone, is_read)


def _number(words: Words, starts: Numbers, size: int, is_right: Mask) -> Numbers:
    """Returns the numbers of ``size`` digits from these places; clears ``is_right`` where a byte is not a digit."""
    found = words[starts]
    zeros, highs, sixes = (np.uint64(int.from_bytes(bytes([byte]) * size, "little")) for byte in (0x30, 0xF0, 0x06))
    is_right &= (found & highs) == zeros
    is_right &= ((found + sixes) & highs) == zeros  # beyond 9, the upper half of the byte changes
    found <<= np.uint64(8 * (WORD - size))
    return joined(found)


def _days(year: Numbers, month: Numbers, day: Numbers, is_right: Mask) -> Numbers:
    """Returns the days since 1970; clears ``is_right`` where the calendar has no such day."""
    is_right &= (year >= 1) & (month >= 1) & (month <= 12)
    months = (year - 1970) * 12 + month - 1
    first, end = (each.astype("M8[M]").astype("M8[D]").astype(np.int64) for each in (months, months + 1))
    is_right &= (day >= 1) & (day <= end - first)
    return first + day - 1


def _zones(data: Data, words: Words, starts: Numbers, ends: Numbers, is_right: Mask) -> tuple[Numbers, Numbers, Mask]:
    """Returns where the cells end without their zone, its offset from UTC in microseconds, and whether they have a zone."""
    offsets = np.zeros(len(ends), np.int64)
    is_utc = (ends > starts) & (np.take(data, ends - 1, mode="clip") == _Z)
    signs = np.take(data, ends - 6, mode="clip")
    is_offset = (ends >= starts + 6) & ((signs == ord("+")) | (signs == ord("-")))
    if (rows := np.flatnonzero(is_offset)).size:
        at, fits = ends[rows] - 5, data[ends[rows] - 3] == ord(":")
        minutes = 60 * _number(words, at, 2, fits) + _number(words, at + 3, 2, fits)
        offsets[rows] = np.where(signs[rows] == ord("-"), -minutes, minutes) * (60 * SECOND)
        is_right[rows] &= fits
    return ends - np.where(is_offset, 6, is_utc), offsets, is_utc | is_offset


def _fractions(data: Data, words: Words, starts: Numbers, ends: Numbers, is_right: Mask) -> Numbers:
    """Returns the fractions of a second in microseconds; clears ``is_right`` where other bytes, or more digits, are left."""
    fractions, sizes = np.zeros(len(ends), np.int64), ends - starts
    for size in np.flatnonzero(np.bincount(sizes)).tolist() if len(sizes) else ():
        rows = np.flatnonzero(sizes == size)
        if not size:
            continue
        if not 2 <= size <= 7:
            is_right[rows] = False
            continue
        fits = data[starts[rows]] == ord(".")
        fractions[rows] = _number(words, starts[rows] + 1, size - 1, fits) * 10 ** (7 - size)
        is_right[rows] &= fits
    return fractions


def moment_of(field: Field) -> Callable[[str], tuple[int, bool]]:
    """Returns the reader of one cell, with Python: ``moment("1970-01-01T00:00:01Z")`` is ``(1000000, True)``.

    The reader raises ValueError for a moment that microseconds do not hold.
    """
    form, read_iso = field.format, field.format in ("default", "any")

    @lru_cache(maxsize=4096)
    def moment(text: str) -> tuple[int, bool]:
        if not read_iso:
            return _since(datetime.strptime(text, form), 0)
        fraction = _FRACTION.search(text)
        digits = fraction[1].rstrip("0") if fraction else ""
        if len(digits) > 6:
            raise ValueError(f"{text!r} has more digits than microseconds")
        return _since(datetime.fromisoformat(_FRACTION.sub("", text)), int(digits.ljust(6, "0")))

    return moment


def _since(moment: datetime, fraction: int) -> tuple[int, bool]:
    """Returns the microseconds since 1970, ``fraction`` of them added, and whether the moment has a zone."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
        return (moment - _EPOCH) // timedelta(microseconds=1) + fraction, True
    return (moment - _EPOCH) // timedelta(microseconds=1) + fraction, False
