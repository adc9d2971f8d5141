"""What a reader of one file gives to the checker of its table, whatever the file's format: blocks, and their cells as text."""

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
    """Rows of a file that has no lines: ``line`` is the number of the first row, from 1."""

    batch: pa.RecordBatch
    line: int
    is_even: bool = True

    @property
    def rows(self) -> int:
        """How many rows there are."""
        count: int = self.batch.num_rows
        return count

    @property
    def size(self) -> int:
        """How many bytes they take."""
        size: int = self.batch.nbytes
        return size

    def lines(self) -> npt.NDArray[np.int64]:
        """The number of each row: int64."""
        return np.arange(self.line, self.line + self.rows, dtype=np.int64)


AnyBlock = Block | RowBlock


class Column(NamedTuple):
    """The cells of a field as text, null where the file has none.

    ``is_text`` says whether the file holds them as text, in which some words may mean "missing"; ``is_float`` whether it
    holds them as floats, which float64 cannot change; ``breaches`` is what is wrong with the text itself, where no grammar
    of the file has judged that.
    """

    cells: pa.StringArray
    is_text: bool = True
    is_float: bool = False
    breaches: tuple[Breach, ...] = ()


class RaggedError(Exception):
    """A row of a block has more or fewer cells than the header."""


class Reader(Protocol):
    """One file of a resource with a schema; ``header`` and ``has_faults`` are known once its blocks were asked for."""

    @property
    def header(self) -> tuple[str, ...] | None:
        """The names of the file's columns."""

    @property
    def has_faults(self) -> bool:
        """Whether the file could not be read whole as a table of its schema."""

    def blocks(self) -> Iterator[AnyBlock]:
        """The blocks in order; none where the columns do not fit the schema. Faults go to the findings."""

    def columns(self, block: AnyBlock) -> list[Column]:
        """The cells of a block, a column for each field; several blocks may be asked for at a time. May raise RaggedError."""

    def name_faults_of(self, block: AnyBlock) -> None:
        """Report the ragged rows of a block whose columns could not be had."""
