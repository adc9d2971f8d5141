"""Compares the rows of one table by key, as streams of Arrow text; yields and counts the rows that differ."""

from __future__ import annotations

import filecmp
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from packpress.arrow.arrays import Mask, bool_array, numpy_values, string_array
from packpress.arrow.hashes import Hashes
from packpress.changes.compare.columns import ColumnPair
from packpress.changes.compare.key_values import KeyReader
from packpress.changes.compare.matching import Partners, is_in_order, match
from packpress.changes.compare.rows import SideTable, TextBatch, in_step
from packpress.changes.model import Action, CellChange, RowChange

Cells = tuple[str, ...]


class ChangedRows(NamedTuple):
    """Rows of a table with the same action: their texts on each side, without columns on a side that does not have them.

    ``differs`` has a mask of the rows for each column in which some changed row differs, by its place among the columns.
    """

    action: Action
    old: TextBatch
    new: TextBatch
    differs: Mapping[int, Mask]


class TableRows:
    """The comparison of one table; the counts are final once ``changes`` has been exhausted.

    At most ``limit`` rows of each kind are yielded, all if None; all are counted. ``retired`` maps the withdrawn
    identifiers of the table to their successors or "". If the common rows are in the same order on both sides, memory holds
    a hash of each row's key and a few blocks of text; otherwise the new side's text as well.
    """

    def __init__(
        self,
        old: SideTable | None,
        new: SideTable | None,
        columns: Sequence[ColumnPair],
        retired: Mapping[str, str] | None = None,
        limit: int | None = None,
    ) -> None:
        self.old, self.new, self.columns, self.limit = old, new, columns, limit
        self.key = [place for place, column in enumerate(columns) if column.identifies]
        self.retired = {self._value(name): successor for name, successor in (retired or {}).items()}
        self.counts: Counter[Action] = Counter()
        self.cells: Counter[str] = Counter()
        self.withdrawn = 0
        """How many of the removed rows have a line in the table of withdrawn identifiers."""

    def changed_cells(self) -> dict[str, int]:
        """Returns the number of changed cells per column that has some, in the order of the columns."""
        return {column.name: number for column in self.columns if (number := self.cells[column.name])}

    def blocks(self) -> Iterator[ChangedRows]:
        """Yields all rows that differ as ``changes`` does, in blocks and without counting them; renamed ones twice.

        A renamed row is among the removed and the added ones.
        """
        if self._is_same_text():
            return
        partners, gone, come = self._matched()
        for batch in self._batches("removed", gone):
            yield ChangedRows("removed", batch, [], {})
        for before, after, masks, differs, strangers in self._different(partners, come):
            for row in np.flatnonzero(strangers).tolist():
                yield ChangedRows("removed", [column.slice(row, 1) for column in before], [], {})
                yield ChangedRows("added", [], [column.slice(row, 1) for column in after], {})
            if differs.any():
                old, new = ([column.filter(bool_array(differs)) for column in batch] for batch in (before, after))
                yield ChangedRows("changed", old, new, {place: mask[differs] for place, mask in masks.items()})
        for batch in self._batches("added", come):
            yield ChangedRows("added", [], batch, {})

    def _matched(self) -> tuple[Partners, Mask, Mask]:
        """Returns the partner of each old row, and which old and which new rows have none."""
        old, new = (self.hashes(table, is_old) for table, is_old in ((self.old, True), (self.new, False)))
        partners = match(old, new)
        gone, come = partners < 0, np.ones(len(new), dtype=np.bool_)
        come[partners[~gone]] = False
        return partners, gone, come

    def changes(self) -> Iterator[RowChange]:
        """Yields the rows that differ: removed, renamed, changed, then added ones, each in file order."""
        if self._is_same_text():
            return
        partners, gone, come = self._matched()
        renamed = self._renamed(gone, come)
        self.counts.update(
            removed=int(np.count_nonzero(gone)) - len(renamed),
            renamed=len(renamed),
            added=int(np.count_nonzero(come)) - len(renamed),
        )
        yield from self._one_sided("removed", gone, {self._text(before) for before, _ in renamed})
        for number, (before, after) in enumerate(renamed):
            cells = self._differing(before, after)
            self.cells.update(cell.column for cell in cells)
            if self.limit is None or number < self.limit:
                yield RowChange("renamed", self._key(before), cells, self._text(after), is_retired=True)
        yield from self._changed(partners, come)
        yield from self._one_sided("added", come, {self._text(after) for _, after in renamed})

    def _is_same_text(self) -> bool:
        """Returns whether both sides have the same files, byte for byte, and read them in the same way."""
        if self.old is None or self.new is None or self.old.resource.dialect != self.new.resource.dialect:
            return False
        if (
            any(column.old != column.new for column in self.columns)
            or self.old.resource.compression != self.new.resource.compression
        ):
            return False
        files = [[table.root / path for path in table.resource.paths] for table in (self.old, self.new)]
        if len(files[0]) != len(files[1]) or not all(file.is_file() for file in (*files[0], *files[1])):
            return False
        return all(filecmp.cmp(a, b, shallow=False) for a, b in zip(*files, strict=True))

    def hashes(self, table: SideTable | None, is_old: bool) -> Hashes:
        """Returns a hash of each row's identifying cells, as ``SideTable.key_hashes`` does; none without a table."""
        if table is None:
            return np.zeros(0, dtype=np.uint64)
        columns = [(column, column.old if is_old else column.new) for column in (self.columns[place] for place in self.key)]
        readers = [self._reader(column, is_old) for column, number in columns if number is not None]
        return table.key_hashes([number for _, number in columns if number is not None], readers)

    @staticmethod
    def _reader(column: ColumnPair, is_old: bool) -> KeyReader | None:
        return None if column.readers is None else column.readers[0 if is_old else 1]

    def _batches(self, action: Action, mask: Mask) -> Iterator[TextBatch]:
        """Yields the chosen rows: of the new side for added rows, otherwise of the old side."""
        table, is_new = (self.new, True) if action == "added" else (self.old, False)
        numbers = [column.new if is_new else column.old for column in self.columns]
        return table.batches(numbers, mask) if table else iter(())

    def _renamed(self, gone: Mask, come: Mask) -> list[tuple[Cells, Cells]]:
        """Returns the removed rows whose successor is new, each with it. Counts the withdrawn ones."""
        if not self.retired or len(self.key) != 1 or not gone.any():
            return []
        ids, place = string_array(list(self.retired)), self.key[0]
        heirs: dict[str, Cells] = {}
        for batch in self._batches("removed", gone):
            for cells in _rows(batch, self._is_among(batch[place], ids, is_old=True)):
                self.withdrawn += 1
                if successor := self.retired[self._id(cells)]:
                    heirs.setdefault(self._value(successor, is_old=False), cells)
        if not heirs or not come.any():
            return []
        ids = string_array(list(heirs))
        found: dict[str, Cells] = {}
        for batch in self._batches("added", come):
            chosen = _rows(batch, self._is_among(batch[place], ids, is_old=False))
            found |= {self._id(cells, is_old=False): cells for cells in chosen}
        return [(before, found[successor]) for successor, before in heirs.items() if successor in found]

    def _one_sided(self, action: Action, mask: Mask, apart: set[str]) -> Iterator[RowChange]:
        """Yields the rows that only one side has, except renamed ones."""
        left = self.counts[action] if self.limit is None else min(self.limit, self.counts[action])
        for batch in self._batches(action, mask) if left else ():
            for cells in _rows(batch):
                if not (apart and self._text(cells) in apart):
                    yield self._whole(action, cells)
                    left -= 1
                if not left:
                    return

    def _whole(self, action: Action, cells: Cells) -> RowChange:
        """Returns the change for an added or removed row, with all its non-empty cells."""
        is_gone = action == "removed"
        filled = [(column, text) for column, text in zip(self.columns, cells, strict=True) if text]
        found = tuple(CellChange(c.name, text if is_gone else "", "" if is_gone else text, c.is_key) for c, text in filled)
        is_retired = is_gone and self._id(cells) in self.retired
        return RowChange(action, self._key(cells), found, self.retired[self._id(cells)] if is_retired else "", is_retired)

    def _different(self, partners: Partners, come: Mask) -> Iterator[tuple[TextBatch, TextBatch, dict[int, Mask], Mask, Mask]]:
        """Yields matched rows of both sides, as texts, with the rows that differ in each column, in any, and are strangers.

        Strangers merely share a hash; they are not among those that differ. Batches without a difference are left out.
        """
        for before, after in self._pairs(partners, come) if not come.all() else ():
            masks = {place: _unequal(a, b) for place, (a, b) in enumerate(zip(before, after, strict=True)) if not a.equals(b)}
            if not masks:
                continue
            differs = np.logical_or.reduce(list(masks.values()))
            strange = [self._are_strangers(place, mask, before, after) for place, mask in masks.items() if place in self.key]
            strangers = np.logical_or.reduce(strange) if strange else np.zeros(len(differs), np.bool_)
            differs &= ~strangers
            yield before, after, {place: mask & differs for place, mask in masks.items()}, differs, strangers

    def _changed(self, partners: Partners, come: Mask) -> Iterator[RowChange]:
        """Yields the rows that both sides have and that differ. All are compared as texts, column by column."""
        room = dict.fromkeys((True, False), len(partners) if self.limit is None else self.limit)
        for before, after, masks, differs, strangers in self._different(partners, come):
            yield from self._strangers(before, after, strangers)
            touches_key = np.zeros(len(differs), dtype=np.bool_)
            for place, mask in masks.items():
                self.cells[self.columns[place].name] += int(np.count_nonzero(mask))
                touches_key |= mask & self.columns[place].is_key
            self.counts["changed"] += int(np.count_nonzero(differs))
            chosen = np.zeros(len(differs), dtype=np.bool_)
            for is_key, mask in ((True, touches_key), (False, differs & ~touches_key)):
                rows = np.flatnonzero(mask)[: room[is_key]]
                room[is_key] -= len(rows)
                chosen[rows] = True
            for old, new in zip(_rows(before, chosen), _rows(after, chosen), strict=True):
                yield RowChange("changed", self._key(old), self._key_last(self._differing(old, new)))

    def _are_strangers(self, place: int, mask: Mask, before: TextBatch, after: TextBatch) -> Mask:
        """Returns which of the rows whose key texts differ also differ as values: their keys merely share a hash."""
        if (readers := self.columns[place].readers) is None:
            return mask
        rows = bool_array(mask)
        found = np.zeros(len(mask), dtype=np.bool_)
        found[mask] = _unequal(readers[0](before[place].filter(rows)), readers[1](after[place].filter(rows)))
        return found

    def _key_last(self, cells: tuple[CellChange, ...]) -> tuple[CellChange, ...]:
        """Returns the cells with key cells last, so that whoever applies the changes one by one can still find the row."""
        names = {self.columns[place].name for place in self.key}
        return tuple(sorted(cells, key=lambda cell: cell.column in names))

    def _strangers(self, before: TextBatch, after: TextBatch, mask: Mask) -> Iterator[RowChange]:
        """Yields rows that were matched only by a hash collision: the old one as removed, the new one as added."""
        for old, new in zip(_rows(before, mask), _rows(after, mask), strict=True):
            self.counts.update(removed=1, added=1)
            self.withdrawn += self._id(old) in self.retired
            yield self._whole("removed", old)
            yield self._whole("added", new)

    def _pairs(self, partners: Partners, come: Mask) -> Iterator[tuple[TextBatch, TextBatch]]:
        """Yields the rows that both sides have, old with new."""
        both = partners >= 0
        old = self._batches("removed", both)
        if is_in_order(partners):
            yield from in_step(old, self._batches("added", ~come))
            return
        assert self.new is not None
        batches = list(self.new.batches([column.new for column in self.columns]))
        columns = [_joined(chunks) for chunks in zip(*batches, strict=True)]
        del batches
        numbers, begin = partners[both], 0
        for before in old:
            chosen = np.ascontiguousarray(numbers[begin : begin + len(before[0])])
            begin += len(chosen)
            indices = pa.Array.from_buffers(pa.int64(), len(chosen), [None, pa.py_buffer(chosen)])
            yield before, [column.take(indices).combine_chunks() for column in columns]

    def _differing(self, old: Cells, new: Cells) -> tuple[CellChange, ...]:
        trio = zip(self.columns, old, new, strict=True)
        return tuple(CellChange(column.name, a, b, column.is_key) for column, a, b in trio if a != b)

    def _key(self, cells: Cells) -> Cells:
        return tuple(cells[place] for place in self.key)

    def _text(self, cells: Cells) -> str:
        """Returns the row's identifier as written; "" unless the key is one column."""
        return cells[self.key[0]] if len(self.key) == 1 else ""

    def _id(self, cells: Cells, is_old: bool = True) -> str:
        """Returns the row's identifier as a value."""
        return self._value(self._text(cells), is_old) if self.retired else ""

    def _value(self, identifier: str, is_old: bool = True) -> str:
        """Returns the identifier as a text that is the same for equal values."""
        reader = self._reader(self.columns[self.key[0]], is_old) if len(self.key) == 1 else None
        return identifier if reader is None else str(reader(string_array([identifier]))[0].as_py())

    def _is_among(self, cells: pa.StringArray, ids: pa.StringArray, *, is_old: bool) -> Mask:
        """Returns where the identifier is one of ``ids``, compared as values."""
        reader = self._reader(self.columns[self.key[0]], is_old)
        return np.asarray(numpy_values(pc.is_in(cells if reader is None else reader(cells), value_set=ids)))


def _joined(chunks: Sequence[pa.StringArray]) -> pa.ChunkedArray:
    """Returns the column in one chunk, in which rows are found several times as fast, unless it is too large for that."""
    size = sum(chunk.nbytes for chunk in chunks)
    return pa.chunked_array([pa.concat_arrays(chunks)] if size < 2**31 else chunks, pa.string())


def _unequal(a: pa.StringArray, b: pa.StringArray) -> Mask:
    return np.asarray(numpy_values(pc.not_equal(a, b)))


def _rows(batch: TextBatch, mask: Mask | None = None) -> Iterator[Cells]:
    """Yields the rows of the batch where the mask is true, as texts."""
    if mask is not None:
        if not mask.any():
            return iter(())
        batch = [column.filter(bool_array(mask)) for column in batch]
    return zip(*(column.to_pylist() for column in batch), strict=True)
