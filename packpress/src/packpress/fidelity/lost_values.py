"""Finds cells whose value a published column does not hold: every conversion is repeated by independent code.

Text must have the same bytes. A number, date or boolean is read from its cell by ``digits`` if it is plain, or else exactly by
Python, and compared with the published value.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import (
    FALSE,
    NO_ROWS,
    Mask,
    Rows,
    buffer_values,
    int64_array,
    merged,
    numpy_values,
    rows_where,
    string_array,
)
from packpress.arrow.text_column import Texts
from packpress.fidelity.digits import WORD, Words, read_decimals, read_integers, short_words, words_of
from packpress.fidelity.moments import ISO_DAY, ISO_MOMENT, PER_DAY, moment_of, read_by_digits
from packpress.types import field_type
from packpress.types.boolean import false_values, true_values
from packpress.types.field import Field
from packpress.types.numeral import Numeral

t = pa.types
_DAYS = 4096
"""How many days are formatted at a time, to be compared with cells."""
_POWERS = np.array([float(10**n) for n in range(8)])
_NAMED = {"nan": "nan", "inf": "inf", "-inf": "-inf"}


def missing_rows(field: Field, cells: Texts, is_text: bool) -> Rows:
    """Returns the rows whose cell is missing: null or, in a text file, one of the missing values."""
    absent = NO_ROWS if cells.present is None else np.flatnonzero(~cells.present)
    if not is_text:
        return absent
    if field.missing_values == ("",):
        is_empty = cells.lengths == 0
        return merged(absent, np.flatnonzero(is_empty)) if is_empty.any() else absent
    return merged(absent, rows_where(pc.is_in(cells.cells, value_set=string_array(field.missing_values))))


def lost_rows(field: Field, cells: Texts, column: pa.Array) -> Rows:
    """Returns the rows in which the column does not hold the value of the cell; a missing cell must be null in ``cells``."""
    is_missing = None if cells.present is None else ~cells.present
    if is_missing is not None or column.null_count:
        is_null = numpy_values(pc.is_null(column))
        if len(lost := np.flatnonzero(is_null if is_missing is None else is_missing != is_null)):
            return lost
    kind = column.type
    if t.is_string(kind):
        return _other_texts(cells, column)
    if t.is_boolean(kind):
        return _other_booleans(field, cells, column)
    doubtful = cells.only_present(np.flatnonzero(_doubts(field, cells, column)))
    if not len(doubtful):
        return doubtful
    rows = int64_array(doubtful)
    pairs = zip(pc.take(cells.cells, rows).to_pylist(), pc.take(column, rows).to_pylist(), strict=True)
    holds = _HOLDS[field.type](field)
    return doubtful[[not holds(text, value) for text, value in pairs]]


def _other_texts(cells: Texts, column: pa.Array) -> Rows:
    ours, theirs = cells.cells, column
    if ours.offset == theirs.offset and _places(ours) == _places(theirs):
        return NO_ROWS  # they are the same bytes
    return rows_where(pc.not_equal(ours, theirs))


def _places(texts: pa.Array) -> list[int]:
    """Returns the memory addresses of the offsets and the bytes of the texts."""
    return [0 if buffer is None else buffer.address for buffer in texts.buffers()[1:]]


def _other_booleans(field: Field, cells: Texts, column: pa.Array) -> Rows:
    """Returns the rows in which a word for true is not published as true, or a word for false not as false."""
    words = words_of(cells)
    keys = short_words(words, cells.starts, np.minimum(cells.lengths, WORD))
    truth = numpy_values(pc.fill_null(column, FALSE))
    is_right = np.where(truth, _is_one_of(cells, keys, true_values(field)), _is_one_of(cells, keys, false_values(field)))
    return cells.only_present(np.flatnonzero(~is_right))


def _is_one_of(cells: Texts, keys: Words, words: tuple[str, ...]) -> Mask:
    """Returns a mask of the cells that are one of the words; the keys are the first eight bytes of the cells."""
    is_one = np.zeros(len(cells), np.bool_)
    for word in words:
        data = word.encode()
        is_same = keys == np.uint64(int.from_bytes(data[:WORD].rjust(WORD, b"\0"), "little"))
        is_one |= is_same & (cells.lengths == len(data))
        if len(data) > WORD:
            is_one &= numpy_values(pc.fill_null(pc.is_in(cells.cells, value_set=string_array(words)), FALSE))
    return is_one


def _doubts(field: Field, cells: Texts, column: pa.Array) -> Mask:
    """Returns a mask of the rows in which the fast reader does not find the published value."""
    nothing: Mask = np.ones(len(cells), np.bool_)
    if {"decimalChar", "groupChar", "bareNumber"} & field.raw.keys() or t.is_decimal(column.type):
        return nothing
    if t.is_timestamp(column.type) or (t.is_date32(column.type) and field.format != "default"):
        return _moment_doubts(field, cells, column)
    if t.is_date32(column.type):
        return _day_doubts(cells, _numbers(column, pa.int32()))
    if t.is_integer(column.type):
        numbers, is_read = read_integers(cells)
        is_other: Mask = ~is_read | (numbers != _numbers(column, column.type))
        return is_other
    mantissa, scale, is_read = read_decimals(cells)
    # both are exact as floats, so their quotient is the float nearest to the number (IEEE 754)
    wanted = mantissa / np.take(_POWERS, scale, mode="clip")
    doubts: Mask = ~is_read | (wanted != _numbers(column, pa.float64()))
    if np.count_nonzero(doubts) > len(doubts) // 16:  # long numbers: most are the shortest text of their float
        written = pc.cast(column, pa.string())
        doubts &= ~numpy_values(pc.fill_null(pc.equal(written, cells.cells), FALSE))
    return doubts


def _moment_doubts(field: Field, cells: Texts, column: pa.Array) -> Mask:
    """Returns a mask of the rows in which the digits of the cell are not those of the day or of the moment in UTC."""
    is_day = t.is_date32(column.type)
    form = field.format if field.format not in ("default", "any") else ISO_DAY if is_day else ISO_MOMENT
    found = read_by_digits(cells, form)
    given = _numbers(column, pa.int32()).astype(np.int64) * PER_DAY if is_day else _numbers(column, pa.int64())
    doubts: Mask = ~found.is_read | (found.microseconds != given)
    if isinstance(column.type, pa.TimestampType):
        doubts |= found.has_zone != (column.type.tz is not None)
    return doubts


def _day_doubts(cells: Texts, days: Any) -> Mask:
    """Returns a mask of the rows whose cell is not the text of the day; compares its first and its last eight bytes."""
    doubts: Mask = cells.lengths != 10
    fine = days if cells.present is None else days[cells.present]
    if not len(fine) or (span := (int(fine.min()) // _DAYS, int(fine.max()) // _DAYS))[1] - span[0] > 64:
        return np.ones(len(cells), np.bool_)
    first, last = _day_words(*span)
    words, numbers = words_of(cells), days.astype(np.int64) - span[0] * _DAYS
    doubts |= words[cells.starts] != np.take(first, numbers, mode="clip")
    doubts |= words[cells.starts + 2] != np.take(last, numbers, mode="clip")
    return doubts


@lru_cache(maxsize=4)
def _day_words(first: int, last: int) -> tuple[Words, Words]:
    """Returns the first and the last eight bytes of each day's text, for spans ``first`` to ``last`` of ``_DAYS`` days each."""
    days = np.arange(first * _DAYS, (last + 1) * _DAYS, dtype=np.int32)
    texts = Texts(string_array([str(day) for day in days.astype("M8[D]")]))
    words = words_of(texts)
    return words[texts.starts], words[texts.starts + 2]


def _numbers(column: pa.Array, kind: pa.DataType) -> Any:
    """Returns the values of the column as a numpy array; arbitrary where it is null."""
    data = column.buffers()[1]
    size = kind.bit_width // 8
    dtype = np.dtype("f8") if t.is_floating(kind) else np.dtype(f"i{size}")
    return buffer_values(data, dtype)[column.offset : column.offset + len(column)]


def _bare(field: Field) -> Callable[[str], str]:
    """Returns a function that removes group characters and surrounding text from a number, and writes a decimal point.

    With the group character "." and the decimal character ",", it returns "1234.5" for "1.234,5".
    """
    group, point = field.raw.get("groupChar"), field.raw.get("decimalChar", ".")
    kind = field_type(field)
    assert isinstance(kind, Numeral)
    pattern = None if field.raw.get("bareNumber", True) else re.compile(kind.digits_pattern, re.ASCII)

    def bare(text: str) -> str:
        found = pattern.search(text) if pattern else None
        text = found[0] if found else text
        return (text.replace(group, "") if group else text).replace(point, ".")

    return bare


def _holds_number(field: Field) -> Callable[[str, Any], bool]:
    bare = _bare(field)

    def holds(text: str, value: float | Decimal) -> bool:
        if (name := _NAMED.get(text.lower())) is not None:
            return isinstance(value, float) and repr(value) == name
        if isinstance(value, float) and not math.isfinite(value):
            return False
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        written = bare(text)
        try:
            return Decimal(written) == exact
        except InvalidOperation:  # an exponent beyond those of Decimal
            return exact == 0 and not re.search("[1-9]", re.split("[eE]", written)[0])

    return holds


def _holds_integer(field: Field) -> Callable[[str, Any], bool]:
    bare = _bare(field)

    def holds(text: str, value: int) -> bool:
        digits = bare(text)
        is_same_sign = value == 0 or (value < 0) == digits.startswith("-")
        return is_same_sign and (digits.lstrip("+-").lstrip("0") or "0") == str(abs(value))

    return holds


def _holds_moment(field: Field) -> Callable[[str, Any], bool]:
    moment = moment_of(field)

    def holds(text: str, value: date | datetime) -> bool:
        try:
            microseconds, has_zone = moment(text)
        except (ValueError, OverflowError):
            return False
        if not isinstance(value, datetime):
            return microseconds // PER_DAY == (value - date(1970, 1, 1)).days
        has_zone_too = value.tzinfo is not None
        epoch = datetime(1970, 1, 1, tzinfo=value.tzinfo)
        return has_zone == has_zone_too and microseconds == (value - epoch) // timedelta(microseconds=1)

    return holds


# type of the field → a function that returns, for a field, a predicate ``holds(cell, published value)``
_HOLDS: Mapping[str, Callable[[Field], Callable[[str, Any], bool]]] = {
    "number": _holds_number,
    "integer": _holds_integer,
    "date": _holds_moment,
    "datetime": _holds_moment,
    "year": lambda _: lambda text, value: re.fullmatch("-?[0-9]+", text) is not None and int(text) == value,
}

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?[~?%]?")
DerivedCells = tuple[Any, ...]


def lost_spans(cells: list[str | None], spans: list[DerivedCells]) -> Rows:
    """Returns the rows in which the derived columns of an EDTF date are not its first day, last day and precision."""
    expected: dict[str | None, DerivedCells] = {
        text: (None, None, None) if text is None else _span(text) for text in set(cells)
    }
    return np.flatnonzero([expected[text] != span for text, span in zip(cells, spans, strict=True)])


def _span(text: str) -> DerivedCells:
    """Returns the first and last day that an EDTF text may mean, and its precision, using only the calendar."""
    ends = text.split("/")
    first, last = (_POINT.fullmatch(end) for end in (ends[0], ends[-1]))
    last_month = int(last[2] or 12) if last else 0
    return (
        date(int(first[1]), int(first[2] or 1), int(first[3] or 1)) if first else None,
        date(int(last[1]), last_month, int(last[3] or monthrange(int(last[1]), last_month)[1])) if last else None,
        ("year", "month", "day")[min(_parts(first), _parts(last))] if first and last else "open",
    )


def _parts(point: re.Match[str]) -> int:
    """Returns how many parts the date has in addition to its year."""
    return (point[2] is not None) + (point[3] is not None)
