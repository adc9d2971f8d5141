"""Hashes of text columns: equal for equal texts, and most likely not for others, however long they are."""

from __future__ import annotations

import numpy as np
import pytest

from packpress.arrow import hashes
from packpress.arrow.arrays import string_array
from packpress.arrow.hashes import LONG, Hashes, hash_column, repeated_rows


def test_texts_are_told_apart_by_their_first_and_last_characters_at_any_length() -> None:
    for length in (1, 8, 9, LONG - 1, LONG, LONG + 1, 5 * LONG):
        same = "x" * length
        found = hash_column(string_array([same, same, "y" + same[1:], same[:-1] + "z", same + "x"])).tolist()
        assert found[0] == found[1]
        assert len(set(found)) == 4


def test_a_long_text_has_the_same_hash_in_every_process() -> None:
    assert hash_column(string_array(["x" * LONG + "yz", "x" * LONG + "yw"])).tolist() == [
        3588809147953070199,
        17416620522830489639,
    ]


def test_a_text_of_megabytes_is_hashed_in_as_many_steps_as_one_of_a_kilobyte(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0

    def counted(state: Hashes) -> Hashes:
        nonlocal steps
        steps += 1
        return mix(state)

    mix = hashes._mix
    monkeypatch.setattr(hashes, "_mix", counted)
    hash_column(string_array(["k" * 8_000_000]))
    assert steps <= LONG // 8 + 2


@pytest.mark.parametrize("at_once", [1, 3, 7, 1_000])
def test_repeats_are_found_however_few_hashes_are_sorted_at_once(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "AT_ONCE", at_once)
    chance = np.random.default_rng(1)
    blocks = [chance.choice(chance.integers(0, 2**64, 20, np.uint64), size) for size in (0, 5, 12, 1)]
    whole = np.concatenate(blocks).tolist()
    assert repeated_rows(blocks).tolist() == [row for row, value in enumerate(whole) if whole.count(value) > 1]
