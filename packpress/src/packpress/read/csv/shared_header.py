"""Reads small files that begin with the same bytes, the header of a table, so that their rows can be checked as one block.

Only rows that are certainly valid text make a block. The quotes of each file are in pairs, and its last row is ended, so no row
begins in one file and ends in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

import numpy as np

from packpress.package.model import Dialect
from packpress.read.csv.blocks import Block, is_legal, mark
from packpress.read.disguise import HEAD, disguise

SMALL_FILE = 1024 * 1024
"""Up to how many bytes a file is joined with others; a larger one hardly takes longer by itself."""


class SharedHeader(NamedTuple):
    """A header with its line end, as a file has it: its bytes, lines and columns, and the dialect."""

    data: bytes
    lines: int
    columns: int
    dialect: Dialect

    @property
    def line_end(self) -> bytes:
        """What its line ends with, and so each row."""
        return b"\r\n" if self.data.endswith(b"\r\n") else b"\n"

    def rows_of(self, file: Path, most: int = SMALL_FILE) -> bytes | None:
        """Returns the rows of a file of at most that size; None if it begins otherwise, has no rows or unpaired quotes."""
        data = _small(file, most)
        if data is None or not data.startswith(self.data) or disguise(data[:HEAD], self.dialect.quote):
            return None
        return None if data.count(b'"', len(self.data)) % 2 else data[len(self.data) :] or None

    def join(self, texts: Sequence[bytes]) -> tuple[Block, list[Block]] | None:
        """Returns the rows of several files as one block, and as one for each; None if they are not certainly valid.

        Rows may be ragged, which whoever parses the joined block notices.
        """
        whole = [text if text.endswith(b"\n") else text + self.line_end for text in texts]
        data = b"".join(whole)
        marks = mark(data)
        crlf = self.line_end == b"\r\n"
        if not is_legal(marks, self.dialect.delimiter.encode()[0], self.columns, crlf, even=False):
            return None
        ends = np.searchsorted(marks.ends, list(accumulate(map(len, whole)))).tolist()
        rows = [end - begin for begin, end in pairwise([0, *ends])]
        first = self.lines + 1
        blocks = [Block(text, first, 0, count, text.count(b"\n")) for text, count in zip(texts, rows, strict=True)]
        return Block(data, first, 0, ends[-1], len(marks.newlines)), blocks


def _small(file: Path, most: int) -> bytes | None:
    """Returns the data of a regular file of at most that size."""
    try:
        status = file.stat()
        if not S_ISREG(status.st_mode) or status.st_size > most:
            return None
        return file.read_bytes()
    except OSError:
        return None
