"""The fast path of layer 2: the notation that most cells of a type have, told from their bytes a whole column at a time.

Each function gives the rows in doubt: every other present cell is surely a value of its type. The exact pattern of the type
then judges the cells in doubt alone. A number that is not in doubt has none but the bytes of plain numbers; whether they
stand in the right order is for the cast to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, NO_ROWS, Mask, Rows, merged, numpy_values, rows_where, string_array
from packpress.arrow.text_column import Bytes, Texts
from packpress.package.model import Field
from packpress.read.csv.blocks import pieces
from packpress.types.lexical import false_values, true_values

Doubts = Callable[[Texts], Rows]
FEW_RUNS = 3
"""So many runs of bytes are compared faster than they are looked up in a table."""


class ByteSet:
    """A set of bytes that a column is held against: by its runs where these are few, else two bytes at a time by a table."""

    def __init__(self, members: Iterable[int]) -> None:
        self.outside: Mask = np.ones(256, np.bool_)
        self.outside[list(members)] = False
        edges = np.flatnonzero(np.diff(self.outside, prepend=True, append=True)).reshape(-1, 2).tolist()
        self._runs = [(np.uint8(first), np.uint8(end - 1 - first)) for first, end in edges]
        is_few = 0 < len(edges) <= FEW_RUNS
        self._pairs = None if is_few else (self.outside[:, None] | self.outside[None, :]).ravel()

    def places_outside(self, data: Bytes) -> Rows:
        """Where the data have a byte that is not in the set."""
        if self._pairs is None:
            is_outside: Mask = np.ones(len(data), np.bool_)
            for first, length in self._runs:
                is_outside &= data - first > length
            return np.flatnonzero(is_outside)
        even = len(data) & ~1
        in_pairs: Mask = np.empty(even // 2, np.bool_)
        for begin, piece in pieces(data[:even]):  # numpy makes eight bytes of each pair to look it up
            end = begin + len(piece)
            np.take(self._pairs, np.frombuffer(piece, np.uint16), mode="clip", out=in_pairs[begin // 2 : end // 2])
        hits = np.flatnonzero(in_pairs)
        if len(hits) > len(data) // 16:
            return np.flatnonzero(np.take(self.outside, data, mode="clip"))
        places = np.repeat(2 * hits, 2)
        places[1::2] += 1
        if even < len(data):
            places = np.append(places, even)
        return places[self.outside[data[places]]] if len(places) else places


_DIGITS = range(ord("0"), ord("9") + 1)
_OF_NUMBERS = ByteSet([*_DIGITS, *b".-"])
_OF_INTEGERS = ByteSet([*_DIGITS, *b"-"])
_OF_ADDRESSES = ByteSet(set(range(0x21, 0x7F)) - set(b'<>"\\^`{|}%[]#@'))
_ENDS_HOST = ~ByteSet(b":/?").outside
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, *[0] * 243], dtype=np.uint8)
"""The days of each month by its number, 0 for what is no month."""


def _number_doubts(texts: Texts) -> Rows:
    return texts.rows_at(_OF_NUMBERS.places_outside(texts.data))


def _integer_doubts(texts: Texts) -> Rows:
    return texts.rows_at(_OF_INTEGERS.places_outside(texts.data))


def fixed_width(texts: Texts, width: int) -> tuple[Rows, npt.NDArray[np.uint8], Rows]:
    """The present rows whose cells have ``width`` bytes, these cells as a matrix of bytes, and the other present rows."""
    fits = texts.lengths == width
    if fits.all() and texts.present is None:
        return np.arange(len(texts)), texts.data.reshape(len(texts), width), NO_ROWS
    if texts.present is not None:
        fits &= texts.present
        others = np.flatnonzero(texts.present & ~fits)
    else:
        others = np.flatnonzero(~fits)
    rows = np.flatnonzero(fits)
    if len(rows) * width == len(texts.data):
        return rows, texts.data.reshape(len(rows), width), others
    return rows, texts.data[texts.starts[rows][:, None] + np.arange(width, dtype=np.int32)], others


def _date_doubts(texts: Texts) -> Rows:
    """All but the real days YYYY-MM-DD from the year 1 on (ISO 8601, the Gregorian calendar)."""
    rows, text, others = fixed_width(texts, 10)
    digits = [text[:, place] - np.uint8(ord("0")) for place in (0, 1, 2, 3, 5, 6, 8, 9)]
    is_fine: Mask = (text[:, 4] == ord("-")) & (text[:, 7] == ord("-"))
    for digit in digits:
        is_fine &= digit <= 9
    c1, c2, y1, y2, m1, m2, d1, d2 = digits
    century, year = c1 * np.uint8(10) + c2, y1 * np.uint8(10) + y2
    month, day = m1 * np.uint8(10) + m2, d1 * np.uint8(10) + d2
    is_leap = (year & 3 == 0) & ((year != 0) | (century & 3 == 0))
    last = _DAYS[month] + (is_leap & (month == 2))
    is_fine &= (day >= 1) & (day <= last) & ((year != 0) | (century != 0))
    return merged(rows[~is_fine], others)


def _address_doubts(texts: Texts) -> Rows:
    """All but addresses of http and https with a host and without port, user, fragment and percent signs (RFC 3986)."""
    is_known = np.zeros(len(texts), np.bool_)
    for scheme in ("https://", "http://"):
        begins = numpy_values(pc.fill_null(pc.starts_with(texts.cells, pattern=scheme), FALSE))
        host = np.take(texts.data, texts.starts + np.int32(len(scheme)), mode="clip") if len(texts.data) else texts.first
        is_known |= begins & (texts.lengths > len(scheme)) & ~_ENDS_HOST[host]
        if is_known.all():
            break
    colons = np.flatnonzero(texts.data == ord(":"))
    if len(colons) > np.count_nonzero(is_known):  # an address has one at least
        rows = np.searchsorted(texts.starts, colons, side="right") - 1
        is_known[rows[1:][rows[1:] == rows[:-1]]] = False
    is_known[texts.rows_at(_OF_ADDRESSES.places_outside(texts.data))] = False
    return texts.only_present(np.flatnonzero(~is_known))


def _boolean_doubts(field: Field) -> Doubts:
    listed = string_array([*true_values(field), *false_values(field)])
    return lambda texts: texts.only_present(rows_where(pc.invert(pc.is_in(texts.cells, value_set=listed))))


# (type, format) → the cells of it that are in doubt
_DOUBTS: Mapping[tuple[str, str], Doubts] = {
    ("number", "default"): _number_doubts,
    ("integer", "default"): _integer_doubts,
    ("date", "default"): _date_doubts,
    ("string", "uri"): _address_doubts,
}


def doubts_of(field: Field) -> Doubts | None:
    """What finds the cells in doubt; None where each cell must be judged by the pattern of the type."""
    if field.type == "boolean":
        return _boolean_doubts(field)
    if {"decimalChar", "groupChar", "bareNumber"} & field.raw.keys():
        return None
    return _DOUBTS.get((field.type, field.format))


def width_doubts(places: Iterable[frozenset[int]]) -> Doubts:
    """What finds the cells in doubt for a pattern whose texts all have one length, such as ``[A-Z]{2}-[0-9]{4}``.

    ``places`` are the bytes that each place may have.
    """
    tables = [ByteSet(members).outside for members in places]

    def doubts(texts: Texts) -> Rows:
        rows, text, others = fixed_width(texts, len(tables))
        is_odd = np.zeros(len(rows), np.bool_)
        for place, outside in enumerate(tables):
            is_odd |= np.take(outside, text[:, place], mode="clip")
        return merged(rows[is_odd], others)

    return doubts
