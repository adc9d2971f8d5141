"""Compares a whole text column with sets of bytes, so that most cells need not be matched by a pattern.

A function of the type ``Doubts`` returns the rows whose cells may break a rule; every other non-null cell certainly keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from packpress.arrow.arrays import NO_ROWS, Mask, Rows, merged
from packpress.arrow.text_column import Bytes, Texts

Doubts = Callable[[Texts], Rows]
DIGIT_BYTES = range(ord("0"), ord("9") + 1)
CACHED_CHUNK = 256 * 1024
FEW_RUNS = 3
"""Up to how many runs of consecutive bytes comparisons are faster than a lookup table."""


def byte_chunks(data: Bytes) -> Iterator[tuple[int, Bytes]]:
    """Yields (position, chunk) for the data in chunks that fit the processor's cache."""
    for begin in range(0, len(data), CACHED_CHUNK):
        yield begin, data[begin : begin + CACHED_CHUNK]


class ByteSet:
    """A set of bytes; a column is compared with its runs if these are few, else looked up in a table, two bytes at a time."""

    def __init__(self, members: Iterable[int]) -> None:
        self.outside: Mask = np.ones(256, np.bool_)
        self.outside[list(members)] = False
        edges = np.flatnonzero(np.diff(self.outside, prepend=True, append=True)).reshape(-1, 2).tolist()
        self._runs = [(np.uint8(first), np.uint8(end - 1 - first)) for first, end in edges]
        is_few = 0 < len(edges) <= FEW_RUNS
        self._pairs = None if is_few else (self.outside[:, None] | self.outside[None, :]).ravel()

    def places_outside(self, data: Bytes) -> Rows:
        """Returns the positions of the bytes that are not in the set."""
        if self._pairs is None:
            is_outside: Mask = np.ones(len(data), np.bool_)
            for first, length in self._runs:
                is_outside &= data - first > length
            return np.flatnonzero(is_outside)
        even = len(data) & ~1
        in_pairs: Mask = np.empty(even // 2, np.bool_)
        for begin, piece in byte_chunks(data[:even]):  # numpy widens each pair to eight bytes for the lookup
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


def fixed_width(texts: Texts, width: int) -> tuple[Rows, npt.NDArray[np.uint8], Rows]:
    """Returns the non-null rows whose cells have ``width`` bytes, their bytes as a matrix, and the other non-null rows."""
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


def width_doubts(places: Iterable[frozenset[int]]) -> Doubts:
    """Returns a function that finds doubtful rows for a pattern whose matches all have one length.

    ``places`` are the allowed bytes of each position. For ``[AB][01]``, ``width_doubts([frozenset(b"AB"), frozenset(b"01")])``,
    the function returns rows 1 and 2 of the cells "A1", "1A" and "A11".
    """
    tables = [ByteSet(members).outside for members in places]

    def doubts(texts: Texts) -> Rows:
        rows, text, others = fixed_width(texts, len(tables))
        is_odd = np.zeros(len(rows), np.bool_)
        for place, outside in enumerate(tables):
            is_odd |= np.take(outside, text[:, place], mode="clip")
        return merged(rows[is_odd], others)

    return doubts
