"""Reads the rows of a table as text, in batches with the columns in the order that a comparison needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from packpress.arrow.arrays import Mask, bool_array
from packpress.arrow.hashes import Hashes, hash_rows
from packpress.arrow.parallel_map import in_order
from packpress.changes.compare.key_values import KeyReader
from packpress.errors import PackageError
from packpress.issue import Findings, Limits
from packpress.package.model import INLINE, Table
from packpress.read.csv.split_columns import read_cells
from packpress.read.delimited import DelimitedReader
from packpress.read.header import Columns as Places
from packpress.read.inline.reader import InlineReader
from packpress.read.reader import AnyBlock, RaggedError, RowBlock

TextBatch = list[pa.StringArray]
"""Columns of equal length."""
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class SideTable:
    """A table of one side, which messages call ``shown`` and whose folder is ``root``.

    ``valid`` maps the files that were read to their ends without a fault to their sizes and times; as long as these are the
    same, the file is not examined again.
    """

    root: Path
    resource: Table
    shown: str
    valid: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False)

    def batches(self, columns: Sequence[int | None], mask: Mask | None = None) -> Iterator[TextBatch]:
        """Yields the rows where the mask over all rows is true, with those columns; an index of None gives an empty column.

        Stops after the last of these rows. Raises PackageError if a file is missing or is not a valid table with the
        schema's header.
        """

        def read(block: AnyBlock, begin: int, places: Places) -> TextBatch:
            chosen = None if mask is None else mask[begin : begin + block.rows]
            if chosen is not None and not chosen.any():
                return []
            batch = self._cells(block, columns, places)
            return batch if chosen is None or chosen.all() else [column.filter(bool_array(chosen)) for column in batch]

        left = -1 if mask is None else int(np.count_nonzero(mask))
        for batch in self._work(read) if left else ():
            if batch:
                yield batch
                left -= len(batch[0])
            if not left:
                return

    def key_hashes(self, key: Sequence[int], readers: Sequence[KeyReader | None]) -> Hashes:
        """Returns a hash of each row's cells in these columns, as the readers read them: equal for equal keys.

        Different keys almost surely have different hashes.
        """
        if not key:
            rows = sum(self._work(lambda block, begin, places: block.rows))
            return np.zeros(rows, dtype=np.uint64)

        def read(block: AnyBlock, begin: int, places: Places) -> Hashes:
            cells = self._cells(block, key, places)
            return hash_rows([c if reader is None else reader(c) for c, reader in zip(cells, readers, strict=True)])

        found = list(self._work(read))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.uint64)

    def _cells(self, block: AnyBlock, columns: Sequence[int | None], places: Places) -> TextBatch:
        """Returns those columns of the block, given their indices in the file; empty texts if the file lacks one."""
        there = [None if number is None else places.places[number] for number in columns]
        wanted = [place for place in there if place is not None]
        if isinstance(block, RowBlock):
            cells = iter([_filled(block.batch.column(place)) for place in wanted])
        else:
            cells = iter(read_cells(block, len(places.names), self.resource.dialect, wanted) if wanted else ())
        return [_empty(block.rows) if place is None else next(cells) for place in there]

    def _work(self, read: Callable[[AnyBlock, int, Places], _Result]) -> Iterator[_Result]:
        """Calls ``read`` on each block of the files, in order, and yields its results.

        ``read`` also gets the number of rows before the block and the indices of the table's columns in the file.
        """
        rows, like = 0, None
        for path in self.resource.paths:
            if self.resource.format != INLINE and not (self.root / path).is_file():
                raise PackageError(f"{self.shown}: {path}: the file is missing; add it or remove the resource")
            findings = Findings(Limits(of_a_kind=1))
            reader, state = self._reader(path, findings, like), self._state(path)
            self._refuse_change(path, self.valid.get(path, state), state)
            if isinstance(reader, DelimitedReader):
                reader.scanner.is_known_valid = self.valid.get(path, ()) == state
            for block, result in in_order(partial(_read_at, read, rows, reader), reader.blocks()):
                rows += block.rows
                if result is None:
                    reader.name_faults_of(block)
                elif not reader.has_faults:
                    self._refuse_change(path, state, self._state(path))
                    yield result
            self._refuse_change(path, state, self._state(path))
            if reader.has_faults:
                issue = findings.report().issues[0]
                place = ":".join(part for part in (path, str(issue.line or ""), issue.column) if part)
                raise PackageError(f"{self.shown}: {place}: {issue.message}; fix it first, then compare [{issue.rule}]")
            like, self.valid[path] = reader.header, state

    def _refuse_change(self, path: str, before: tuple[int, int], now: tuple[int, int]) -> None:
        """Raises PackageError if the file was changed since ``before``."""
        if before != now:
            raise PackageError(f"{self.shown}: {path}: the file changed while it was compared; run the command again")

    def _state(self, path: str) -> tuple[int, int]:
        """Returns the size of the file and the time of its last change; zeros for inline data."""
        if self.resource.format == INLINE:
            return 0, 0
        status = (self.root / path).stat()
        return status.st_size, status.st_mtime_ns

    def _reader(self, path: str, findings: Findings, like: tuple[str, ...] | None) -> DelimitedReader | InlineReader:
        if self.resource.format == INLINE:
            return InlineReader(path, self.resource, findings)
        return DelimitedReader(self.root / path, path, self.resource, findings, like)


def _read_at(
    read: Callable[[AnyBlock, int, Places], _Result], rows: int, reader: DelimitedReader | InlineReader, block: AnyBlock
) -> _Result | None:
    """Returns the result of ``read`` for a block with ``rows`` rows before it; None if a row is ragged."""
    assert reader.places is not None
    before = block.line - 1 if isinstance(block, RowBlock) else block.record
    try:
        return read(block, rows + before, reader.places)
    except RaggedError:
        return None


def in_step(old: Iterator[TextBatch], new: Iterator[TextBatch]) -> Iterator[tuple[TextBatch, TextBatch]]:
    """Yields two streams of equal total length, cut so that both batches have the same number of rows."""
    before: TextBatch = next(old, [])
    after: TextBatch = next(new, [])
    while before and after:
        rows = min(len(before[0]), len(after[0]))
        yield [column.slice(0, rows) for column in before], [column.slice(0, rows) for column in after]
        before = _rest(before, rows) or next(old, [])
        after = _rest(after, rows) or next(new, [])


def _rest(batch: TextBatch, begin: int) -> TextBatch:
    """Returns the rest of the batch, without columns if it is empty."""
    return [column.slice(begin) for column in batch] if begin < len(batch[0]) else []


def _filled(column: pa.StringArray) -> pa.StringArray:
    """Returns the column with an empty text for each null."""
    return column.fill_null("") if column.null_count else column


def _empty(rows: int) -> pa.StringArray:
    """Returns a column of empty texts."""
    offsets = np.zeros(rows + 1, dtype=np.int32)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(b""))
