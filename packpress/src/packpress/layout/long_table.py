"""Formats a long table block by block: looks whether anything would change, and makes the new text in pieces.

The text is that of ``format_table``, which takes fifteen times the memory of the file. Only valid RFC 4180 in UTF-8 is
formatted here, with any ASCII delimiter; of any other file ``look`` returns None. A table that has to be sorted is in memory
once, of any other only a block is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import buffer_values
from packpress.arrow.text_column import Texts
from packpress.issue import Findings
from packpress.layout.canonical import clean, has_columns, schema_order, why_left_alone
from packpress.layout.column_writer import trim, write_rows
from packpress.layout.format import departures
from packpress.layout.row_writer import DialectWriter
from packpress.layout.survey import Comparison, greater
from packpress.package.model import Dialect, Schema
from packpress.package.text.encodings import UTF_8
from packpress.read.characters import is_composed
from packpress.read.csv.blocks import Block
from packpress.read.csv.split_columns import read_cells
from packpress.read.open_scanner import open_scanner

BY_BLOCKS = 1024 * 1024
"""The size from which on a file is formatted here; a smaller one takes less than a tenth of a second by rows."""
_ROWS = 10_000
"""How many sorted rows are written at a time."""
_Cells = list[pa.StringArray]


class Look(NamedTuple):
    """Whether the file is formatted already, and what differs from the canonical layout and is kept."""

    is_formatted: bool
    kept: tuple[str, ...] = ()


@dataclass
class _Layout:
    """How the columns of a file are written."""

    columns: int
    header: list[str]
    order: list[int]
    key: list[int]
    writer: DialectWriter
    canonical: bool

    def rows(self, cells: _Cells) -> bytes:
        """Returns the rows of a block as they are written."""
        return Texts(self.row_texts(cells)).data.tobytes()

    def row_texts(self, cells: _Cells) -> pa.StringArray:
        """Returns the rows of a block as they are written, each by itself."""
        return write_rows(self.writer, [cells[number] for number in self.order])

    @property
    def first(self) -> bytes:
        """The line of the header, if the file has one."""
        return self.writer.write_row(self.header).encode("utf-8") if self.writer.dialect.header else b""


def look(file: Path, schema: Schema, dialect: Dialect, *, canonical: bool) -> Look | None:
    """Returns whether the file is formatted; None if it is not a table that is formatted here."""
    if dialect.encoding != UTF_8 or not dialect.is_plain or why_left_alone(dialect):
        return None
    scanner = open_scanner(file, file.name, dialect, Findings(), schema.names)
    seen: _Seen | None = None
    with file.open("rb") as stream:
        for block in scanner.blocks():
            if seen is None:
                layout = _layout(scanner.header or (), schema, dialect, canonical=canonical)
                if layout is None:
                    return None
                seen = _Seen(layout, Comparison(stream, b"\n"))
                seen.comparison.take(layout.first)
            if not seen.take(block):
                return None
        if scanner.has_faults or seen is None:
            return None
        is_formatted = seen.comparison.differs is None and not stream.read(1) and (seen.is_sorted or not canonical)
        if canonical:
            return Look(is_formatted)
        names = list(scanner.header or ())
        return Look(is_formatted, tuple(departures(names, schema, seen.is_sorted, seen.of_cells(names))))


def _layout(header: tuple[str, ...], schema: Schema, dialect: Dialect, *, canonical: bool) -> _Layout | None:
    """Returns the layout of a file with the header; None if it has not the columns of a canonical table."""
    names = list(map(clean, header)) if canonical else list(header)
    if canonical and not has_columns(names, schema):
        return None
    wanted = schema_order(names, schema) if canonical else names
    order = [names.index(name) for name in wanted] if canonical else list(range(len(names)))
    key = [names.index(name) for name in schema.primary_key if name in names]
    return _Layout(len(names), wanted, order, key, DialectWriter(dialect), canonical)


@dataclass
class _Seen:
    """What was seen of a file so far."""

    layout: _Layout
    comparison: Comparison
    is_sorted: bool = True
    has_spaces: bool = False
    has_other_forms: bool = False
    has_line_breaks: bool = False
    _last: list[str] = field(default_factory=list)

    def take(self, block: Block) -> bool:
        """Compares a block with its formatted text; returns whether it can be formatted here."""
        cells = read_cells(block, self.layout.columns, self.layout.writer.dialect)
        quotes_breaks = b'"' in block.data and (block.has_long_rows or b"\r" in block.data)
        if quotes_breaks and any(_has(column, "\n") or _has(column, "\r") for column in cells):
            self.has_line_breaks = True
        if not block.data.isascii() and not is_composed(block.data.decode("utf-8")):
            self.has_other_forms = self.has_other_forms or any(map(_has_other_form, cells))
        if self.layout.canonical and (self.has_line_breaks or self.has_other_forms):
            return False
        trimmed = list(map(trim, cells))
        self.has_spaces = self.has_spaces or any(a is not b for a, b in zip(trimmed, cells, strict=True))
        cells = trimmed if self.layout.canonical else cells
        if self.comparison.differs is None:
            self.comparison.take(self.layout.rows(cells))
        self._order([cells[number] for number in self.layout.key])
        return True

    def _order(self, key: _Cells) -> None:
        """Checks whether the keys of a block are in code-point order after those before them."""
        if not self.is_sorted or not key or not len(key[0]):
            return
        first, last = ([str(column[row]) for column in key] for row in (0, len(key[0]) - 1))
        descends = greater([_chunked(column[:-1]) for column in key], [_chunked(column[1:]) for column in key])
        self.is_sorted = self._last <= first and not pc.any(descends).as_py()
        self._last = last

    def of_cells(self, header: list[str]) -> dict[str, bool]:
        """Returns what differs from the canonical layout in a cell or in the header, in the words of a report."""
        return {
            "spaces at the ends of cells": self.has_spaces or any(name != name.strip(" \t") for name in header),
            "text that is not in normal form C": self.has_other_forms or any(not is_composed(name) for name in header),
            "line breaks in cells": self.has_line_breaks or any("\n" in name or "\r" in name for name in header),
        }


def _has(column: pa.StringArray, text: str) -> bool:
    return bool(pc.any(pc.match_substring(column, pattern=text)).as_py())


def _has_other_form(column: pa.StringArray) -> bool:
    return any(not is_composed(cell) for cell in column.to_pylist())


def _chunked(column: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([column], pa.string())


def pieces(file: Path, schema: Schema, dialect: Dialect, *, canonical: bool) -> Iterator[bytes]:
    """Yields the formatted text of a file of which ``look`` did not return None."""
    scanner = open_scanner(file, file.name, dialect, Findings(), schema.names)
    layout: _Layout | None = None
    rows, lengths = bytearray(), list[npt.NDArray[np.int32]]()
    keys: list[_Cells] = []
    for block in scanner.blocks():
        if layout is None:
            layout = _layout(scanner.header or (), schema, dialect, canonical=canonical)
            if layout is None:
                return  # the file has changed, so nothing is written
            yield layout.first
        cells = read_cells(block, layout.columns, dialect)
        if not canonical or not layout.key:
            yield layout.rows(list(map(trim, cells)) if canonical else cells)
            continue
        cells = list(map(trim, cells))
        texts = Texts(layout.row_texts(cells))
        rows += texts.data.tobytes()
        lengths.append(texts.lengths)
        keys.append([cells[number] for number in layout.key])
        del cells, texts
        if block.size > BY_BLOCKS:
            pa.default_memory_pool().release_unused()  # or a third of the file's size stays with it
    if keys:
        yield from _sorted(rows, lengths, keys)


def _sorted(rows: bytearray, lengths: list[npt.NDArray[np.int32]], keys: list[_Cells]) -> Iterator[bytes]:
    """Yields the rows of all blocks in the order of their keys; those with the same key stay in their order."""
    columns = [pa.chunked_array(chunks, pa.string()) for chunks in zip(*keys, strict=True)]
    names = [str(number) for number in range(len(columns))]
    keys.clear()
    order = pc.sort_indices(pa.table(columns, names=names), sort_keys=[(name, "ascending") for name in names])
    del columns
    ends = np.concatenate(([0], *lengths), dtype=np.int64)
    lengths.clear()
    np.cumsum(ends, out=ends)
    texts = pa.Array.from_buffers(pa.large_string(), len(ends) - 1, [None, pa.py_buffer(ends), pa.py_buffer(rows)])
    for begin in range(0, len(order), _ROWS):
        part = pc.take(texts, order.slice(begin, _ROWS))
        last = buffer_values(part.buffers()[1], np.int64)[len(part)]
        yield buffer_values(part.buffers()[2], np.uint8)[:last].tobytes()
