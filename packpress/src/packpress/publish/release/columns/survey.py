"""Surveys the values of a published table before they are written: what its columns hold decides how they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.publish.release.columns.release_column import ReleaseColumn
from packpress.publish.release.model import PublishedTable

FIRST_EXCEL_DAY = date(1900, 3, 1)
"""The first day with the same number in Excel, which counts a 29 February 1900, as in other programs."""
EXACT = 2**53
"""The largest whole number up to which float64 has every one."""

_NUMBER_WIDTH = 12


@dataclass
class ColumnSurvey:
    """What the values of a column have in common so far.

    ``longest`` counts UTF-16 code units, as Excel does, and ``width`` columns of a terminal, in which a Chinese character
    takes two. ``is_rising`` says that each whole number is greater than the one before it. ``is_exact`` says that float64
    holds each number, and Excel each day.
    """

    longest: int = 0
    width: int = 0
    has_nan: bool = False
    is_rising: bool = True
    is_exact: bool = True
    last: int | None = None

    def add(self, column: ReleaseColumn, values: pa.Array) -> None:
        """Adds the values of a batch."""
        if not len(values):
            return
        if column.is_text:
            self._add_texts(values)
        elif pa.types.is_integer(column.arrow):
            self._add_integers(values)
        elif pa.types.is_floating(column.arrow):
            self.has_nan = self.has_nan or bool(pc.any(pc.is_nan(values), min_count=0).as_py())
            self.is_exact = self.is_exact and bool(pc.all(pc.is_finite(values), min_count=0).as_py())
            self.width = _NUMBER_WIDTH
        else:
            if pa.types.is_date32(column.arrow):
                first = pc.min_max(values).as_py()["min"]
                self.is_exact = self.is_exact and (first is None or first >= FIRST_EXCEL_DAY)
            texts = column.texts(values.unique())
            self.width = max([self.width, *(len(text) for text in texts if text is not None)])
            self.longest = max(self.longest, self.width)

    def _add_texts(self, values: pa.Array) -> None:
        characters, size = pc.utf8_length(values), pc.binary_length(values)
        widest = pc.min_max(pc.add(characters, size)).as_py()["max"] or 0
        self.width = max(self.width, -(-widest // 2))
        # a character has at most two units, so only a text of at least half the longest can be longer
        for text in values.filter(pc.greater(characters, pa.scalar(self.longest // 2, characters.type))).to_pylist():
            if text is not None:
                self.longest = max(self.longest, len(text.encode("utf-16-le")) // 2)

    def _add_integers(self, values: pa.Array) -> None:
        numbers = values.to_pylist()
        present = [number for number in numbers if number is not None]
        if present:
            low, high = min(present), max(present)
            self.is_exact = self.is_exact and max(-low, high) <= EXACT
            self.width = max(self.width, len(str(low)), len(str(high)))
        if self.is_rising:
            before = [number for number in (self.last,) if number is not None] + present
            self.is_rising = len(present) == len(numbers) and all(a < b for a, b in pairwise(before))
            self.last = before[-1] if before else None


def survey_table(table: PublishedTable, columns: Sequence[ReleaseColumn]) -> tuple[ColumnSurvey, ...]:
    """Returns what the values of each column have in common."""
    found = tuple(ColumnSurvey() for _ in columns)
    for batch in table.batches():
        for survey, column in zip(found, columns, strict=True):
            survey.add(column, batch.column(column.name))
    return found
