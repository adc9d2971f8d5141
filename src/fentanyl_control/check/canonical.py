"""Where a legal table departs from the canonical layout, told a block at a time without writing the table anew.

The layout is what the formatter writes; a large file costs here little more than reading it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.check.texts import Texts
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Dialect, Schema
from fentanyl_control.read.blocks import Block, mark
from fentanyl_control.read.constants import Mask, numpy_values
from fentanyl_control.read.split import read_cells
from fentanyl_control.read.text import MAX_RECORD, Scanner
from fentanyl_control.read.tokens import Tokenizer

_BLANKS = np.isin(np.arange(256), list(b" \t"))


def is_common(dialect: Dialect) -> bool:
    """Whether the canonical layout of files in the dialect can be asked for here; of any other the formatter knows it."""
    return dialect.is_plain and dialect.null is None


class Survey:
    """Looks one file through for what the canonical layout would change."""

    def __init__(self, file: Path, path: str, schema: Schema, dialect: Dialect, findings: Findings) -> None:
        self.file, self.path, self.schema, self.dialect, self.findings = file, path, schema, dialect, findings
        self.keys: list[list[pa.StringArray]] = []
        self.blocks: list[Block] = []
        self.lines = 1
        self.differs: int | None = None

    def first_difference(self) -> int | None:
        """The first line that differs from the canonical layout; None where the file has it."""
        scanner = Scanner(self.file, self.path, self.dialect, Findings(), names=self.schema.names)
        ends = True
        for block in scanner.blocks():
            assert scanner.header is not None
            self._look_at(block, read_cells(block, len(scanner.header), self.dialect), scanner.header)
            ends = block.data.endswith(b"\n")
        assert scanner.header is not None
        head = self._head() if self.dialect.header else b""
        lines = [self.differs, self._out_of_order()]
        if self.dialect.header:
            lines.append(self._differing_head(head, scanner.header))
            ends = ends and head.endswith(b"\n")
        if not ends:
            lines.append(self.lines + head.count(b"\n") + 1)
        return min((line for line in lines if line is not None), default=None)

    def _look_at(self, block: Block, cells: list[pa.StringArray], header: tuple[str, ...]) -> None:
        odd = untidy(block, cells, self.dialect.delimiter)
        if odd.any() and self.differs is None:
            self.differs = int(block.lines()[np.argmax(odd)])
        if block.has_long_rows:
            self._report_breaks(block, cells)
        keys = [cells[header.index(name)] for name in self.schema.primary_key if name in header]
        self.keys.append([pc.utf8_trim(key, characters=" \t") if odd.any() else key for key in keys])
        self.blocks.append(Block(b"" if not block.has_long_rows else block.data, block.line, block.record, block.rows, 0))
        self.lines += block.newlines

    def _report_breaks(self, block: Block, cells: list[pa.StringArray]) -> None:
        rows = np.flatnonzero(np.logical_or.reduce([_has(column, "\n") | _has(column, "\r") for column in cells]))
        room = self.findings.room(self.path, "", "layout")
        for line in block.lines()[rows[:room]].tolist():
            message = "a cell has a line break; write it as one line"
            self.findings.add(Issue(self.path, line, "", "", "layout", "error", message))
        self.findings.count_only(self.path, "", "layout", len(rows) - len(rows[:room]))

    def _head(self) -> bytes:
        """The bytes of the header."""
        with self.file.open("rb") as stream:
            data = stream.read(MAX_RECORD)
        tokenizer = Tokenizer(self.dialect.delimiter.encode())
        next(tokenizer.read(data, 1, final=True))
        return data[: tokenizer.consumed]

    def _differing_head(self, head: bytes, header: tuple[str, ...]) -> int | None:
        known = [name for name in self.schema.names if name in header]
        in_order = header == tuple(dict.fromkeys([*known, *header]))
        block = Block(head, 1, 0, 1, head.count(b"\n"))
        odd = untidy(block, read_cells(block, len(header), self.dialect), self.dialect.delimiter)
        return None if in_order and not odd.any() and (self.dialect.line_end or not head.endswith(b"\r\n")) else 1

    def _out_of_order(self) -> int | None:
        """The line of the first row in whose place another one belongs."""
        if not self.keys or not self.keys[0]:
            return None
        columns = [pa.chunked_array(chunks, pa.string()) for chunks in zip(*self.keys, strict=True)]
        if not _descends(columns):
            return None
        names = [str(number) for number in range(len(columns))]
        order = pc.sort_indices(pa.table(columns, names=names), sort_keys=[(name, "ascending") for name in names])
        places = numpy_values(order)
        row = int(np.argmax(places != np.arange(len(places), dtype=places.dtype)))
        for block in self.blocks:
            if row < block.rows:
                return int(block.lines()[row]) if block.data else block.line + row
            row -= block.rows
        raise AssertionError("the row stands in one of the blocks")


def untidy(block: Block, cells: list[pa.StringArray], delimiter: str) -> Mask:
    """The rows of a legal block that have space at the edge of a cell, or quotes that are not needed."""
    odd = np.zeros(block.rows, dtype=np.bool_)
    for texts in map(Texts, cells):
        if len(texts.data):
            last = texts.data[np.maximum(texts.starts + texts.lengths - 1, 0)]
            odd |= (_BLANKS[texts.first] | _BLANKS[last]) & (texts.lengths > 0)
    quotes = mark(block.data).quotes
    if not len(quotes):
        return odd
    needed = np.zeros(block.rows, dtype=np.int64)
    for column in cells:
        quoted = _has(column, delimiter) | _has(column, '"') | _has(column, "\n") | _has(column, "\r")
        if len(cells) == 1:
            quoted |= Texts(column).lengths == 0  # a blank line would be no record
        needed += 2 * (quoted + numpy_values(pc.count_substring(column, pattern='"')))  # a quote inside is doubled
    if needed.sum() != len(quotes):
        ends = mark(block.data).ends if block.data.endswith(b"\n") else np.append(mark(block.data).ends, len(block.data))
        odd |= np.diff(np.searchsorted(quotes, ends), prepend=0) != needed
    return odd


def _has(column: pa.StringArray, text: str) -> Mask:
    found: Mask = numpy_values(pc.match_substring(column, pattern=text))
    return found


def _descends(columns: list[pa.ChunkedArray]) -> bool:
    """Whether a row is less than the row before it, in code-point order."""
    above, below = ([column.slice(*part) for column in columns] for part in ((0, len(columns[0]) - 1), (1,)))
    greater, equal = pc.greater(above[0], below[0]), pc.equal(above[0], below[0])
    for upper, lower in zip(above[1:], below[1:], strict=True):
        greater = pc.or_(greater, pc.and_(equal, pc.greater(upper, lower)))
        equal = pc.and_(equal, pc.equal(upper, lower))
    return bool(pc.any(greater).as_py())
