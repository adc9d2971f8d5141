"""Decides which shard a row belongs to: by a hash of its key, so that equal keys are in the same shard, whatever their part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from packpress.arrow.arrays import Mask, Rows
from packpress.arrow.hashes import Hashes
from packpress.check.keys.shards.sharded_keys import ShardedKeys
from packpress.check.keys.table_keys import KeyBlock, KeyFields, TableKeys

FEW_SHARDS, MOST_SHARDS, SPLITS_PER_SHARD = 4, 64, 2
"""There is a shard for each of the first few parts, so that shards are searched at the same time. Larger tables have one for so
many splits of bytes, but not more than the most: each shard is a task for every part."""
Piece = TypeVar("Piece")
HashesOf = Callable[[KeyBlock, KeyFields], Hashes]


def shard_count(keys: ShardedKeys, fields: KeyFields) -> int:
    """Returns how many shards the texts of the fields, or the hashes of the rows, are divided among."""
    size = max(keys.size(fields), keys.rows * np.dtype(np.uint64).itemsize)
    return min(MOST_SHARDS, max(1 + size // (SPLITS_PER_SHARD * keys.executor.split_size), min(FEW_SHARDS, len(keys.parts))))


def shards_of(hashes: Hashes, shards: int) -> list[Rows]:
    """Returns the positions of the hashes of each shard, in order.

    The last bits decide, because ``parts`` divides a shard that is too large once more by the first bits.
    """
    if shards == 1:
        return [np.arange(len(hashes))]
    numbers = (hashes % np.uint64(shards)).astype(np.uint8)  # of which numpy sorts any number in linear time
    order = np.argsort(numbers, kind="stable")
    cuts = [0, *np.searchsorted(numbers[order], np.arange(1, shards, dtype=np.uint8)).tolist(), len(order)]
    return [order[begin:end] for begin, end in pairwise(cuts)]


def part_hashes(part: TableKeys, fields: KeyFields, hashes_of: HashesOf) -> Hashes:
    """Returns a hash for each row of a part."""
    return np.concatenate([hashes_of(block, fields) for block in part.blocks])


def present(part: TableKeys, fields: KeyFields) -> Mask:
    """Returns a mask of the rows of a part in which no field is null; others are in no comparison of keys."""
    is_there = np.ones(part.rows, np.bool_)
    for name in fields:
        for start, block in zip(part.starts, part.blocks, strict=True):
            if (is_present := block.texts.present(name)) is not None:
                is_there[start : start + block.rows] &= is_present
    return is_there


def split_at(values: Rows, lengths: Sequence[int]) -> list[Rows]:
    """Returns the sorted positions of several arrays, one after another, as the positions in each array."""
    edges = np.cumsum([0, *lengths])
    cuts = np.searchsorted(values, edges).tolist()
    return [values[begin:end] - edge for (begin, end), edge in zip(pairwise(cuts), edges.tolist(), strict=False)]


def with_rows(counts: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Returns the shards, and the parts, in which something was found; ``counts`` has for each shard a number for each part."""
    shards = [shard for shard, of_parts in enumerate(counts) if any(of_parts)]
    return shards, [part for part, of_shards in enumerate(zip(*counts, strict=True)) if any(of_shards)]


def pieces_for(numbers: Sequence[int], of_parts: Sequence[Piece]) -> list[Piece]:
    """Returns the pieces that a shard has for these parts."""
    return [of_parts[number] for number in numbers]
