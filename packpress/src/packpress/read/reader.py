"""The interface of file readers to the table checker, for every format: blocks, and their cells as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow.arrays import Rows
from packpress.issue import Severity
from packpress.read.csv.blocks import Block


class Breach(NamedTuple):
    """Rows of a batch (from 0) that break one rule of one field."""

    rule: str
    message: str
    rows: Rows
    severity: Severity = "error"


class RowBlock(NamedTuple):
    """Rows of a file without lines: ``line`` is the number of the first row, from 1."""

    batch: pa.RecordBatch
    line: int
    is_even: bool = True

    @property
    def rows(self) -> int:
        """Number of rows."""
        count: int = self.batch.num_rows
        return count

    @property
    def size(self) -> int:
        """Size in bytes."""
        size: int = self.batch.nbytes
        return size

    def lines(self) -> npt.NDArray[np.int64]:
        """Returns the number of each row: int64."""
        return np.arange(self.line, self.line + self.rows, dtype=np.int64)


AnyBlock = Block | RowBlock


class Column(NamedTuple):
    """The cells of a field as text, null if the file has none.

    ``is_text`` says whether the file stores them as text, in which some words may mean "missing"; ``is_float`` whether it
    stores them as floats, which float64 represents exactly; ``breaches`` has the problems of the text itself, for formats
    without a grammar that checks it.
    """

    cells: pa.StringArray
    is_text: bool = True
    is_float: bool = False
    breaches: tuple[Breach, ...] = ()


class RaggedError(Exception):
    """A row of a block has more or fewer cells than the header."""


class Reader(Protocol):
    """One file of a resource with a schema; ``header`` and ``has_faults`` are known once its blocks have been read."""

    @property
    def header(self) -> tuple[str, ...] | None:
        """Names of the file's columns."""

    @property
    def has_faults(self) -> bool:
        """Whether the file could not be read completely as a table of its schema."""

    def blocks(self) -> Iterator[AnyBlock]:
        """Yields the blocks in order; none if the columns do not fit the schema. Adds faults to the findings."""

    def columns(self, block: AnyBlock) -> list[Column]:
        """Returns the cells of a block, one column per field; may be called for several blocks at once.

        May raise RaggedError.
        """

    def name_faults_of(self, block: AnyBlock) -> None:
        """Reports the ragged rows of a block that could not be split into columns."""
