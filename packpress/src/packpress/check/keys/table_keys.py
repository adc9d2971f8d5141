"""Primary, unique and foreign keys over whole tables, exact on the values themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_ROWS, Rows, int64_array
from packpress.arrow.compressed_columns import PackedTexts
from packpress.arrow.equal_rows import duplicate_rows
from packpress.arrow.hashes import LARGE, Hashes, hash_rows, parts, repeated_rows
from packpress.check.keys.found import Excerpt, by_path
from packpress.package.model import ForeignKey, Schema
from packpress.read.reader import AnyBlock
from packpress.types.field_type import FieldType

KeyFields = tuple[str, ...]
Rise: TypeAlias = pa.Array
"""The first and the last of values that strictly increase. An array, as a process that unpickles scalars imports pandas."""
Place = Callable[[int], tuple[str, int]]
"""Returns the file and the physical line of a row of a table: ``place(0)`` is ``("data/a.csv", 2)``."""
Equal = Callable[[list[pa.ChunkedArray]], tuple[Rows, Rows]]
"""Returns the rows of columns whose values equal the values of an earlier one, and for each an earlier row. For a column with
the keys a, b and a, it returns rows 2 and 0."""
MANY = 1_000_000
"""The line from which on the key columns of a table are compressed."""


class KeyBlock(NamedTuple):
    """What one block of a table contributes to the checks of keys.

    ``texts`` are the key columns as ``key_texts`` of their types, null where missing; ``written`` has the cells of those
    columns that are written differently. ``rises`` has the first and the last value of each unique key whose values strictly
    increase from row to row, so that there are no duplicates; ``hashes`` has one hash per row for the other keys. ``lines``
    is the physical line of each row, None if each row is one line, from ``line`` on.
    """

    rows: int
    line: int
    lines: npt.NDArray[np.int64] | None
    texts: PackedTexts
    rises: Mapping[KeyFields, Rise]
    hashes: Mapping[KeyFields, Hashes]
    written: PackedTexts | None = None

    def hashes_of(self, fields: KeyFields) -> Hashes:
        """Returns one hash per row, of these key columns."""
        return self.hashes[fields] if fields in self.hashes else hash_rows([self.texts[name] for name in fields])


def key_block(
    block: AnyBlock,
    schema: Schema,
    cells: Mapping[str, pa.StringArray],
    values: Mapping[str, pa.Array],
    types: Mapping[str, FieldType],
) -> KeyBlock:
    """Returns the keys of a block with these ``cells`` and ``values``, as keys compare them: 1 and 01 are one key.

    ``types`` are those of the columns that some key needs.
    """
    texts = {name: kind.key_texts(cells[name], values[name]) for name, kind in types.items()}
    keys = [fields for _, fields in unique_keys(schema) if types.keys() >= set(fields)]
    rises: dict[KeyFields, Rise] = {}
    for fields in keys:
        # numbers increase as numbers; all else must increase as the texts that must be unique
        ordered = values if types[fields[0]].rises else texts
        if len(fields) == 1 and (rise := _rise(ordered[fields[0]])) is not None:
            rises[fields] = rise
    hashes = {fields: hash_rows([texts[name] for name in fields]) for fields in keys if fields not in rises}
    lines = None if block.is_even else block.lines()
    is_large = block.line > MANY
    others = {n: cells[n] for n, kind in types.items() if not kind.has_one_notation and not is_written_so(cells[n], texts[n])}
    written = PackedTexts(others, is_large=is_large) if others else None
    return KeyBlock(block.rows, block.line, lines, PackedTexts(texts, is_large=is_large), rises, hashes, written)


def is_written_so(cells: pa.StringArray, texts: pa.StringArray) -> bool:
    """Returns whether each text equals its cell, if there is one."""
    return bool(pc.all(pc.equal(cells, texts), min_count=0).as_py())


def joined_rise(rises: Sequence[Rise | None]) -> Rise | None:
    """Returns the first and the last value of consecutive rises if all values strictly increase; None if they do not."""
    edges = [rise for rise in rises if rise is not None]
    if not edges or len(edges) < len(rises) or not all(_all_rise(edge[1:], after[:1]) for edge, after in pairwise(edges)):
        return None
    return pa.concat_arrays([edges[0][:1], edges[-1][1:]])


def first_and_last(column: pa.Array, first: int, last: int) -> Rise:
    """Returns the values of these two rows, without the memory of the others."""
    return pc.take(column, int64_array(np.array([first, last])))


def _rise(column: pa.Array) -> Rise | None:
    """Returns the first and the last value of a column that strictly increases from row to row; None if it does not."""
    if not len(column) or not _all_rise(column[:-1], column[1:]):
        return None
    return first_and_last(column, 0, len(column) - 1)


def _all_rise(lower: pa.Array, higher: pa.Array) -> bool:
    """Returns whether each value is present and certainly less than its partner; false for nulls and NaN."""
    return bool(pc.all(pc.less(lower, higher), skip_nulls=False, min_count=0).as_py())


class TableKeys:
    """The key blocks of a whole table, in order, with the file of each."""

    def __init__(self, unit: str = "line") -> None:
        """``unit`` is what the numbers of places count: lines, or rows in a file without lines."""
        self.unit = unit
        self.blocks: list[KeyBlock] = []
        self.paths: list[str] = []
        self._kept: dict[tuple[int, str], pa.StringArray] = {}

    def add(self, path: str, block: KeyBlock) -> None:
        """Adds the next block, which is in that file."""
        self.blocks.append(block)
        self.paths.append(path)

    def extend(self, keys: TableKeys) -> None:
        """Adds the blocks of the next part of the table."""
        self.blocks += keys.blocks
        self.paths += keys.paths

    def column(self, name: str) -> pa.ChunkedArray:
        """Returns a whole key column as text, null where missing, in the chunks of the blocks."""
        return pa.chunked_array([block.texts[name] for block in self.blocks], pa.string())

    def place(self, row: int) -> tuple[str, int]:
        """Returns the file and the physical line of a row, counted from 0 over all blocks."""
        number, offset = self._block_of(row)
        block = self.blocks[number]
        return self.paths[number], block.line + offset if block.lines is None else int(block.lines[offset])

    @cached_property
    def starts(self) -> list[int]:
        """The number of the first row of each block."""
        return [0, *accumulate(block.rows for block in self.blocks)][:-1]

    def values(self, fields: KeyFields, row: int) -> str:
        """Returns the values of the fields in a row, as ``key_texts`` writes them."""
        number, place = self._block_of(row)
        return ", ".join(str(self._unpacked(number, name)[place].as_py()) for name in fields)

    def written(self, fields: KeyFields, row: int) -> str:
        """Returns the cells of the fields in a row, as a message shows them; "" for a null, whatever else is in its block."""
        number, place = self._block_of(row)
        other: Mapping[str, pa.StringArray] = self.blocks[number].written or {}
        texts = {name: self._unpacked(number, name)[place] for name in fields}
        cells = (other[name][place] if name in other and text.is_valid else text for name, text in texts.items())
        return ", ".join(cell.as_py() or "" for cell in cells)

    def _block_of(self, row: int) -> tuple[int, int]:
        """Returns the number of the block that has the row, and the position of the row in it."""
        number = bisect_right(self.starts, row) - 1
        return number, row - self.starts[number]

    def _unpacked(self, number: int, name: str) -> pa.StringArray:
        """Returns a column of a block; caches the last few, because messages need one row after another."""
        if (number, name) not in self._kept:
            if len(self._kept) >= 8:
                self._kept.clear()
            self._kept[number, name] = self.blocks[number].texts[name]
        return self._kept[number, name]

    def take(self, name: str, rows: Rows) -> pa.ChunkedArray:
        """Returns the texts of the column in these rows, which are in order."""
        return take_rows((block.texts[name] for block in self.blocks), self.starts, rows)

    def size(self, fields: KeyFields) -> int:
        """Returns the size of the columns in bytes of text."""
        return sum(block.texts.sizes[name] for block in self.blocks for name in fields)

    def by_path(self, rows: Rows) -> Iterator[tuple[str, Rows]]:
        """Yields each file with the positions in ``rows`` of the rows that are in it."""
        return by_path(self.paths, self.starts, rows)

    def excerpt(self, rows: Rows, names: Iterable[str]) -> Excerpt:
        """Returns what can say the places of the rows, and their values in the columns ``names``: all of the table."""
        return self

    def duplicates(self, fields: KeyFields) -> tuple[Rows, Rows]:
        """Returns the rows whose values occurred before, and for each the row of the first occurrence; omits rows with a null.

        Values that strictly increase are not compared. Hashes only find the rows that may be equal; their texts decide.
        """
        if not self.blocks or self.rise(fields):
            return NO_ROWS, NO_ROWS
        return self.repeated(fields, lambda block: block.hashes_of(fields), duplicate_rows)

    def repeated(self, fields: KeyFields, hashes_of: Callable[[KeyBlock], Hashes], equal: Equal) -> tuple[Rows, Rows]:
        """Returns what ``equal`` finds among the rows with duplicate hashes: rows in order, and for each an earlier one.

        ``duplicates`` calls it with ``lambda block: block.hashes_of(fields)`` and a comparison of the exact texts.
        """
        rows = repeated_rows(list(map(hashes_of, self.blocks)))  # not cached: they may take more memory than the rows
        if not len(rows):
            return NO_ROWS, NO_ROWS
        size = self.size(fields) * len(rows) // self.rows
        if size < LARGE:
            return self._compare(fields, rows, equal)
        hashes = np.concatenate(list(map(hashes_of, self.blocks)))[rows]
        found = [self._compare(fields, rows[part], equal) for (part,) in parts(size, [hashes])]
        repeats, firsts = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(repeats)
        return repeats[order], firsts[order]

    def _compare(self, fields: KeyFields, rows: Rows, equal: Equal) -> tuple[Rows, Rows]:
        repeats, firsts = equal([self.take(name, rows) for name in fields])
        return rows[repeats], rows[firsts]

    def rise(self, fields: KeyFields) -> Rise | None:
        """Returns the first and the last value of the key if its values strictly increase over all blocks, else None."""
        return joined_rise([block.rises.get(fields) for block in self.blocks if block.rows])

    @property
    def rows(self) -> int:
        """Number of rows of the table."""
        return sum(block.rows for block in self.blocks)


def take_rows(chunks: Iterable[pa.StringArray], starts: Sequence[int], rows: Rows) -> pa.ChunkedArray:
    """Returns the texts in these rows, which are in order, of a column in chunks that begin at the rows ``starts``."""
    cuts = [*np.searchsorted(rows, np.array(starts, rows.dtype)).tolist(), len(rows)]
    taken = [
        pc.take(chunk, int64_array(rows[begin:end] - start))
        for chunk, start, (begin, end) in zip(chunks, starts, pairwise(cuts), strict=True)
        if begin < end
    ]
    return pa.chunked_array(taken, pa.string())


def key_fields(schema: Schema) -> frozenset[str]:
    """Returns the fields of a schema that are part of one of its own keys."""
    fields = set(schema.primary_key)
    fields.update(name for key in schema.unique_keys for name in key)
    fields.update(name for key in schema.foreign_keys for name in key.fields)
    fields.update(f.name for f in schema.fields if f.constraints.get("unique"))
    return frozenset(fields)


def unique_keys(schema: Schema) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields each set of fields that must be unique once, in whatever order, with the first rule that requires it."""
    found: dict[frozenset[str], tuple[str, KeyFields]] = {}
    for rule, fields in _listed_keys(schema):
        found.setdefault(frozenset(fields), (rule, fields))
    yield from found.values()


def _listed_keys(schema: Schema) -> Iterator[tuple[str, KeyFields]]:
    if schema.primary_key:
        yield "primary-key", schema.primary_key
    for key in schema.unique_keys:
        yield "unique-key", key
    for item in schema.fields:
        if item.constraints.get("unique"):
            yield "unique", (item.name,)


def referenced_fields(key: ForeignKey, owner: str) -> tuple[str, tuple[str, ...]]:
    """Returns the resource and the fields that a foreign key of the resource ``owner`` refers to."""
    return key.resource or owner, key.reference_fields
