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

from packpress.read.csv.blocks import mark
from packpress.read.csv.places import RowPlace, Split
from packpress.read.plain import FilePart

_PIECE = 4 * 1024 * 1024


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
            marks = mark(data)
            parity = (np.searchsorted(marks.quotes, marks.newlines) + quotes) % 2
            for is_inside in (0, 1):
                ends = np.flatnonzero(parity == is_inside)
                if len(ends) and borders[is_inside] is None:
                    first = int(ends[0])
                    borders[is_inside] = Border(size + int(marks.newlines[first]) + 1, newlines + first + 1)
                rows[is_inside] += len(ends)
            size, quotes, newlines = size + len(data), quotes + len(marks.quotes), newlines + len(marks.newlines)
    return RangeSurvey(size, quotes, newlines, (rows[0], rows[1]), (borders[0], borders[1]))


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
