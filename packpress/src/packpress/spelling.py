"""Finds the names that a misspelt one probably means."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

_COMPARED, _LONGEST, _SLIPS = 500, 60, 4
"""How many names are compared, how long each may be, and how much may differ: a package has any number of any length."""


def similar_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Returns at most ``most`` of the known names, the most similar first.

    A name is similar if at most a third of its letters differ, and four; letter case, spaces, hyphens and underscores do
    not count.

    >>> similar_names("validat", ["validate", "build"])
    ['validate']
    """
    if not name or len(name) > _LONGEST:
        return []
    folded = _fold(name)
    found = []
    for order, candidate in enumerate(islice(known, _COMPARED)):
        if candidate and len(candidate) <= _LONGEST:
            distance = _compare(folded, _fold(candidate))
            if distance is not None:
                found.append((distance, order, candidate))
    return list(dict.fromkeys(candidate for _, _, candidate in sorted(found)))[:most]


def did_you_mean(names: Iterable[str]) -> str:
    """Returns '; did you mean "a" or "b"?', or "" if there are no names."""
    quoted = [f'"{name}"' for name in names]
    return f"; did you mean {' or '.join(quoted)}?" if quoted else ""


def edit_distance(first: str, second: str, most: int) -> int:
    """Returns how many letters are missing, extra, wrong, or swapped with their neighbour (Damerau and Levenshtein).

    A distance larger than ``most`` is returned as ``most + 1``.
    """
    if abs(len(first) - len(second)) > most:
        return most + 1
    far = most + 1
    before: list[int] = []
    row = [min(j, far) for j in range(len(second) + 1)]
    for i, letter in enumerate(first, 1):
        last, row = row, [far] * (len(second) + 1)
        row[0] = min(i, far)
        for j in range(max(1, i - most), min(len(second), i + most) + 1):  # elsewhere the distance is too large
            other = second[j - 1]
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row[j] = min(cost, far)
        if min(row) == far:
            break
        before = last
    return row[-1]


def _fold(name: str) -> str:
    """Returns the name without letter case, and with one sign for spaces, hyphens and underscores."""
    return name.casefold().replace("_", "-").replace(" ", "-")


def _compare(name: str, known: str) -> int | None:
    """Returns how much two folded names differ; None if they are not similar."""
    if name == known:
        return 0
    slips = min(max(len(name), len(known), 3) // 3, _SLIPS)
    if len({*name} ^ {*known}) > 2 * slips:
        return None
    distance = edit_distance(name, known, slips)
    return distance if distance <= slips and distance < len(known) else None
