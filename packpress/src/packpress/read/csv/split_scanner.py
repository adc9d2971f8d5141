"""Reads a split of a plain file like a file of its own, with the lines and bytes of the whole file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from packpress.issue import Findings
from packpress.package.model import Dialect
from packpress.read.csv.blocks import Block
from packpress.read.csv.places import FileHead, RowPlace, Split
from packpress.read.csv.scanner import Scanner
from packpress.read.plain import FilePart


class SplitScanner(Scanner):
    """Reads a split of a file with this head; its blocks may have ragged rows, as those of a scanner that is not ``even``."""

    def __init__(self, file: Path, shown: str, dialect: Dialect, findings: Findings, head: FileHead, split: Split) -> None:
        super().__init__(file, shown, dialect, findings, even=False)
        self.header, self.columns, self._crlf = head.header, len(head.header), head.crlf
        self._offset, self._line, self._record = split.begin
        self.split = split

    def _blocks(self) -> Iterator[Block]:
        with FilePart(self.file, self.split.begin.offset, self.split.end) as stream:
            yield from self._read_rows(stream)

    @property
    def place(self) -> RowPlace:
        """How far the file has been read."""
        return RowPlace(self._offset, self._line, self._record)

    @property
    def doubtful(self) -> int:
        """How many rows were tokenized exactly because the fast path was not certain of them."""
        return self._exact
