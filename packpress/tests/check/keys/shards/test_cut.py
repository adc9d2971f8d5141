from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packpress.check.keys.shards.cut import shards_of, split_at, with_rows


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=30), st.integers(1, 9))
def test_each_row_is_in_the_shard_of_its_hash(hashes: list[int], shards: int) -> None:
    found = [rows.tolist() for rows in shards_of(np.array(hashes, np.uint64), shards)]
    assert found == [[row for row, number in enumerate(hashes) if number % shards == shard] for shard in range(shards)]


@pytest.mark.parametrize(
    ("values", "lengths", "wanted"),
    [
        ([0, 3, 4, 6], [3, 2, 0, 2], [[0], [0, 1], [], [1]]),
        ([], [2, 1], [[], []]),
        ([0, 1], [0, 2, 0], [[], [0, 1], []]),
    ],
    ids=["some", "nothing", "empty arrays"],
)
def test_positions_are_divided_by_array(values: list[int], lengths: list[int], wanted: list[list[int]]) -> None:
    assert [own.tolist() for own in split_at(np.array(values, np.intp), lengths)] == wanted


def test_shards_and_parts_without_rows_are_omitted() -> None:
    assert with_rows([[0, 0, 1], [0, 0, 0], [2, 0, 1]]) == ([0, 2], [0, 2])
    assert with_rows([[]]) == ([], [])
