"""Finds repeated keys of a table in shards. Hashes find the rows that may be equal, and the texts of those rows decide.

1. Each part gives each shard the hashes of its rows, and a shard finds those that occur more than once. For most tables that
   is all: there are none.
2. Each part gets its repeated hashes, finds their rows, and gives each shard the texts of these rows.
3. A shard compares the texts as any table. This process gets how many rows were found in each file, and the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from packpress.arrow.arrays import Rows
from packpress.arrow.hashes import Hashes, repeated_rows
from packpress.check.keys.found import FoundRows, merge_found, rows_by_file
from packpress.check.keys.lookalikes import folded_hashes, may_fold, twin_rows
from packpress.check.keys.shards.cut import (
    HashesOf,
    part_hashes,
    pieces_for,
    present,
    shard_count,
    shards_of,
    split_at,
    with_rows,
)
from packpress.check.keys.shards.excerpts import as_one, texts_at
from packpress.check.keys.shards.sharded_keys import ShardedKeys
from packpress.check.keys.table_keys import KeyBlock, KeyFields, TableKeys
from packpress.check.splits.executor import SMALL_RESULTS


class _Search(NamedTuple):
    """How rows are compared: by which hash, and what finds the repeated rows of a table, with an earlier row for each."""

    fields: KeyFields
    hashes_of: HashesOf
    find: Callable[[TableKeys, KeyFields], tuple[Rows, Rows]]

    def hashes(self, part: TableKeys) -> tuple[Rows, Hashes]:
        """Returns the rows of a part that have no null, and their hashes."""
        rows = np.flatnonzero(present(part, self.fields))
        return rows, part_hashes(part, self.fields, self.hashes_of)[rows]


class _Candidates(NamedTuple):
    """The rows of a part whose hashes occur more than once, by shard, with the texts of each."""

    rows: list[Rows]
    texts: list[TableKeys]


def duplicates_in_shards(keys: ShardedKeys, fields: KeyFields, most: int) -> list[FoundRows]:
    """Returns by file the rows whose values occurred before; values that strictly increase are not compared."""
    if keys.does_rise(fields):
        return []
    return _repeated(keys, _Search(fields, KeyBlock.hashes_of, TableKeys.duplicates), most)


def twins_in_shards(keys: ShardedKeys, fields: KeyFields, most: int) -> list[FoundRows]:
    """Returns by file the rows whose key equals an earlier one except for case and forms of characters."""
    if not any(may_fold(keys.letters(name)) for name in fields):
        return []
    return _repeated(keys, _Search(fields, folded_hashes, twin_rows), most)


def _repeated(keys: ShardedKeys, search: _Search, most: int) -> list[FoundRows]:
    executor, shards = keys.executor, shard_count(keys, search.fields)
    repeated = executor.shuffle(partial(_cut_hashes, search, shards), keys.items, _repeated_hashes, range(shards))
    used, numbers = with_rows(executor.survey(_lengths, repeated))
    if not used:
        return []
    found, items = [repeated[shard] for shard in used], [keys.items[number] for number in numbers]
    candidates = executor.shuffle(partial(pieces_for, numbers), found, partial(_find_candidates, search, shards, used), items)
    paths, starts = [keys.paths[number] for number in numbers], [keys.starts[number] for number in numbers]
    compared = executor.shuffle(_pieces_of, candidates, partial(_compare, search, paths, starts, most), range(len(used)))
    of_shards = executor.gather(compared, SMALL_RESULTS)
    return merge_found((item for of_shard in of_shards for item in of_shard), keys.paths, most)


def _cut_hashes(search: _Search, shards: int, part: TableKeys) -> list[Hashes]:
    _, hashes = search.hashes(part)
    return [hashes[rows] for rows in shards_of(hashes, shards)]


def _repeated_hashes(shard: int, pieces: Sequence[Hashes]) -> list[Hashes]:
    """Returns for each part those of its hashes that occur more than once in the shard."""
    rows = split_at(repeated_rows(pieces), [len(piece) for piece in pieces])
    return [piece[own] for piece, own in zip(pieces, rows, strict=True)]


def _lengths(pieces: Sequence[Hashes]) -> list[int]:
    return [len(piece) for piece in pieces]


def _find_candidates(
    search: _Search, shards: int, used: Sequence[int], part: TableKeys, repeated: Sequence[Hashes]
) -> _Candidates:
    rows, hashes = search.hashes(part)
    is_again = np.isin(hashes, np.concatenate(repeated))
    rows, hashes = rows[is_again], hashes[is_again]
    by_shard = shards_of(hashes, shards)
    groups = [rows[by_shard[shard]] for shard in used]
    return _Candidates(groups, texts_at(part, search.fields, groups))


def _pieces_of(candidates: _Candidates) -> list[tuple[Rows, TableKeys]]:
    return list(zip(*candidates, strict=True))


def _compare(
    search: _Search,
    paths: Sequence[str],
    starts: Sequence[int],
    most: int,
    shard: int,
    pieces: Sequence[tuple[Rows, TableKeys]],
) -> list[FoundRows]:
    """Returns by file the rows of the table that repeat an earlier one, among the candidates of a shard."""
    rows = np.concatenate([own + start for (own, _), start in zip(pieces, starts, strict=True)])
    repeats, firsts = search.find(as_one([texts for _, texts in pieces]), search.fields)
    return [found.first(most) for found in rows_by_file(paths, starts, rows[repeats], rows[firsts])]
