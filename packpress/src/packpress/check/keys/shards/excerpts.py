"""Takes some rows of a part of a table: with their places and cells for messages, or only the texts of a key to compare."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows, int64_array
from packpress.arrow.compressed_columns import PackedTexts
from packpress.arrow.hashes import LARGE
from packpress.check.keys.table_keys import KeyBlock, KeyFields, TableKeys, take_rows


class RowExcerpt:
    """The places and keys of some rows, by their numbers in the whole table."""

    def __init__(self, rows: Rows, keys: TableKeys) -> None:
        """``keys`` has these rows, which are in order, and no others."""
        self.unit, self._rows, self._keys = keys.unit, rows, keys

    def place(self, row: int) -> tuple[str, int]:
        """Returns the file and the physical line of a row."""
        return self._keys.place(self._number(row))

    def values(self, fields: KeyFields, row: int) -> str:
        """Returns the values of the fields in a row, as keys compare them."""
        return self._keys.values(fields, self._number(row))

    def written(self, fields: KeyFields, row: int) -> str:
        """Returns the cells of the fields in a row, as a message shows them."""
        return self._keys.written(fields, self._number(row))

    def _number(self, row: int) -> int:
        return int(np.searchsorted(self._rows, row))


def keys_at(part: TableKeys, rows: Rows, names: Collection[str]) -> TableKeys:
    """Returns these rows of a part, which are in order, with their places and their columns ``names``."""
    found = TableKeys(part.unit)
    for path, start, block in zip(part.paths, part.starts, part.blocks, strict=True):
        own = rows[slice(*np.searchsorted(rows, (start, start + block.rows)).tolist())] - start
        if len(own):
            lines = block.line + own if block.lines is None else block.lines[own]
            columns: list[Mapping[str, pa.StringArray]] = [block.texts, block.written or {}]
            texts, written = (
                PackedTexts({name: _take(given[name], own) for name in names if name in given}, is_large=False)
                for given in columns
            )
            found.add(path, KeyBlock(len(own), 0, lines, texts, {}, {}, written))
    return found


def lines_only(part: TableKeys) -> TableKeys:
    """Returns the places of the rows of a part, without their keys."""
    found, nothing = TableKeys(part.unit), PackedTexts({})
    for path, block in zip(part.paths, part.blocks, strict=True):
        found.add(path, KeyBlock(block.rows, block.line, block.lines, nothing, {}, {}))
    return found


def texts_at(part: TableKeys, fields: KeyFields, groups: Iterable[Rows]) -> list[TableKeys]:
    """Returns for each group of rows, which are in order, their texts of the fields; reads the columns of the part once."""
    columns = [part.column(name).chunks for name in fields]
    return [_texts(fields, [take_rows(chunks, part.starts, rows) for chunks in columns], len(rows)) for rows in groups]


def as_one(pieces: Sequence[TableKeys], unit: str = "line") -> TableKeys:
    """Returns the pieces, in order, as one table."""
    found = TableKeys(unit)
    for piece in pieces:
        found.extend(piece)
    return found


def _texts(fields: KeyFields, columns: Sequence[pa.ChunkedArray], rows: int) -> TableKeys:
    """Returns columns as a table in one block, or in one per chunk if they are large."""
    found = TableKeys()
    if sum(column.nbytes for column in columns) < LARGE:
        columns = [pa.chunked_array([pa.concat_arrays(column.chunks)]) for column in columns] if rows else []
    for chunks in zip(*(column.chunks for column in columns), strict=True):
        texts = PackedTexts(dict(zip(fields, chunks, strict=True)), is_large=False)
        found.add("", KeyBlock(len(chunks[0]), 0, None, texts, {}, {}))
    return found


def _take(column: pa.StringArray, rows: Rows) -> pa.StringArray:
    return pc.take(column, int64_array(rows))
