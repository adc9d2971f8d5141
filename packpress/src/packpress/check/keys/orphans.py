"""Foreign keys: finds rows whose values are in no row of the table that they refer to; compares the values themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NO_ROWS, Rows, numpy_values
from packpress.arrow.equal_rows import orphan_rows
from packpress.arrow.hashes import LARGE, hash_rows, parts
from packpress.check.keys.table_keys import MANY, KeyBlock, KeyFields, TableKeys, take_rows

Child = tuple[TableKeys, KeyFields]
"""A table and those of its fields that refer to another table."""
_NO_MASK = np.zeros(0, np.bool_)


def orphans(parent: TableKeys, fields: KeyFields, children: Sequence[Child]) -> list[Rows]:
    """Returns for each child the rows whose values are in no row of the parent's ``fields``.

    Rows with a null refer to nothing (SQL, MATCH SIMPLE). One search of the parent covers as many rows as it has itself.
    """
    found: list[list[Rows]] = [[NO_ROWS] for _ in children]
    for group in _groups(children, max(MANY, parent.rows)):
        texts = [[block.texts[name] for name in children[child][1]] for child, _, block in group]
        columns = [pa.chunked_array(chunks, pa.string()) for chunks in zip(*texts, strict=True)]
        rows = _orphans_of(parent, fields, columns)
        ends = accumulate(block.rows for _, _, block in group)
        for (child, start, block), end in zip(group, ends, strict=True):
            begin = end - block.rows
            own = rows[slice(*np.searchsorted(rows, (begin, end)).tolist())]
            found[child].append(own + (start - begin))
    return [np.concatenate(rows) for rows in found]


def _groups(children: Sequence[Child], most: int) -> Iterator[list[tuple[int, int, KeyBlock]]]:
    """Yields groups of blocks of the tables; each block with the number of its table and that of its first row."""
    group: list[tuple[int, int, KeyBlock]] = []
    rows = 0
    for child, (keys, _) in enumerate(children):
        for start, block in zip(keys.starts, keys.blocks, strict=True):
            group.append((child, start, block))
            rows += block.rows
            if rows > most:
                yield group
                group, rows = [], 0
    if rows:
        yield group


def _orphans_of(parent: TableKeys, fields: KeyFields, columns: list[pa.ChunkedArray]) -> Rows:
    """Returns the rows of the columns whose values are in no row of the parent."""
    size = parent.size(fields) + sum(column.nbytes for column in columns)
    if size < LARGE:
        return _missing(columns, [parent.column(name) for name in fields])
    chunks = [list(chunks) for chunks in zip(*(column.chunks for column in columns), strict=True)]
    starts = [0, *accumulate(len(chunk) for chunk, *_ in chunks)][:-1]
    found = [NO_ROWS]
    for own, referred in parts(size, list(map(hash_rows, chunks)), [block.hashes_of(fields) for block in parent.blocks]):
        if len(own):
            child = [take_rows(column.chunks, starts, own) for column in columns]
            found.append(own[_missing(child, [parent.take(name, referred) for name in fields])])
    return np.sort(np.concatenate(found))


def _missing(child: list[pa.ChunkedArray], parent: list[pa.ChunkedArray]) -> Rows:
    if len(child) > 1:
        return orphan_rows(child, parent)
    missing = pc.and_(pc.invert(pc.is_in(child[0], value_set=parent[0])), pc.is_valid(child[0]))
    return np.flatnonzero(np.concatenate([_NO_MASK, *map(numpy_values, missing.chunks)]))
