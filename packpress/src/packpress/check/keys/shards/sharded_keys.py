"""The keys of a table whose parts are where its files were checked, and what can be said of them from here."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from packpress.arrow.arrays import Rows
from packpress.arrow.compressed_columns import Letters
from packpress.check.keys.found import Excerpt, FoundRows, merge_found
from packpress.check.keys.lookalikes import mixed_rows
from packpress.check.keys.shards.excerpts import RowExcerpt, as_one, keys_at, lines_only
from packpress.check.keys.shards.part import TablePart, outline
from packpress.check.keys.table_keys import KeyBlock, KeyFields, TableKeys, joined_rise
from packpress.check.splits.executor import SMALL_RESULTS, Executor


class ShardedKeys:
    """The parts of a table in order; a file that is read as a whole is a part that the executor gets from this process."""

    def __init__(self, executor: Executor, keys: TableKeys) -> None:
        """``keys`` are those of the files that were read before."""
        self.executor, self.unit = executor, keys.unit
        self._parts: list[TablePart] = []
        self._read: TableKeys | None = None
        self._lines: tuple[int, TableKeys] | None = None
        for path, block in zip(keys.paths, keys.blocks, strict=True):
            self.add(path, block)

    def add(self, path: str, block: KeyBlock) -> None:
        """Adds the next block of a file that is read as a whole."""
        if self._read is None or self._read.paths[0] != path:
            self._end_file()
            self._read = TableKeys(self.unit)
        self._read.add(path, block)

    def add_part(self, part: TablePart) -> None:
        """Adds the next split of a file, whose keys stay where they are."""
        self._end_file()
        self._parts.append(part)

    def _end_file(self) -> None:
        if self._read is not None:
            self._parts.append(TablePart(self._read.paths[0], self.executor.hold(self._read), outline(self._read)))
            self._read = None

    @cached_property
    def parts(self) -> list[TablePart]:
        """The parts that have rows, once all files were read."""
        self._end_file()
        return [part for part in self._parts if part.outline.rows]

    @property
    def items(self) -> list[Any]:
        """What stands for the keys of each part."""
        return [part.held for part in self.parts]

    @property
    def paths(self) -> list[str]:
        """The file of each part."""
        return [part.path for part in self.parts]

    @cached_property
    def starts(self) -> list[int]:
        """The number of the first row of each part."""
        return [0, *accumulate(part.outline.rows for part in self.parts)][:-1]

    @property
    def rows(self) -> int:
        """Number of rows of the table."""
        return sum(part.outline.rows for part in self.parts)

    def size(self, fields: KeyFields) -> int:
        """Returns the size of the columns in bytes of text."""
        return sum(part.outline.sizes[name] for part in self.parts for name in fields)

    def letters(self, name: str) -> list[Letters]:
        """Returns the letters of a column in each part."""
        return [part.outline.letters[name] for part in self.parts]

    def does_rise(self, fields: KeyFields) -> bool:
        """Returns whether the values of the key strictly increase over all parts."""
        return joined_rise([part.outline.rises.get(fields) for part in self.parts]) is not None

    def column(self, name: str) -> pa.ChunkedArray:
        """Returns a whole key column as text, which is brought here; for short tables."""
        columns = self.executor.survey(partial(_column, name), self.items)
        return pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.string())

    def place(self, row: int) -> tuple[str, int]:
        """Returns the file and the physical line of a row; keeps the lines of its part, where the next row often is."""
        number, offset = self._part_of(row)
        if self._lines is None or self._lines[0] != number:
            (lines,) = self.executor.survey(lines_only, [self.items[number]])
            self._lines = number, lines
        return self._lines[1].place(offset)

    def excerpt(self, rows: Rows, names: Iterable[str]) -> Excerpt:
        """Returns the places of the rows and their values in the columns ``names``, which are brought here."""
        wanted = np.unique(rows)
        offsets: dict[int, list[int]] = {}
        for number, offset in map(self._part_of, wanted.tolist()):
            offsets.setdefault(number, []).append(offset)
        pieces = [np.array(own, np.intp) for own in offsets.values()]
        items = [self.items[number] for number in offsets]
        found = self.executor.shuffle(list, [pieces], partial(_keys_at, frozenset(names)), items)
        return RowExcerpt(wanted, as_one(list(self.executor.gather(found, SMALL_RESULTS)), self.unit))

    def by_file(self, numbers: Sequence[int], held: Sequence[Any], most: int) -> list[FoundRows]:
        """Returns by file what was found in these parts, each of which counts its own rows, without path."""
        found = zip(numbers, self.executor.gather(held, SMALL_RESULTS), strict=True)
        return merge_found((self._moved(number, rows) for number, rows in found if rows.total), self.paths, most)

    def _moved(self, number: int, found: FoundRows) -> FoundRows:
        return found._replace(path=self.paths[number], rows=found.rows + self.starts[number])

    def _part_of(self, row: int) -> tuple[int, int]:
        """Returns the number of the part that has the row, and the position of the row in it."""
        number = bisect_right(self.starts, row) - 1
        return number, row - self.starts[number]


AnyKeys: TypeAlias = TableKeys | ShardedKeys
"""The keys of a table, in this process or not."""


def mixed_in_parts(keys: ShardedKeys, field: str, most: int) -> list[FoundRows]:
    """Returns by file the rows in which the text of the field mixes scripts; looks only at parts that are not ASCII."""
    numbers = [number for number, letters in enumerate(keys.letters(field)) if not letters.is_ascii]
    held = keys.executor.map(partial(_mixed, field, most), [keys.items[number] for number in numbers])
    return keys.by_file(numbers, held, most)


def _mixed(field: str, most: int, part: TableKeys) -> FoundRows:
    rows = mixed_rows(part, field)
    return FoundRows("", len(rows), rows).first(most)


def _column(name: str, part: TableKeys) -> pa.ChunkedArray:
    return part.column(name)


def _keys_at(names: frozenset[str], part: TableKeys, pieces: Sequence[Rows]) -> TableKeys:
    return keys_at(part, pieces[0], names)
