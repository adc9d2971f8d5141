"""Finds foreign keys without their record if the keys of the child or of its parent are where their files were checked.

The values of a small parent go to every part of the child. Those of a large one go to shards by their hash; each part of a
child gives each shard its distinct values, and gets those of them that are in no row of the parent. Values are compared by
``orphans``, as in one process.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from packpress.arrow.arrays import Rows
from packpress.check.keys.found import FoundRows
from packpress.check.keys.orphans import orphans
from packpress.check.keys.shards.cut import part_hashes, pieces_for, present, shard_count, shards_of, with_rows
from packpress.check.keys.shards.excerpts import as_one, texts_at
from packpress.check.keys.shards.sharded_keys import AnyKeys, ShardedKeys
from packpress.check.keys.table_keys import KeyBlock, KeyFields, TableKeys
from packpress.check.splits.executor import Executor

SMALL_PARENT = 1 / 4
"""A parent is small if its texts are not larger than so much of a split: 16 MiB if a split has 64 MiB."""


def orphans_in_shards(
    parent: AnyKeys, fields: KeyFields, children: Sequence[tuple[AnyKeys, KeyFields]], most: int
) -> list[list[FoundRows]]:
    """Returns for each child, by file, the rows whose values are in no row of the parent; at least one table is sharded."""
    executor = next(keys.executor for keys in (parent, *(keys for keys, _ in children)) if isinstance(keys, ShardedKeys))
    referred = _sharded(parent, executor)
    if referred.size(fields) <= SMALL_PARENT * executor.split_size:
        (whole,) = executor.shuffle(partial(_whole, fields), referred.items, _joined, [0])
        return [_compare_parts(_sharded(keys, executor), own, fields, whole, most) for keys, own in children]
    shards = shard_count(referred, fields)
    values = executor.shuffle(partial(_cut_values, fields, shards), referred.items, _joined, range(shards))
    return [_compare_shards(_sharded(keys, executor), own, fields, values, most) for keys, own in children]


def _sharded(keys: AnyKeys, executor: Executor) -> ShardedKeys:
    return ShardedKeys(executor, keys) if isinstance(keys, TableKeys) else keys


def _compare_parts(child: ShardedKeys, own: KeyFields, fields: KeyFields, whole: Any, most: int) -> list[FoundRows]:
    held = child.executor.map(partial(_orphans_of, own, fields, most), child.items, whole)
    return child.by_file(range(len(child.parts)), held, most)


def _compare_shards(child: ShardedKeys, own: KeyFields, fields: KeyFields, values: Sequence[Any], most: int) -> list[FoundRows]:
    executor, cut = child.executor, partial(_cut_values, own, len(values))
    missing = executor.shuffle(cut, child.items, partial(_missing, own, fields), values)
    used, numbers = with_rows(executor.survey(_row_counts, missing))
    pieces, items = [missing[shard] for shard in used], [child.items[number] for number in numbers]
    held = executor.shuffle(partial(pieces_for, numbers), pieces, partial(_rows_with, own, most), items)
    return child.by_file(numbers, held, most)


def _whole(fields: KeyFields, part: TableKeys) -> list[TableKeys]:
    return texts_at(part, fields, [np.flatnonzero(present(part, fields))])


def _joined(shard: int, pieces: Sequence[TableKeys]) -> TableKeys:
    return as_one(pieces)


def _cut_values(fields: KeyFields, shards: int, part: TableKeys) -> list[TableKeys]:
    """Returns the distinct values of a part, those with a null omitted, for each shard."""
    is_first = present(part, fields)
    is_first[part.duplicates(fields)[0]] = False
    rows = np.flatnonzero(is_first)
    hashes = part_hashes(part, fields, KeyBlock.hashes_of)[rows]
    return texts_at(part, fields, (rows[own] for own in shards_of(hashes, shards)))


def _orphans_of(own: KeyFields, fields: KeyFields, most: int, part: TableKeys, parent: TableKeys) -> FoundRows:
    return _found(orphans(parent, fields, [(part, own)])[0], most)


def _missing(own: KeyFields, fields: KeyFields, parent: TableKeys, pieces: Sequence[TableKeys]) -> list[TableKeys]:
    """Returns for each part of the child its values that no row of the parent has, among those of a shard."""
    found = orphans(parent, fields, [(piece, own) for piece in pieces])
    return [texts_at(piece, own, [rows])[0] for piece, rows in zip(pieces, found, strict=True)]


def _row_counts(pieces: Sequence[TableKeys]) -> list[int]:
    return [piece.rows for piece in pieces]


def _rows_with(own: KeyFields, most: int, part: TableKeys, missing: Sequence[TableKeys]) -> FoundRows:
    """Returns the rows of a part that have one of the missing values."""
    is_missing = present(part, own)
    is_missing[orphans(as_one(missing), own, [(part, own)])[0]] = False
    return _found(np.flatnonzero(is_missing), most)


def _found(rows: Rows, most: int) -> FoundRows:
    return FoundRows("", len(rows), rows).first(most)
