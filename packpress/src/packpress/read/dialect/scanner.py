"""Scans files in any dialect into the same blocks as the CSV scanner, rewritten as RFC 4180, with their original lines.

A plain file takes the fast path (``csv.scanner``). Any other is read here: its windows in runs (``runs``), and doubtful ones
row by row by the exact tokenizer (``tokenizer``), which finds the line and the cell. Everything after this reads the rewritten
blocks like any others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

import numpy as np

from packpress.issue import Findings
from packpress.package.model import Dialect
from packpress.read.cell_faults import HEADER_CELL
from packpress.read.csv import scanner as text
from packpress.read.csv.blocks import Block
from packpress.read.csv.scanner import Scanner
from packpress.read.csv.tokenizer import Row, TextFault
from packpress.read.dialect.runs import SEPARATOR, RowLines, is_clean, read_run, write_row
from packpress.read.dialect.tokenizer import Comment, DialectTokenizer, Grammar, first_line_end


def join_header(rows: list[tuple[str, ...]], between: str, limit: int) -> tuple[str, ...] | None:
    """Returns the header made of several rows; None if it would be longer than the limit, before building it.

    The last cell of a shorter row is repeated to the right.
    """
    width = max(map(len, rows))
    size = sum(sum(map(len, row)) + (width - len(row)) * len(row[-1]) for row in rows)
    if size + width * len(rows) + width * (len(rows) - 1) * len(between) > limit:
        return None
    return tuple(between.join(row[min(column, len(row) - 1)] for row in rows) for column in range(width))


class DialectScanner(Scanner):
    """Reads one file that has a dialect of its own."""

    def __init__(
        self,
        file: Path,
        shown: str,
        dialect: Dialect,
        findings: Findings,
        accept: Callable[[tuple[str, ...]], bool] | None = None,
        names: tuple[str, ...] = (),
        compression: str = "",
        *,
        even: bool = True,
    ) -> None:
        super().__init__(file, shown, dialect, findings, accept, names, compression, even=even)
        self._grammar = Grammar(dialect, dialect.row_end.encode() or b"\n")
        self._knows_line_end = bool(dialect.row_end)
        self._number = self._header_size = 0
        self._header_rows: list[tuple[str, ...]] = []
        self._wanted_rows = () if dialect.header_rows == (1,) else dialect.header_rows  # the default requires no particular row
        self._comment_rows = frozenset(dialect.comment_rows)
        self._written: list[bytes] = []
        self._lines: list[RowLines] = []

    def _begin(self, data: bytes, final: bool) -> bool | None:
        """Reads the rows up to the last one of the header, as far as available."""
        forced = final or len(data) > text.MAX_RECORD
        if not self._knows_line_end:
            line_end = first_line_end(data, self.dialect, forced)
            if line_end is None:
                return None
            self._grammar, self._knows_line_end = Grammar(self.dialect, line_end), True
        self.line_break = self._grammar.line_break
        if not self.dialect.header:
            self.header, self.columns = self.names, len(self.names)
            return True
        tokenizer, before, is_sound = DialectTokenizer(self._grammar), 0, True
        for item in tokenizer.read(data, self._line, forced):
            is_sound = self._read_head(item, data[before : tokenizer.consumed])
            before = tokenizer.consumed
            if self.header is not None or not is_sound:
                break
        is_sound = self._check_encoding(data[:before], self._line, self._offset) and is_sound
        self._offset, self._line = self._offset + tokenizer.consumed, tokenizer.line
        if self.header is None and is_sound and not final:
            return None
        if self.header is None and is_sound:
            self._fault(TextFault(0, -1, "text-empty", "the file ends before its header; it must have at least a header"))
        return is_sound and self.header is not None

    def _read_head(self, item: Row | TextFault | Comment, raw: bytes) -> bool:
        """Processes a row at the beginning of the file; returns whether reading can continue."""
        if isinstance(item, TextFault):
            self._fault(item)
            return False
        wanted, number = self._wanted_rows, self._count(item)
        if isinstance(item, Comment) or number in self._comment_rows or (wanted and number not in wanted):
            self._check_comment(item.line, raw)
            place = bisect_left(wanted, number)
            if not isinstance(item, Comment) or place == len(wanted) or wanted[place] > self._number:
                return True
            message = f"row {wanted[place]} is a comment, but the dialect declares it part of the header"
            line = item.line + (wanted[place] - number) * self._grammar.step
            self._fault(TextFault(line, -1, "header-mismatch", message))
            return False
        if self._is_blank(item):
            return False
        cells = tuple(cell.decode("utf-8", "replace") for cell in item.cells)
        for column, cell in enumerate(item.cells):
            self._refuse_characters(item.line, column, cell, HEADER_CELL)
        self._header_rows.append(cells)
        self._header_size += len(raw)
        if wanted and number < wanted[-1] and self._header_size <= text.MAX_RECORD:
            return True
        header = cells if len(self._header_rows) == 1 else self._join_header()
        if header is None:
            message = f"the names in the rows of the header are longer than {text.MAX_RECORD // 2**20} MiB in total"
            self._fault(TextFault(item.line, -1, "header-mismatch", message))
            return False
        self.header, self.header_line, self.columns = header, item.line, len(header)
        return True

    def _join_header(self) -> tuple[str, ...] | None:
        if self._header_size > text.MAX_RECORD:
            return None
        return join_header(self._header_rows, self.dialect.header_join, text.MAX_RECORD)

    def _count(self, item: Row | TextFault | Comment) -> int:
        """Returns the number of the row in the file, or of the first of several comments, and counts them."""
        number = self._number + 1
        if isinstance(item, Comment):
            self.comments += item.rows
        self._number += item.rows if isinstance(item, Comment) else 1
        return number

    def _judge(self, data: bytes, final: bool) -> tuple[int, Block | None]:
        self._written, self._lines = [], []
        record = self._record
        consumed = self._name_faults(data, final)
        written = b"".join(self._written)
        if not written:
            return consumed, None
        lines = np.concatenate(self._lines)
        line, rows, newlines = int(lines[0]), len(lines), written.count(b"\n")
        is_even = newlines == rows and bool((lines == np.arange(line, line + rows)).all())
        return consumed, Block(written, line, record, rows, newlines, SEPARATOR, None if is_even else lines)

    def _read_window(self, data: bytes, offset: int, final: bool) -> int:
        before = self._read_run(data) if len(data) <= text.WINDOW else 0
        line, start, lines = self._line, before, []
        tokenizer = DialectTokenizer(self._grammar)
        for item in tokenizer.read(data, line, final, start):
            if self._read_row(item, data[before : tokenizer.consumed]):
                lines.append(item.line)
            before = tokenizer.consumed
            if before >= text.WINDOW or self._exact > text.MAX_EXACT:
                break
        self._lines.append(np.array(lines, np.int64))
        self._line = tokenizer.line
        if not self._check_encoding(data[start:before], line, offset + start):
            self._exact += tokenizer.line - line  # all of these lines are in doubt
        return before

    def _read_run(self, data: bytes) -> int:
        """Processes the certainly valid rows at the beginning of the data; returns how many bytes that is."""
        place = bisect_left(self.dialect.comment_rows, self._number + 1)
        if place < len(self._comment_rows) and self.dialect.comment_rows[place] - self._number <= len(data):
            return 0  # a row that the dialect declares a comment may be among them
        run = read_run(self._grammar, self.columns, data, self._line)
        if run is None:
            return 0
        self._written.append(run.written)
        self._lines.append(run.lines)
        self._record += len(run.lines)
        self.comments += run.comments
        self._number += len(run.lines) + run.comments
        self._line = run.line
        return run.consumed

    def _read_row(self, item: Row | TextFault | Comment, raw: bytes) -> bool:
        """Reports what is wrong with a row or keeps it; returns whether it was kept."""
        number = self._count(item)
        if isinstance(item, TextFault):
            self._fault(item)
            return False
        if isinstance(item, Comment) or number in self._comment_rows:
            self._check_comment(item.line, raw)
            return False
        self._record += 1
        self._check_cells(item, raw)
        for column, cell in enumerate(item.cells if self.line_break == b"\r" and b"\n" in raw else ()):
            if b"\n" in cell.replace(b"\r\n", b""):
                self._fault(
                    TextFault(
                        item.line, column, "text-line-end", "a line feed without a carriage return in the cell", cell[:40]
                    )
                )
        if self.has_faults:
            return False
        self._written.append(write_row(item.cells))
        return True

    def _check_comment(self, line: int, raw: bytes) -> None:
        """Reports characters that are invalid even in a comment."""
        end = self._grammar.line_end
        cells = raw.replace(self._grammar.delimiter, b" ")
        if is_clean(cells.replace(end, b"\n")):
            return
        for number, comment in enumerate(cells.split(end)):
            place = line + number * end.count(self.line_break)
            self._refuse_characters(place, -1, comment, "comment")

    def _fault(self, fault: TextFault) -> None:
        self._exact += 1
        super()._fault(fault)
