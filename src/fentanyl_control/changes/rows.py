"""Reads the rows of a table, as text, in batches whose columns stand in the order that a comparison asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fentanyl_control.check.blocks import Block
from fentanyl_control.check.constants import bool_array
from fentanyl_control.check.delimited import read_cells
from fentanyl_control.check.hashes import Hashes, hash_rows
from fentanyl_control.check.in_order import in_order
from fentanyl_control.check.text import Scanner
from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Findings
from fentanyl_control.package.model import Resource

Batch = list[pa.StringArray]
"""Columns of one length."""
Mask = npt.NDArray[np.bool_]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Table:
    """A table of the side that is called ``shown``, whose folder is ``root``."""

    root: Path
    resource: Resource
    shown: str

    def batches(self, columns: Sequence[int | None], mask: Mask | None = None) -> Iterator[Batch]:
        """The rows for which the mask is true, which speaks of all of them, with those columns; None for one that is empty.

        Ends after the last of these rows. Raises PackageError where a file is not there or is no sound table with the
        schema's header.
        """
        wanted = [number for number in columns if number is not None]

        def read(block: Block, begin: int) -> Batch:
            chosen = None if mask is None else mask[begin : begin + block.rows]
            if chosen is not None and not chosen.any():
                return []
            cells = iter(self._cells(block, wanted))
            batch = [_empty(block.rows) if number is None else next(cells) for number in columns]
            return batch if chosen is None or chosen.all() else [column.filter(bool_array(chosen)) for column in batch]

        left = -1 if mask is None else int(np.count_nonzero(mask))
        for batch in self._work(read) if left else ():
            if batch:
                yield batch
                left -= len(batch[0])
            if not left:
                return

    def key_hashes(self, key: Sequence[int]) -> Hashes:
        """A hash for each row's cells in these columns: equal for equal texts, and most likely not for others."""
        if not key:
            rows = sum(self._work(lambda block, _: block.rows))
            return np.zeros(rows, dtype=np.uint64)
        found = list(self._work(lambda block, _: hash_rows(self._cells(block, key))))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)

    def _cells(self, block: Block, wanted: Sequence[int]) -> Batch:
        assert self.resource.schema is not None
        return read_cells(block, len(self.resource.schema.fields), self.resource.dialect, wanted) if wanted else []

    def _work(self, read: Callable[[Block, int], Result]) -> Iterator[Result]:
        """What the function gives for each block of the files and the number of its first row in the table, in order."""
        assert self.resource.schema is not None
        names, rows = self.resource.schema.names, 0
        for path in self.resource.paths:
            if not (self.root / path).is_file():
                raise PackageError(f"{self.shown}: {path}: the file is not there; add it or drop the resource")
            findings = Findings(keep=1)
            accept = partial(eq, names)
            scanner = Scanner(self.root / path, path, self.resource.dialect, findings, accept, even=False)
            for block, result in in_order(partial(_read_at, read, rows), scanner.blocks()):
                rows += block.rows
                if result is None:
                    scanner.name_faults_of(block)
                elif not scanner.has_faults:
                    yield result
            if scanner.has_faults:
                issue = findings.report().issues[0]
                place = ":".join(part for part in (path, str(issue.line or ""), issue.column) if part)
                raise PackageError(f"{self.shown}: {place}: {issue.message}; mend it first, then compare [{issue.rule}]")
            if scanner.header != names:
                raise PackageError(f"{self.shown}: {path}: the header is not that of the schema; make them the same first")


def _read_at(read: Callable[[Block, int], Result], rows: int, block: Block) -> Result | None:
    """What the function gives for the block of a file before which there were so many rows; None where a row is ragged."""
    try:
        return read(block, rows + block.record)
    except pa.ArrowInvalid:
        return None


def in_step(old: Iterator[Batch], new: Iterator[Batch]) -> Iterator[tuple[Batch, Batch]]:
    """The rows of two streams of one length, cut so that both batches have the same number of them."""
    before: Batch = next(old, [])
    after: Batch = next(new, [])
    while before and after:
        rows = min(len(before[0]), len(after[0]))
        yield [column.slice(0, rows) for column in before], [column.slice(0, rows) for column in after]
        before = _rest(before, rows) or next(old, [])
        after = _rest(after, rows) or next(new, [])


def _rest(batch: Batch, begin: int) -> Batch:
    """What is left of the batch, no column where that is nothing."""
    return [column.slice(begin) for column in batch] if begin < len(batch[0]) else []


def _empty(rows: int) -> pa.StringArray:
    """A column of empty texts."""
    offsets = np.zeros(rows + 1, dtype=np.int32)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(b""))
