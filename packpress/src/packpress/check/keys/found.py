"""Rows of a table that break a rule of its keys: how many there are in each file, and as many as a report may list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from packpress.arrow.arrays import NO_ROWS, Rows


class FoundRows(NamedTuple):
    """The rows of one file that break a rule: their number, and the first of them in order, counted over the whole table.

    ``firsts`` has for each of these rows the row that it repeats, and is empty if the rule is about single rows.
    """

    path: str
    total: int
    rows: Rows
    firsts: Rows = NO_ROWS

    def first(self, most: int) -> FoundRows:
        """Returns the first ``most`` of the rows, with the number of all."""
        return self._replace(rows=self.rows[:most].copy(), firsts=self.firsts[:most].copy())


class Excerpt(Protocol):
    """Says of some rows of a table where they are and what their keys are."""

    unit: str

    def place(self, row: int) -> tuple[str, int]:
        """Returns the file and the physical line of a row."""

    def values(self, fields: tuple[str, ...], row: int) -> str:
        """Returns the values of the fields in a row, as keys compare them."""

    def written(self, fields: tuple[str, ...], row: int) -> str:
        """Returns the cells of the fields in a row, as a message shows them."""


def by_path(paths: Sequence[str], starts: Sequence[int], rows: Rows) -> Iterator[tuple[str, Rows]]:
    """Yields each file with the positions in ``rows`` of the rows that are in it; a part of ``paths`` begins at each start."""
    if len(set(paths)) == 1 and len(rows):
        yield paths[0], np.arange(len(rows), dtype=rows.dtype)
        return
    numbers = {path: number for number, path in enumerate(dict.fromkeys(paths))}
    files = np.array([numbers[path] for path in paths], np.intp)
    of_rows = files[np.searchsorted(starts, rows, side="right") - 1]
    order = np.argsort(of_rows, kind="stable")
    names = list(numbers)
    for found in np.split(order, np.flatnonzero(np.diff(of_rows[order])) + 1):
        if len(found):
            yield names[of_rows[found[0]]], found


def rows_by_file(paths: Sequence[str], starts: Sequence[int], rows: Rows, firsts: Rows = NO_ROWS) -> list[FoundRows]:
    """Returns the rows, which are in order, by file."""
    has_firsts = len(firsts) > 0
    return [
        FoundRows(path, len(places), rows[places], firsts[places] if has_firsts else NO_ROWS)
        for path, places in by_path(paths, starts, rows)
    ]


def merge_found(found: Iterable[FoundRows], paths: Sequence[str], most: int) -> list[FoundRows]:
    """Returns one result for each file, in the order of ``paths``; pulls ``found``, in any order, one after another."""
    kept: dict[str, FoundRows] = {}
    for item in found:
        before = kept.get(item.path, FoundRows(item.path, 0, NO_ROWS))
        rows, firsts = np.concatenate([before.rows, item.rows]), np.concatenate([before.firsts, item.firsts])
        order = np.argsort(rows, kind="stable")[:most]
        kept[item.path] = FoundRows(
            item.path, before.total + item.total, rows[order], firsts[order] if len(firsts) else NO_ROWS
        )
    return [kept[path] for path in dict.fromkeys(paths) if path in kept]
