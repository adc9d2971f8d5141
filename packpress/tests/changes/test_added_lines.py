"""The lines that were added: as few as can be, within bounds of time and memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.changes import added_lines as module
from packpress.changes.added_lines import LineHashes, added_lines, hash_lines


def _hashes(lines: Iterable[int]) -> LineHashes:
    return np.array([*lines], np.int64)


def _longest(old: list[int], new: list[int]) -> int:
    """The length of a longest common subsequence, by the textbook."""
    row = [0] * (len(new) + 1)
    for line in old:
        next_row = [0]
        for place, other in enumerate(new):
            next_row.append(row[place] + 1 if line == other else max(row[place + 1], next_row[place]))
        row = next_row
    return row[-1]


def _is_in_order(some: Iterable[int], lines: Iterator[int]) -> bool:
    return all(line in lines for line in some)


# which search is used → how many edits the first may make
SEARCHES = {"by edits": 256, "by pairs": -1}
LINES = st.lists(st.integers(0, 6), max_size=30)


@pytest.mark.parametrize("edits", SEARCHES.values(), ids=SEARCHES)
@given(old=LINES, new=LINES)
def test_the_other_lines_are_a_longest_sequence_of_both(edits: int, old: list[int], new: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_EDITS", edits)
        found = added_lines(_hashes(old), _hashes(new))
    added = {line for some in found for line in some}
    kept = [value for line, value in enumerate(new, 1) if line not in added]
    assert _is_in_order(kept, iter(old))
    assert len(kept) == _longest(old, new)
    assert all(before.stop < after.start for before, after in pairwise(found))


MANY = [*range(1000)]
# old, new → added, beyond the bounds of both searches
BEYOND: dict[str, tuple[list[int], list[int], tuple[range, ...]]] = {
    "turned around": ([-1, *MANY, -2], [-1, *MANY[::-1], -2], (range(2, 1002),)),
    "with lines of its own": ([-1, *MANY], [-1, *MANY[::-1], -3], (range(2, 1003),)),
    "lines that are gone": ([*MANY, *MANY], MANY, ()),
}


@pytest.mark.parametrize(("old", "new", "added"), BEYOND.values(), ids=BEYOND)
def test_beyond_the_bounds_the_whole_middle_is_added(
    old: list[int], new: list[int], added: tuple[range, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_LINE_PAIRS", 900)
    assert added_lines(_hashes(old), _hashes(new)) == added


# a text → how many lines it has, which of two are equal
TEXTS = {
    "LF": (b"a\na\nb\n", [0, 0, 1]),
    "CR LF": (b"a\r\na\nb\r\n", [0, 0, 1]),
    "CR": (b"a\ra\nb", [0, 1]),
    "no line end": (b"a\na", [0, 1]),
    "CR at the end": (b"a\na\r", [0, 1]),
    "nothing": (b"", []),
    "empty lines": (b"\n\r\n\n", [0, 0, 0]),
}


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_lines_are_equal_whatever_ends_them(text: bytes, expected: list[int], size: int) -> None:
    hashes = hash_lines(text[at : at + size] for at in range(0, len(text), size))
    assert hashes is not None
    first: dict[int, int] = {}
    assert [first.setdefault(value, len(first)) for value in hashes.tolist()] == expected


@pytest.mark.parametrize("text", [b"\n" * 11, b"x" * 11, b"\n" * 5 + b"x" * 11], ids=["lines", "a long line", "both"])
def test_a_text_with_too_much_has_no_hashes_but_is_read_to_its_end(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_LINES", 10)
    monkeypatch.setattr(module, "MAX_LINE", 10)
    chunks = iter([text, b"more", b"and more"])
    assert hash_lines(chunks) is None
    assert next(chunks, None) is None
