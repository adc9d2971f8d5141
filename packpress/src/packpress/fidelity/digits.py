"""Reads the numbers of a text column by arithmetic on words of eight bytes, independently of Arrow's parser."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from packpress.arrow.arrays import Mask
from packpress.arrow.byte_sets import ByteSet
from packpress.arrow.text_column import Texts

Words = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.signedinteger[Any]]
_DIGITS = range(ord("0"), ord("9") + 1)
_OF_NUMBERS = ByteSet([*_DIGITS, *b".-"])
_MINUS, _POINT = np.uint8(ord("-")), np.uint8(ord("."))
# three steps turn eight digits into a number; each joins neighbours: digits, then pairs, then fours
_JOINS = tuple(
    (np.uint64(mask), np.uint64(factor), np.uint64(shift))
    for mask, factor, shift in (
        (0x0F0F0F0F0F0F0F0F, 10 * 2**8 + 1, 8),
        (0x00FF00FF00FF00FF, 100 * 2**16 + 1, 16),
        (0x0000FFFF0000FFFF, 10_000 * 2**32 + 1, 32),
    )
)
_POWERS = 10 ** np.arange(18, dtype=np.int64)
WORD = 8
_SHIFTS = (8 * np.arange(WORD, -1, -1)).astype(np.uint64)
_SHIFTS[0] = 0


class Decimals(NamedTuple):
    """Numbers as an integer ``mantissa`` and how many of its digits are after the point; valid where ``is_read`` is true."""

    mantissa: Integers
    scale: Integers
    is_read: Mask


def read_decimals(texts: Texts) -> Decimals:
    """Returns the numbers of the plain cells: at most 8 digits before the point, at most 7 after it, no exponent."""
    starts, ends, is_negative, is_read = _edges(texts)
    after = _digits_after(texts)
    if after is not None and texts.longest() <= WORD and not is_negative.any():
        return _read_uniform(texts, after, is_read)
    points, has_point = _points(texts, ends, is_read)
    fraction, whole = ends - points - has_point, points - starts
    is_read &= (whole <= WORD) & (fraction < WORD) & (whole + fraction > 0)
    words = words_of(texts)
    mantissa = _number(words, starts, whole, is_read)
    mantissa *= np.take(_POWERS, fraction, mode="clip")
    mantissa += _number(words, points + has_point, fraction, is_read)
    if is_negative.any():
        np.negative(mantissa, out=mantissa, where=is_negative)
    return Decimals(mantissa, fraction, is_read)


def _digits_after(texts: Texts) -> int | None:
    """Returns how many digits each cell has after its point; None if cells differ, or a cell does not have one point."""
    is_point = texts.data == _POINT
    if not len(texts) or np.count_nonzero(is_point) != len(texts):
        return None
    after = int(texts.lengths[0]) - 1 - int(np.argmax(is_point))
    places = texts.starts + (texts.lengths - np.int32(1 + after))
    return after if (places >= texts.starts).all() and is_point[places].all() else None


def _read_uniform(texts: Texts, after: int, is_read: Mask) -> Decimals:
    """Returns the numbers of short cells with ``after`` digits after the point; the digits before it move over the point."""
    found = short_words(words_of(texts), texts.starts, texts.lengths)
    fraction = np.uint64((1 << 64) - (1 << (64 - 8 * after)))
    found = (found & fraction) | ((found << np.uint64(8)) & ~fraction)
    is_read &= texts.lengths > 1
    return Decimals(joined(found), np.array(after), is_read)


def _points(texts: Texts, ends: Integers, is_read: Mask) -> tuple[Integers, Mask]:
    """Returns the position of each cell's point, or of its end without one, and whether it has one.

    A cell with two points is not read.
    """
    is_point = texts.data == _POINT
    points, has_point = ends.copy(), np.zeros(len(texts), np.bool_)
    places = np.flatnonzero(is_point)
    rows = _rows_of(texts, places)
    has_point[rows] = True
    points[rows] = places
    is_read[rows[1:][rows[1:] == rows[:-1]]] = False
    return points, has_point


def read_integers(texts: Texts) -> tuple[Integers, Mask]:
    """Returns the integers of cells with at most 16 digits and an optional minus, and a mask of those that were read."""
    starts, ends, is_negative, is_read = _edges(texts)
    if (is_point := texts.data == _POINT).any():
        is_read[_rows_of(texts, np.flatnonzero(is_point))] = False
    lengths = ends - starts
    is_read &= (lengths > 0) & (lengths <= 2 * WORD)
    words, low = words_of(texts), np.minimum(lengths, WORD)
    numbers = _number(words, ends - low, low, is_read)
    if (lengths > WORD).any():
        numbers += _number(words, starts, lengths - low, is_read) * _POWERS[WORD]
    if is_negative.any():
        np.negative(numbers, out=numbers, where=is_negative)
    return numbers, is_read


def _edges(texts: Texts) -> tuple[Integers, Integers, Mask, Mask]:
    """Returns where the number of each cell begins and ends, whether a minus precedes it, and whether it has no other byte."""
    is_read: Mask = np.ones(len(texts), np.bool_)
    if len(others := _OF_NUMBERS.places_outside(texts.data)):
        is_read[_rows_of(texts, others)] = False
    starts = texts.starts.astype(np.int64)
    ends = starts + texts.lengths
    if not (is_minus := texts.data == _MINUS).any():
        return starts, ends, np.zeros(len(texts), np.bool_), is_read
    is_negative = texts.first == _MINUS
    if np.count_nonzero(is_minus) != np.count_nonzero(is_negative):
        is_read[_rows_of(texts, np.flatnonzero(is_minus))] = False  # one is not at the beginning
    return starts + is_negative, ends, is_negative, is_read


def _rows_of(texts: Texts, places: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Returns the row of each of these positions of the data."""
    if not len(places):
        return places
    return np.searchsorted(texts.starts, places, side="right") - 1


def words_of(texts: Texts) -> Words:
    """Returns the eight bytes from each position of the data, the first in the lowest byte; zeros after the end."""
    padded = np.zeros(len(texts.data) + 2 * WORD, np.uint8)
    padded[: len(texts.data)] = texts.data
    return np.ndarray((len(padded) - WORD,), "<u8", padded.data, strides=(1,))


def _number(words: Words, starts: Integers, lengths: Integers, is_read: Mask) -> Integers:
    """Returns the numbers of ``lengths`` digits, at most eight, from ``starts``; 0 without digits, arbitrary if not read."""
    return joined(short_words(words, starts, lengths))


def joined(found: Words) -> Integers:
    """Returns the numbers whose eight digits are the bytes of the words; overwrites the words."""
    for mask, factor, shift in _JOINS:
        found &= mask
        found *= factor
        found >>= shift
    return found.view(np.int64)


def short_words(words: Words, starts: Integers, lengths: Integers) -> Words:
    """Returns ``lengths`` bytes, at most eight, from ``starts``, the last in the highest byte; zeros fill the lower bytes."""
    found = words[starts]
    found <<= np.take(_SHIFTS, lengths, mode="clip")
    if (lengths == 0).any():
        found[lengths == 0] = 0
    return found
