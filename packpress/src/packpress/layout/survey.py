"""Finds where a valid table departs from the canonical layout, block by block, without rewriting the table.

The layout is that of the formatter, but a large file costs little more than reading it. Up to the first difference the file
equals its canonical form, so the canonical form of each block is compared with the same number of bytes of the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Mask, numpy_values
from packpress.arrow.text_column import Texts
from packpress.issue import Findings
from packpress.layout.canonical import (
    LINE_BREAK,
    NO_NOTATION,
    clean,
    has_columns,
    schema_order,
    wanted_columns,
    why_left_alone,
)
from packpress.layout.column_writer import trim, write_rows
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import Dialect, Schema
from packpress.read.csv.blocks import Block
from packpress.read.csv.split_columns import read_cells
from packpress.read.data import open_stream
from packpress.read.open_scanner import open_scanner

KeyColumns = list[pa.StringArray]


@dataclass
class Survey:
    """What the formatter would report for a valid file: ``line`` is the first line that it would change.

    If another row belongs in the place of a row, that is the line on which the row begins. ``left_alone`` says why the file
    has no canonical layout. ``unfixed`` are the first rows that a person must fix, as (line, message), and ``more`` is the
    number of others.
    """

    line: int | None = None
    left_alone: str = ""
    unfixed: list[tuple[int, str]] = field(default_factory=list)
    more: int = 0


def survey(file: Path, schema: Schema, dialect: Dialect, keep: int) -> Survey:
    """Returns what the formatter would report for the file, with at most ``keep`` rows that a person must fix."""
    if reason := why_left_alone(dialect):
        return Survey(left_alone=reason)
    scanner = open_scanner(file, file.name, dialect, Findings(), schema.names)
    with open_stream(file, dialect) as stream:
        blocks = scanner.blocks()
        first = next(blocks, None)
        assert scanner.header is not None
        surveyor = _Surveyor(scanner.header, schema, dialect, stream, keep)
        for block in chain([] if first is None else [first], blocks):
            if not scanner.comments:
                surveyor.take(block)
    if scanner.comments:
        return Survey(left_alone=why_left_alone(dialect, has_comments=True))
    return surveyor.result()


class _Surveyor:
    """Surveys the blocks of a file."""

    def __init__(self, header: tuple[str, ...], schema: Schema, dialect: Dialect, stream: BinaryIO, keep: int) -> None:
        self.dialect, self.keep, self.found, self.writer = dialect, keep, Survey(), DialectWriter(dialect)
        names = [clean(name) for name in header]
        ordered = schema_order(names, schema)
        self.columns = len(names)
        self.key = [names.index(name) for name in schema.primary_key if name in names]
        self.keys: list[KeyColumns] = []
        self.places: list[tuple[int, int, npt.NDArray[np.int64] | None]] = []
        self.has_layout = has_columns(names, schema)
        if not self.has_layout:
            self.found.unfixed.append((1, wanted_columns(schema)))
        self.comparison = Comparison(stream, b"\r" if dialect.line_end == "\r" else b"\n")
        if dialect.header:
            self.comparison.take(self.writer.write_row(ordered).encode("utf-8"))

    def take(self, block: Block) -> None:
        """Surveys a block."""
        columns = [trim(column) for column in read_cells(block, self.columns, self.dialect)]
        if self.comparison.differs is None:
            self.comparison.take(Texts(write_rows(self.writer, columns)).data.tobytes())
        if block.has_long_rows:
            self._name(block, np.logical_or.reduce([_has(column, "\n") | _has(column, "\r") for column in columns]), LINE_BREAK)
        if self.columns == 1 and not self.dialect.quote and (is_lost := Texts(columns[0]).lengths == 0).any():
            self._name(block, is_lost, NO_NOTATION)
            self.has_layout = False
        self.keys.append([columns[number] for number in self.key])
        self.places.append((block.line, block.rows, None if block.is_even else block.lines()))

    def result(self) -> Survey:
        """Returns the result, after the last block."""
        if self.has_layout:
            lines = [line for line in (self.comparison.differs, self._out_of_order()) if line is not None]
            self.found.line = min(lines, default=None)
        return self.found

    def _name(self, block: Block, mask: Mask, message: str) -> None:
        rows = np.flatnonzero(mask)
        room = max(0, self.keep - len(self.found.unfixed))
        self.found.unfixed += [(line, message) for line in block.lines()[rows[:room]].tolist()]
        self.found.more += len(rows[room:])

    def _out_of_order(self) -> int | None:
        """Returns the line of the first row in whose place another one belongs."""
        if not self.key or not self.keys:
            return None
        row = first_misplaced([pa.chunked_array(chunks, pa.string()) for chunks in zip(*self.keys, strict=True)])
        if row is None:
            return None
        for line, rows, lines in self.places:
            if row < rows:
                return line + row if lines is None else int(lines[row])
            row -= rows
        raise AssertionError("the row is in one of the blocks")


@dataclass
class Comparison:
    """Compares a file with its expected contents, chunk by chunk; ``differs`` is the first line that differs."""

    stream: BinaryIO
    line_break: bytes
    line: int = 1
    differs: int | None = None

    def take(self, wanted: bytes) -> None:
        """Compares the next bytes of the file with ``wanted``."""
        given = self.stream.read(len(wanted))
        if given == wanted:
            self.line += wanted.count(self.line_break)
            return
        unlike = np.flatnonzero(np.frombuffer(given, np.uint8) != np.frombuffer(wanted, np.uint8)[: len(given)])
        place = int(unlike[0]) if len(unlike) else len(given)
        only_lacks_end = place == len(given) and wanted.startswith(self.line_break, place)
        self.differs = self.line + wanted.count(self.line_break, 0, place) + only_lacks_end


def first_misplaced(columns: list[pa.ChunkedArray]) -> int | None:
    """Returns the first row in whose place another one belongs, in code-point order; None if all are in order.

    It is the first row greater than the smallest of those after the first descent.
    """
    count = len(columns[0])
    descends = greater([column.slice(0, count - 1) for column in columns], [column.slice(1) for column in columns])
    if not pc.any(descends).as_py():
        return None
    descent = _first(descends) + 1
    rest, least = [column.slice(descent) for column in columns], []
    for number in range(len(rest)):
        least.append(pc.min_max(rest[number])["min"])
        rest = [column.filter(pc.equal(rest[number], least[number])) for column in rest]
    return _first(greater([column.slice(0, descent) for column in columns], least))


def greater(these: list[pa.ChunkedArray], those: Sequence[pa.ChunkedArray | pa.Scalar]) -> pa.ChunkedArray:
    """Returns where the first key is greater than the second."""
    greater, equal = pc.greater(these[0], those[0]), pc.equal(these[0], those[0])
    for this, that in zip(these[1:], those[1:], strict=True):
        greater = pc.or_(greater, pc.and_(equal, pc.greater(this, that)))
        equal = pc.and_(equal, pc.equal(this, that))
    return greater


def _first(mask: pa.ChunkedArray) -> int:
    return int(np.argmax(numpy_values(mask.combine_chunks())))


def _has(column: pa.StringArray, text: str) -> Mask:
    found: Mask = numpy_values(pc.match_substring(column, pattern=text))
    return found
