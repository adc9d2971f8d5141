"""Finds for each row of one table the row of another that has its key, by hashes; the texts are for others to compare."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from packpress.arrow.hashes import Hashes

Partners = npt.NDArray[np.int64]
_STEP = np.uint64(0x9E3779B97F4A7C15)


def match(old: Hashes, new: Hashes) -> Partners:
    """For each old row the number of the new row with the same hash, -1 where there is none.

    Of rows with one hash the first is matched with the first, the second with the second, and so on.
    """
    if len(old) == len(new) and np.array_equal(old, new):
        return np.arange(len(old), dtype=np.int64)
    partners = np.full(len(old), -1, dtype=np.int64)
    if not len(old) or not len(new):
        return partners
    old, new = _apart(old), _apart(new)
    order = np.argsort(new, kind="stable")
    ordered = new[order]
    places = np.minimum(np.searchsorted(ordered, old), len(ordered) - 1)
    found = np.flatnonzero(ordered[places] == old)
    taken, firsts = np.unique(places[found], return_index=True)
    partners[found[firsts]] = order[taken]
    return partners


def is_in_order(partners: Partners) -> bool:
    """Whether the rows that both tables have stand in the same order in both."""
    both = partners[partners >= 0]
    return bool((both[1:] > both[:-1]).all())


def _apart(hashes: Hashes) -> Hashes:
    """The hashes with each later one of those that are equal moved away from the first, by how many came before it."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    is_repeated = np.concatenate(([False], ordered[1:] == ordered[:-1]))
    if not is_repeated.any():
        return hashes
    places = np.arange(len(ordered))
    begins = np.maximum.accumulate(np.where(is_repeated, 0, places))
    found = np.empty_like(hashes)
    found[order] = ordered + (places - begins).astype(np.uint64) * _STEP
    return found
