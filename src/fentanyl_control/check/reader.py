"""What a reader of one file gives to the checker of its table, whatever the file's format: blocks, and their cells as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fentanyl_control.check.blocks import Block
from fentanyl_control.check.cells import Breach
from fentanyl_control.issue import Findings
from fentanyl_control.package.model import Resource


@dataclass(frozen=True)
class RowBlock:
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


@dataclass(frozen=True)
class Column:
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


def open_reader(root: Path, path: str, resource: Resource, findings: Findings, like: tuple[str, ...] | None = None) -> Reader:
    """The reader of that file of the resource. ``like`` is the header of the resource's first file, where this is another."""
    if resource.format == "parquet":
        from fentanyl_control.check.parquet_reader import ParquetReader  # costs 20 ms, which most packages need not pay

        return ParquetReader(root / path, path, resource, findings, like)
    from fentanyl_control.check.delimited import DelimitedReader

    return DelimitedReader(root / path, path, resource, findings, like)
