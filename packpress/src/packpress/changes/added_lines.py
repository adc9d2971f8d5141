"""Finds the lines of a text that are not in its longest common subsequence with an older text.

Lines are compared by 64-bit hashes. If the exact answer would exceed the limits, every line between the common head and the
common tail counts as added.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

MAX_LINES = 20_000_000
MAX_LINE = 16 * 1024**2
"""How many lines, and how many bytes per line, are kept in memory; a longer text is not hashed."""
MAX_EDITS = 256
"""How many lines may be added or removed for the search that is fast for few edits."""
MAX_LINE_PAIRS = 2_000_000
"""How many pairs of equal lines, one from each text, the other search may visit."""

LineHashes = npt.NDArray[np.int64]


def hash_lines(chunks: Iterable[bytes]) -> LineHashes | None:
    """Returns a hash of each line of the text that the chunks make up; None if it is too long.

    Consumes all chunks. CR LF and LF are the same line end. A last line without a line end differs from the same line with
    one.
    """
    hashes, rest, fits = array("q"), b"", True
    for chunk in chunks:
        if fits:
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()
            hashes.extend(hash(line.removesuffix(b"\r")) for line in lines)
            fits = len(hashes) <= MAX_LINES and len(rest) <= MAX_LINE
    if rest:
        hashes.append(hash((rest,)))
    return np.frombuffer(hashes, np.int64) if fits else None


def added_lines(old: LineHashes, new: LineHashes) -> tuple[range, ...]:
    """Returns the lines of ``new``, counted from 1, that were added since ``old``; a changed line counts as added."""
    added = np.ones(len(new), bool)
    head, tail = _common_ends(old, new)
    added[:head] = added[len(new) - tail :] = False
    at = np.arange(head, len(new) - tail)
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    # lines that only one text has are in no common subsequence; the others get small numbers
    values, numbers = np.unique(np.concatenate([old, new]), return_inverse=True)
    numbers_of_old, numbers_of_new = numbers[: len(old)], numbers[len(old) :]
    counts = [np.bincount(some, minlength=len(values)) for some in (numbers_of_old, numbers_of_new)]
    shared = np.minimum(*counts) > 0
    is_kept = shared[numbers_of_new]
    old, new, at = numbers_of_old[shared[numbers_of_old]], numbers_of_new[is_kept], at[is_kept]
    head, tail = _common_ends(old, new)
    added[at[:head]] = added[at[len(at) - tail :]] = False
    old, new, at = old[head : len(old) - tail], new[head : len(new) - tail], at[head : len(at) - tail]
    kept = _kept_by_few_edits(old, new)
    if kept is None:
        kept = _kept_by_pairs(old, new)
    added[at[kept]] = False
    edges = np.flatnonzero(np.diff(added, prepend=False, append=False)) + 1
    return tuple(range(int(begin), int(end)) for begin, end in zip(edges[::2], edges[1::2], strict=True))


def _common_ends(old: LineHashes, new: LineHashes) -> tuple[int, int]:
    """Returns how many lines the texts share at the head, and of the rest at the tail."""
    head = _run(old, new)
    return head, _run(old[head:][::-1], new[head:][::-1])


def _run(old: LineHashes, new: LineHashes) -> int:
    """Returns how many lines from the first on are equal; finds a short run without scanning everything."""
    least, begin, step = min(len(old), len(new)), 0, 64
    while begin < least:
        end = min(begin + step, least)
        differ = old[begin:end] != new[begin:end]
        if differ.any():
            return begin + int(differ.argmax())
        begin, step = end, step * 8
    return least


def _kept_by_few_edits(old: LineHashes, new: LineHashes) -> list[int] | None:
    """Returns the positions in ``new`` of a longest common subsequence; None if it needs more than ``MAX_EDITS`` edits.

    The greedy algorithm of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986).
    """
    reach = {1: 0}  # diagonal → the furthest position in old that a path with this many edits reaches
    reaches = []
    for edits in range(MAX_EDITS + 1):
        reaches.append(reach)
        reach = {}
        for diagonal in range(-edits, edits + 1, 2):
            i = _entered(reaches[edits], diagonal)
            if i > len(old) or not 0 <= i - diagonal <= len(new):
                continue  # past the end of one of the texts
            i += _run(old[i:], new[i - diagonal :])
            reach[diagonal] = i
            if i == len(old) and i - diagonal == len(new):
                return [*_on_path(reaches, i, diagonal)]
    return None


def _entered(reach: dict[int, int], diagonal: int) -> int:
    """Returns where in ``old`` the best path enters the diagonal: after a removed line (from below) or an added one."""
    return max(reach.get(diagonal - 1, -2) + 1, reach.get(diagonal + 1, -1))


def _on_path(reaches: list[dict[int, int]], i: int, diagonal: int) -> Iterator[int]:
    """Yields the positions in ``new`` of the common lines on the path that ends there, last first."""
    for reach in reversed(reaches):
        entered = _entered(reach, diagonal)
        yield from range(i - diagonal - 1, entered - diagonal - 1, -1)
        removed = reach.get(diagonal - 1, -2) + 1 == entered
        i, diagonal = (entered - 1, diagonal - 1) if removed else (entered, diagonal + 1)


def _kept_by_pairs(old: LineHashes, new: LineHashes) -> list[int]:
    """Returns the positions in ``new`` of a longest common subsequence; empty with more than ``MAX_LINE_PAIRS`` pairs.

    Hunt & Szymanski, "A Fast Algorithm for Computing Longest Common Subsequences" (1977).
    """
    sizes = np.bincount(old, minlength=int(new.max(initial=-1)) + 1)
    repeats = sizes[new]
    pairs = int(repeats.sum())
    if pairs > MAX_LINE_PAIRS:
        return []
    # each position in new with each equal line of old, last first
    ends = np.cumsum(sizes)[new]
    steps = np.arange(pairs) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    places = np.repeat(np.arange(len(new)), repeats)
    equal_lines = np.argsort(old, kind="stable")[np.repeat(ends, repeats) - 1 - steps]
    last: list[int] = []  # length of a common subsequence → the smallest position in old where one ends
    links: list[int] = []  # length of a common subsequence → the pair that ends it
    before = [-1] * pairs  # pair → the previous pair of its subsequence
    for pair, i in enumerate(equal_lines.tolist()):
        length = bisect_left(last, i)
        if length:
            before[pair] = links[length - 1]
        if length == len(last):
            last.append(i)
            links.append(pair)
        else:
            last[length], links[length] = i, pair
    kept, pair = [], links[-1] if links else -1
    while pair >= 0:
        kept.append(pair)
        pair = before[pair]
    return [int(place) for place in places[kept]]
