"""The exact tokenizer of RFC 4180: records, and faults with line and cell. Slow; the scanner uses it for doubtful text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Row(NamedTuple):
    """One record: the physical line on which it begins, its unquoted cells as bytes, and whether it is a blank line."""

    line: int
    cells: tuple[bytes, ...]
    is_blank: bool = False


class TextFault(NamedTuple):
    """A problem of the text at a line; ``cell`` counts from 0 within the record, -1 means the whole record."""

    line: int
    cell: int
    rule: str
    message: str
    value: bytes = b""


class Tokenizer:
    """Splits text into rows and faults; ``consumed`` is the number of bytes processed."""

    def __init__(self, delimiter: bytes = b",") -> None:
        d = re.escape(delimiter)
        self.delimiter = delimiter
        self._quoted = re.compile(rb'"([^"]*+(?:""[^"]*+)*+)"')  # possessive: no stack, however many quotes
        self._plain = re.compile(rb'[^"\r\n' + d + rb"]*")
        self._shown = re.compile(rb"[^\r\n]{0,40}")
        self.consumed = 0
        self.line = 1

    def read(self, data: bytes, line: int, final: bool) -> Iterator[Row | TextFault]:
        """Yields the rows and faults of ``data``, whose first byte begins a record on ``line``.

        Leaves an unfinished last record unread unless ``final``. After a quoting fault, reading continues with the next
        physical line.
        """
        self.consumed, self.line = 0, line
        while self.consumed < len(data):
            before = self.consumed, self.line
            if not final and data.find(b"\n", self.consumed) < 0:
                return
            result = self._plain_record(data) or self._record(data, final)
            if result is None:
                return
            if not final and not data.endswith(b"\n", 0, self.consumed):
                self.consumed, self.line = before  # the rest of an invalid line is still to come
                return
            yield result

    def _plain_record(self, data: bytes) -> Row | None:
        """Returns the record if it is a single line without quotes, which needs no grammar; otherwise None."""
        end = data.find(b"\n", self.consumed)
        text = data[self.consumed : end].removesuffix(b"\r")
        if end < 0 or b'"' in text or b"\r" in text:
            return None
        row = Row(self.line, tuple(text.split(self.delimiter)), is_blank=not text)
        self.consumed, self.line = end + 1, self.line + 1
        return row

    def _record(self, data: bytes, final: bool) -> Row | TextFault | None:
        position, line = self.consumed, self.line
        cells: list[bytes] = []
        while True:
            quoted = data[position : position + 1] == b'"'
            if quoted:
                match = self._quoted.match(data, position)
                if match is None:
                    return self._unclosed(data, position, line, len(cells)) if final else None
                cell, end = match[1].replace(b'""', b'"'), match.end()
            else:
                match = self._plain.match(data, position)
                assert match is not None  # the pattern matches the empty string
                cell, end = match[0], match.end()
            if not final and end + 1 >= len(data) and data[end:] != b"\n":
                return None
            line_end = line + (data.count(b"\n", position, end) if quoted else 0)
            cells.append(cell)
            after = data[end : end + 1]
            if after == self.delimiter:
                position, line = end + 1, line_end
                continue
            if after == b"\n" or after == b"" or data[end : end + 2] == b"\r\n":
                end += 2 if after == b"\r" else len(after)
                row = Row(self.line, tuple(cells), is_blank=cells == [b""] and not quoted)
                self.consumed, self.line = end, line_end + (1 if after else 0)
                return row
            return self._misplaced(data, end, line, line_end, len(cells) - 1, quoted)

    def _unclosed(self, data: bytes, position: int, line: int, cell: int) -> TextFault:
        shown = self._skip_line(data, position, line)
        return TextFault(line, cell, "text-unclosed-quote", "the quote opened here is never closed; close or double it", shown)

    def _misplaced(self, data: bytes, end: int, line: int, line_end: int, cell: int, quoted: bool) -> TextFault:
        """Returns the fault of a cell that is followed by something invalid; continues with the next line."""
        if data[end : end + 1] == b"\r":
            shown = self._skip_line(data, end + 1, line_end)
            message = "a carriage return without a line feed; end lines with a line feed"
            return TextFault(line_end, cell, "text-line-end", message, shown)
        shown = self._skip_line(data, end, line_end)
        if quoted and line_end > line:
            message = f"the quote opened here closes on line {line_end}, where more text follows; close or double it"
            return TextFault(line, cell, "text-unclosed-quote", message, shown)
        if quoted:
            message = "text follows the closing quote; double a quote that is part of the cell"
            return TextFault(line_end, cell, "text-quote", message, shown)
        message = "a quote inside a cell that is not quoted; quote the cell and double the quote"
        return TextFault(line_end, cell, "text-quote", message, shown)

    def _skip_line(self, data: bytes, position: int, line: int) -> bytes:
        end = data.find(b"\n", position)
        self.consumed = len(data) if end < 0 else end + 1
        self.line = line + 1
        match = self._shown.match(data, position)
        return match[0] if match else b""
