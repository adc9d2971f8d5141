"""Reads a delimited file from bytes to blocks of whole, valid records, and reports the faults of the rest.

A block that is certainly valid is passed on unchanged. Any other is examined in small windows, and only a doubtful window is
read by the exact tokenizer, which finds the line and the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from packpress.errors import ExpansionError
from packpress.issue import Findings, Issue
from packpress.package.model import Dialect
from packpress.package.text.encodings import UNDEFINED, UTF_8
from packpress.read.cell_faults import HEADER_CELL
from packpress.read.csv.blocks import Block, Marks, is_legal, mark
from packpress.read.csv.places import FileHead, RowPlace
from packpress.read.csv.row_checker import RowChecker
from packpress.read.csv.tokenizer import TextFault, Tokenizer
from packpress.read.data import BYTE_ORDER_MARK, open_text
from packpress.read.disguise import HEAD, disguise
from packpress.read.plain import Plain

if TYPE_CHECKING:
    from packpress.read.compressed import Expanded
    from packpress.read.encoding.transcoded import Transcoded

    Stream = Plain | Expanded | Transcoded

CHUNK = 4 * 1024 * 1024
WIDE = 500
"""Above this number of columns, the blocks of a file are checked one at a time."""
# number of columns → how many times as much is read at a time above it; each column of a block costs time and memory
_TIMES = {2_000: 4, WIDE: 8, 100: 2}
WINDOW = 64 * 1024
MAX_RECORD = 16 * 1024 * 1024
_SEEMS_UTF_8 = (
    'all of the text is valid UTF-8, so its letters are probably wrong in the declared encoding; declare "encoding": "utf-8"'
)
MAX_EXACT = 250_000
"""How many records of a file are tokenized exactly; if more are doubtful, only the first faults are reported."""


class Scanner(RowChecker):
    """Reads a file block by block. ``header`` is set once the first block has been requested; faults go to the findings.

    ``is_known_valid`` says that an earlier scanner read the same bytes to their end and found no fault, so that the blocks
    need not be examined again.
    """

    is_known_valid = False

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
        """``accept`` checks the header; if it returns False, the rows are not read. ``names`` replace a missing header.

        ``compression`` is gz, zip or "". If not ``even``, the blocks may have ragged rows: whoever parses a block
        notices them and calls ``name_faults_of``.
        """
        super().__init__(shown, dialect, findings)
        self.file, self.accept, self.even, self.names, self.compression = file, accept, even, names, compression
        self.delimiter = dialect.delimiter.encode()
        self.header_line = 1
        self.comments = 0  # how many rows so far are comments by their first characters
        self.gave_up = False
        self._transcoded: Transcoded | None = None
        self._line, self._record, self._offset, self._exact, self._unread = 1, 0, 0, 0, 0

    def blocks(self) -> Iterator[Block]:
        """Yields the valid blocks in order. After the first fault no more blocks follow, but all faults are found."""
        try:
            yield from self._blocks()
            if self._transcoded is not None and self._transcoded.seems_utf_8 and not self.has_faults:
                self.findings.add(Issue(self.shown, 0, "", "", "text-encoding-doubtful", "warning", _SEEMS_UTF_8))
        except ExpansionError as error:
            self._fault(TextFault(0, -1, "file-compression", str(error)))

    def _blocks(self) -> Iterator[Block]:
        with open_text(self.file, self.compression, self.dialect) as stream:
            if self._find_rows(stream):
                yield from self._read_rows(stream)

    def _find_rows(self, stream: Stream) -> bool:
        """Reads the file up to its first row; returns whether the rows can be read."""
        if self.dialect.encoding != UTF_8:
            self._transcoded = cast("Transcoded", stream)
        rest, is_first = b"", True
        while True:
            chunk = stream.read(max(min(CHUNK, WINDOW), HEAD, len(rest)))
            data = rest + chunk
            if is_first and not self._is_text(data := self._without_mark(data)):
                return False
            is_first = False
            before = self._offset
            began = self._begin(data, final=not chunk)
            rest = data[self._offset - before :]
            if began is None:
                continue
            if not began or not self._accepts_header():
                return False
            stream.give_back(rest)
            return True

    def _read_rows(self, stream: Stream) -> Iterator[Block]:
        rest = b""
        while True:
            usual = CHUNK * next((times for columns, times in _TIMES.items() if self.columns > columns), 1)
            chunk = stream.read(max(usual, len(rest)))  # do not rescan a long record for each chunk of it
            data = rest + chunk
            if not data and not chunk:
                return
            consumed, block = self._judge(data, final=not chunk)
            if block is not None and not self.has_faults:
                yield block
            rest = data[consumed:]
            self._offset += consumed
            if self._gives_up() or not chunk:
                return
            if len(rest) > MAX_RECORD:
                message = f"one record is longer than {MAX_RECORD // 2**20} MiB; a quote may have been left open"
                self._fault(TextFault(self._line, -1, "text-unclosed-quote", message, rest[:40]))
                return

    def read_place(self) -> RowPlace | None:
        """Reads the file up to its first row; returns where that is, None if the rows cannot be read."""
        with open_text(self.file, self.compression, self.dialect) as stream:
            return RowPlace(self._offset, self._line, self._record) if self._find_rows(stream) else None

    @property
    def head(self) -> FileHead:
        """What the beginning of the file decides about its rows; known once the header has been read."""
        assert self.header is not None
        return FileHead(self.header, bool(self._crlf))

    def _gives_up(self) -> bool:
        """Returns whether so much was tokenized exactly that the rest is skipped."""
        if self._exact > MAX_EXACT and not self.gave_up:
            message = "so much of the file is invalid that the rest was not read; fix what is reported, then check again"
            self._fault(TextFault(self._line, -1, "text-given-up", message))
            self.gave_up = True
        return self.gave_up

    def _accepts_header(self) -> bool:
        return self.accept is None or self.header is None or not self.dialect.header or self.accept(self.header)

    def _begin(self, data: bytes, final: bool) -> bool | None:
        """Reads the header from the first data; returns whether to read on, None if the header has not ended yet."""
        if not self.dialect.header:
            return self._begin_without_header(data, final)
        tokenizer = Tokenizer(self.delimiter)
        first = next(tokenizer.read(data, 1, final or len(data) > MAX_RECORD), None)
        if first is None:
            return None
        if isinstance(first, TextFault):
            self._fault(first)
            return False
        head = data[: tokenizer.consumed]
        if not self._check_encoding(head, 1, self._offset) or self._is_blank(first):
            return False
        for number, cell in enumerate(first.cells):
            self._refuse_characters(1, number, cell, HEADER_CELL)
        crlf = head.endswith(b"\r\n")
        if self._crlf is not None and self._crlf != crlf and head.endswith(b"\n"):
            message = f"wrong line end, expected {self._wanted_end()}; save the file like this, or change the dialect"
            self._fault(TextFault(1, -1, "text-line-end", message))
            return False
        self._crlf = crlf
        self._offset, self._line = self._offset + tokenizer.consumed, tokenizer.line
        self.header, self.columns = tuple(cell.decode("utf-8") for cell in first.cells), len(first.cells)
        return True

    def _begin_without_header(self, data: bytes, final: bool) -> bool | None:
        if self._crlf is None:
            # the import takes 3 ms, which most files need not spend
            from packpress.read.dialect.tokenizer import first_line_end

            line_end = first_line_end(data, self.dialect, final or len(data) > MAX_RECORD)
            if line_end is None:
                return None
            self._crlf = line_end == b"\r\n"
        self.header, self.columns = self.names, len(self.names)
        return True

    def _without_mark(self, data: bytes) -> bytes:
        """Returns the first data of the file without a byte order mark, which is reported."""
        if data.startswith(BYTE_ORDER_MARK) and self.dialect.encoding != "utf-16":  # there, this would be a second one
            self._offset = len(BYTE_ORDER_MARK)
            how = "save it as UTF-8 without one" if self._transcoded is None else 'declare "encoding": "utf-16"'
            message = f"the file begins with a byte order mark, which is not part of the table; {how}"
            self.findings.add(Issue(self.shown, 1, "", "", "text-byte-order-mark", "warning", message))
        return data[self._offset :]

    def _is_text(self, data: bytes) -> bool:
        """Returns whether the file may be delimited text by its first bytes; reports it if not."""
        if self._transcoded is not None and self._transcoded.contradiction:
            self._fault(TextFault(0, -1, "text-encoding", self._transcoded.contradiction))
            return False
        if not data and self.dialect.header:
            self._fault(TextFault(0, -1, "text-empty", "the file is empty; it must have at least a header"))
            return False
        if what := disguise(data[:HEAD], self.dialect.quote):
            how = "replace it with the table itself"
            if what.startswith("UTF-16"):
                from packpress.read.encoding.signs import utf_16_name

                how = f'save it as UTF-8, or declare "encoding": "{utf_16_name(data)}"'
            self._fault(TextFault(0, -1, "text-not-a-table", f"the file is {what}; {how}", data[:20]))
            return False
        return True

    def _encoding_fault(self, data: bytes, start: int, offset: int) -> tuple[str, bytes]:
        if self._transcoded is None:
            return super()._encoding_fault(data, start, offset)
        message = f"is not {self.dialect.encoding}{self._transcoded.undefined(offset)}"
        shown = data[start : start + 4].replace(UNDEFINED, "\ufffd".encode())
        return f'{message}; correct "encoding" in the descriptor, or save the file as UTF-8', shown

    def _judge(self, data: bytes, final: bool) -> tuple[int, Block | None]:
        """Returns how many bytes of the data are processed, and the valid block of them."""
        marks = mark(data)
        consumed = len(data) if final else marks.whole
        if consumed == 0:
            return 0, None
        line, record = self._line, self._record
        whole = marks.cut(consumed)
        # after a fault no more blocks are yielded, so nobody else would notice a ragged row
        if self.is_known_valid or self._is_legal(whole, even=self.even or self.has_faults):
            self._pass(whole)
            judged = whole.data
        else:
            consumed = self._name_faults(data, final)
            judged = data[:consumed]
        if not consumed:
            return 0, None
        return consumed, Block(judged, line, record, self._record - record, self._line - line)

    def _pass(self, marks: Marks) -> None:
        """Counts the lines and records of valid data."""
        self._line += marks.count
        self._record += marks.rows

    def _is_legal(self, marks: Marks, *, even: bool) -> bool:
        return is_legal(marks, self.delimiter[0], self.columns, bool(self._crlf), even=even)

    def name_faults_of(self, block: Block) -> None:
        """Reports the ragged rows of a block that was yielded."""
        before = self._line, self._record, self._offset
        self._line, self._record = block.line, block.record
        if not self.gave_up:
            self._name_faults(block.data, final=True)
            self._gives_up()
        self._line, self._record, self._offset = before

    def _name_faults(self, data: bytes, final: bool) -> int:
        """Reports each fault of the data, window by window; returns how many bytes are processed."""
        position, size = 0, self._unread + WINDOW
        while position < len(data) and self._exact <= MAX_EXACT:
            window = data[position : position + size]
            is_last = position + size >= len(data)
            done = self._read_window(window, self._offset + position, final and is_last)
            if not done and is_last:
                break
            position, size = position + done, WINDOW if done else 2 * size
        self._unread = len(data) - position
        return position

    def _read_window(self, data: bytes, offset: int, final: bool) -> int:
        """Reports each fault of the window, which begins at that byte of the file; returns how many bytes are processed."""
        marks = mark(data)
        length = len(data) if final else marks.whole
        if length and self._is_legal(whole := marks.cut(length), even=True):
            self._pass(whole)
            return length
        tokenizer = Tokenizer(self.delimiter)
        line, before = self._line, 0
        for item in tokenizer.read(data, line, final):
            self._exact += 1
            if isinstance(item, TextFault):
                self._fault(item)
            else:
                self._record += 1
                self._check_row(item, data[before : tokenizer.consumed])
            before = tokenizer.consumed
            if before >= WINDOW:
                break  # the record was longer than a window; continue with small ones
        self._line = tokenizer.line
        self._check_encoding(data[: tokenizer.consumed], line, offset)
        return tokenizer.consumed
