"""Finds quotes and record ends in blocks of delimited text, and whether a block is certainly valid.

The fast path. In valid RFC 4180 text, quotes alternately open and close (a doubled quote closes and reopens), so the positions
of the quotes and the bytes next to them are sufficient, and numpy can process a whole block. What is not certainly valid is
read again by the exact tokenizer.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packpress.arrow.byte_sets import byte_chunks
from packpress.arrow.text_column import Bytes
from packpress.read.characters import is_clean_beyond_ascii

_LF, _CR, _QUOTE = 10, 13, 34

Positions = npt.NDArray[np.intp]
_NONE: Positions = np.zeros(0, dtype=np.intp)


class Block(NamedTuple):
    """Whole valid records without the header; ``line`` is the physical line of the first, ``record`` its number from 0.

    ``newlines`` counts the line feeds, including those inside quotes. A block that was rewritten from another dialect has
    its own ``delimiter``, and ``starts`` has the lines of its records in the file if they are not consecutive.
    """

    data: bytes
    line: int
    record: int
    rows: int
    newlines: int
    delimiter: str = ""
    starts: npt.NDArray[np.int64] | None = None

    @property
    def is_even(self) -> bool:
        """Whether each record is on a line of its own, from ``line`` on."""
        return self.starts is None and not self.has_long_rows

    @property
    def size(self) -> int:
        """Size in bytes."""
        return len(self.data)

    @property
    def has_long_rows(self) -> bool:
        """Whether a record extends over several lines."""
        return self.newlines > self.rows - (not self.data.endswith(b"\n"))

    def lines(self) -> npt.NDArray[np.int64]:
        """Returns the physical line on which each record begins: int64, one per record."""
        if self.starts is not None:
            return self.starts
        if not self.has_long_rows:
            return np.arange(self.line, self.line + self.rows, dtype=np.int64)
        marks = mark(self.data)
        ends, newlines = marks.ends, marks.newlines
        starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else np.zeros(1, np.intp)
        if len(starts) < self.rows:  # the last record of a file may lack its line end
            starts = np.append(starts, ends[-1] + 1)
        return (self.line + np.searchsorted(newlines, starts[: self.rows])).astype(np.int64)


def _places_of(data: Bytes, *members: int) -> Positions:
    """Returns the positions of one of these bytes."""
    found = []
    for begin, piece in byte_chunks(data):
        is_member = piece == members[0]
        for member in members[1:]:
            is_member |= piece == member
        found.append(np.flatnonzero(is_member) + begin)
    return np.concatenate(found) if found else _NONE


def _outside(quotes: Positions, positions: Positions) -> Positions:
    """Returns the positions outside of quotes, which open and close alternately; an unclosed quote extends to the end.

    The fewer of both are looked up among the others.
    """
    if not len(quotes):
        return positions
    if len(quotes) > len(positions):
        outside: Positions = positions[np.searchsorted(quotes, positions) % 2 == 0]
        return outside
    begins, ends = np.searchsorted(positions, quotes[0::2]), np.searchsorted(positions, quotes[1::2])
    if len(begins) > len(ends):
        ends = np.append(ends, len(positions))
    if not (lengths := ends - begins).any():
        return positions
    is_outside = np.ones(len(positions), np.bool_)
    # consecutive numbers from each begin up to its end
    is_outside[np.repeat(ends - np.cumsum(lengths), lengths) + np.arange(lengths.sum())] = False
    return positions[is_outside]


class Marks:
    """Positions of the quotes, the line feeds, and the line feeds that end records.

    Positions of line feeds are computed on demand: without quotes it is enough to count them.
    """

    def __init__(self, data: bytes, bytes: Bytes, quotes: Positions) -> None:
        self.data, self.bytes, self.quotes = data, bytes, quotes

    @cached_property
    def newlines(self) -> Positions:
        """Returns the positions of the line feeds."""
        return _places_of(self.bytes, _LF)

    @cached_property
    def ends(self) -> Positions:
        """Returns the positions of the line feeds outside of quotes."""
        return _outside(self.quotes, self.newlines)

    @cached_property
    def count(self) -> int:
        """Number of line feeds."""
        if len(self.quotes):
            return len(self.newlines)  # which the number of records needs too
        return sum(int(np.count_nonzero(piece == _LF)) for _, piece in byte_chunks(self.bytes))

    @property
    def ends_line(self) -> bool:
        """Whether the last byte is a line feed, or there is no byte."""
        return not len(self.bytes) or bool(self.bytes[-1] == _LF)

    @property
    def whole(self) -> int:
        """Number of bytes in complete records."""
        last = self.data.rfind(b"\n")
        if np.searchsorted(self.quotes, last) % 2:
            return int(self.ends[-1]) + 1 if len(self.ends) else 0
        return last + 1

    @cached_property
    def rows(self) -> int:
        """Number of records; the last one of a file may lack its line feed."""
        return (len(self.ends) if len(self.quotes) else self.count) + (not self.ends_line)

    def cut(self, length: int) -> Marks:
        """Returns the marks of the first bytes, the last of which ends a record."""
        if length == len(self.data):
            return self
        return Marks(self.data[:length], self.bytes[:length], self.quotes[: np.searchsorted(self.quotes, length)])


def mark(data: bytes) -> Marks:
    """Returns the marks of the data."""
    a = np.frombuffer(data, np.uint8)
    return Marks(data, a, _places_of(a, _QUOTE) if b'"' in data else _NONE)


def _count(data: Bytes, member: int) -> int:
    """Returns how many of the bytes are this one."""
    return sum(int(np.count_nonzero(piece == member)) for _, piece in byte_chunks(data))


def _count_pairs(data: Bytes, first: int, second: int) -> int:
    """Returns how often the first byte is followed by the second."""
    pieces = ((piece, data[begin + 1 : begin + 1 + len(piece)]) for begin, piece in byte_chunks(data[:-1]))
    return sum(int(np.count_nonzero((piece == first) & (following == second))) for piece, following in pieces)


def _are_among(found: Bytes, *members: int) -> bool:
    """Returns whether all are one of these bytes."""
    is_member = np.zeros(256, np.bool_)
    is_member[list(members)] = True
    return bool(np.take(is_member, found, mode="clip").all())


def is_legal(marks: Marks, delimiter: int, columns: int, crlf: bool, *, even: bool = True) -> bool:
    """Returns whether the data are certainly valid: RFC 4180, UTF-8, one kind of line end, no rejected character.

    ``delimiter`` is a byte, ``columns`` the number of cells of every record, ``crlf`` whether lines end with CR LF. If not
    ``even``, a record may have more or fewer cells, which whoever parses the block will notice.
    """
    data, a, quotes = marks.data, marks.bytes, marks.quotes
    if not len(a):
        return True
    control = sum(np.count_nonzero(piece < 32) for _, piece in byte_chunks(a))
    if control > marks.count and control > marks.count + sum(_count(a, allowed) for allowed in b"\t\r"):
        return False
    if b"\x7f" in data:
        return False
    if not is_clean_beyond_ascii(data):
        return False
    if len(quotes):
        if len(quotes) % 2:
            return False
        before, after = np.take(a, quotes[0::2] - 1, mode="wrap"), np.take(a, quotes[1::2] + 1, mode="clip")
        before[0] = before[0] if quotes[0] else _LF
        after[-1] = after[-1] if quotes[-1] < len(a) - 1 else _LF
        if not _are_among(before, delimiter, _LF, _QUOTE) or not _are_among(after, delimiter, _LF, _CR, _QUOTE):
            return False
    if b"\r" not in data and columns > 1 and not even:
        return not crlf or (marks.rows == 1 and bool(a[-1] != _LF))
    if crlf and columns > 1 and not even and marks.count == _count(a, _CR) == _count_pairs(a, _CR, _LF):
        return True
    ends = marks.ends
    returns = np.flatnonzero(a == _CR) if b"\r" in data else _NONE
    if len(returns) and (returns[-1] == len(a) - 1 or (a[returns + 1] != _LF).any()):
        return False
    if a[-1] != _LF:
        ends = np.append(ends, len(a))
    preceded = np.where(ends == 0, _LF, a[ends - 1])
    closed = ends[: len(ends) - (1 if a[-1] != _LF else 0)]
    if (np.where(closed == 0, False, a[closed - 1] == _CR) != crlf).any():
        return False
    if columns == 1 and ((preceded == _LF) | ((preceded == _CR) & (np.diff(ends, prepend=-1) == 2))).any():
        return False
    if not even:
        return True
    # if all rows have the same number of cells, every n-th separator ends a record, and no other does
    separators = _outside(quotes, _places_of(a, delimiter, _LF))
    if a[-1] != _LF:
        separators = np.append(separators, len(a))
    return len(separators) == len(ends) * columns and bool((separators[columns - 1 :: columns] == ends).all())
