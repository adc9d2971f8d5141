"""Finds where rows begin in a range of bytes of a plain file, without knowing whether the range begins inside quotes.

In valid text, a line feed ends a row if the number of quotes before it is even. Each range is counted by itself; once all are
counted, those before a range decide whether it begins inside quotes. So the ranges of a file can be read at the same time.
Text that is not valid may have rows elsewhere, which whoever reads the parts notices: they are not whole valid rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packpress.arrow.arrays import Mask, Rows
from packpress.read.csv.places import RowPlace, Split
from packpress.read.plain import FilePart

_PIECE = 4 * 1024 * 1024
_LF, _QUOTE = 10, 34


class Border(NamedTuple):
    """The end of the first row that ends in a range, where the next begins: its offset, and how many line feeds precede it."""

    offset: int
    newlines: int


class RangeSurvey(NamedTuple):
    """What a range has: its length, quotes and line feeds.

    ``rows`` and ``borders`` are the number of rows that end and the first that begins, each first for a range that begins
    outside quotes, then for one that begins inside; a border is None if no row begins.
    """

    size: int
    quotes: int
    newlines: int
    rows: tuple[int, int]
    borders: tuple[Border | None, Border | None]


def survey_range(file: Path, begin: int, end: int) -> RangeSurvey:
    """Returns what the bytes of the file from ``begin`` up to ``end`` have."""
    size = quotes = newlines = 0
    rows, borders = [0, 0], list[Border | None]([None, None])
    with FilePart(file, begin, end) as stream:
        while data := stream.read(_PIECE):
            is_feed, is_quote = (np.frombuffer(data, np.uint8) == byte for byte in (_LF, _QUOTE))
            feeds, after_odd = int(np.count_nonzero(is_feed)), feeds_after_odd(is_feed, is_quote)
            for is_inside in (0, 1):
                are_odd = is_inside != quotes % 2  # whether the line feeds after an odd number of quotes end rows
                if not (count := len(after_odd) if are_odd else feeds - len(after_odd)):
                    continue
                if borders[is_inside] is None:
                    ends = after_odd if are_odd else np.setdiff1d(np.flatnonzero(is_feed), after_odd, assume_unique=True)
                    length = int(ends[0]) + 1
                    borders[is_inside] = Border(size + length, newlines + data.count(b"\n", 0, length))
                rows[is_inside] += count
            size, quotes, newlines = size + len(data), quotes + int(np.count_nonzero(is_quote)), newlines + feeds
    return RangeSurvey(size, quotes, newlines, (rows[0], rows[1]), (borders[0], borders[1]))


def feeds_after_odd(is_feed: Mask, is_quote: Mask) -> Rows:
    """Returns the positions of the line feeds before which the number of quotes is odd.

    Bytes are bits of words here: each bit of ``parity`` becomes the exclusive or of the quotes up to it, of 64 bytes at a time
    (Langdale and Lemire: Parsing Gigabytes of JSON per Second, 2019). To find each quote takes twice as long.

    >>> feeds_after_odd(np.array([False, False, True, False, True]), np.array([False, True, False, True, False])).tolist()
    [2]
    """
    parity = _words(is_quote)
    for shift in (1, 2, 4, 8, 16, 32):
        parity ^= parity << np.uint64(shift)
    parity_of_words = np.bitwise_xor.accumulate(parity >> np.uint64(63))
    parity[1:] ^= -parity_of_words[:-1]  # which is all bits of a word for 1
    found = _words(is_feed) & parity
    numbers = np.flatnonzero(found)
    bits = np.flatnonzero(np.unpackbits(found[numbers].view(np.uint8), bitorder="little"))
    places: Rows = numbers[bits // 64] * 64 + bits % 64
    return places


def _words(mask: Mask) -> npt.NDArray[np.uint64]:
    """Returns the mask with 64 values in a word, the first in its lowest bit."""
    words = np.zeros(-(-len(mask) // 64), "<u8")
    packed = np.packbits(mask, bitorder="little")
    words.view(np.uint8)[: len(packed)] = packed
    return words


def splits_of(begin: RowPlace, surveys: Sequence[RangeSurvey]) -> list[Split]:
    """Returns the splits of a file whose first row is at ``begin``, from the surveys of its ranges from there on.

    Each begins with the first row that begins in its range. Returns nothing if quotes are left open, as the text is invalid.
    """
    begins, place, is_inside = [begin], begin, 0
    for number, survey in enumerate(surveys):
        border = survey.borders[is_inside]
        if number and border is not None:
            begins.append(RowPlace(place.offset + border.offset, place.line + border.newlines, place.record + 1))
        place = RowPlace(place.offset + survey.size, place.line + survey.newlines, place.record + survey.rows[is_inside])
        is_inside = (is_inside + survey.quotes) % 2
    if is_inside:
        return []
    ends = [following.offset for following in begins[1:]]
    if begins[-1].offset == place.offset and len(begins) > 1:
        begins.pop()  # the last row ends with the file
        return [Split(*pair) for pair in zip(begins, ends, strict=True)]
    return [Split(*pair) for pair in zip(begins, [*ends, place.offset], strict=True)]
