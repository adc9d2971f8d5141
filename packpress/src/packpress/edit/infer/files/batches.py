"""Reads the cells of a table as text, batch by batch, with the readers of the check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow.arrays import utf8_array
from packpress.edit.infer.model import Source
from packpress.issue import Findings, Limits
from packpress.package.model import Dialect, Resource, Table
from packpress.package.schema import read_schema
from packpress.read.csv.split_columns import read_cells
from packpress.read.csv.tokenizer import Row
from packpress.read.data import BYTE_ORDER_MARK, open_text
from packpress.read.dialect.tokenizer import tokenize
from packpress.read.open_scanner import open_scanner
from packpress.read.reader import RaggedError

MAX_FAULTY = 256 * 1024 * 1024
"""How many bytes of a text with faults are read."""
_ROWS = 10_000
_FEW = Limits(3)


class RowBatch(NamedTuple):
    """Rows of a table: a column of text for each name of its source, and the line of each row."""

    columns: list[pa.StringArray]
    lines: npt.NDArray[np.int64]


class Reading:
    """One reading of a table; ``fault`` is its first problem, (line, message), known after the last batch."""

    def __init__(self, source: Source, types: Sequence[dict[str, Any]] = ()) -> None:
        """``types`` are those of a Parquet file."""
        self.source, self.types = source, types
        self.fault: tuple[int, str] | None = None

    def batches(self) -> Iterator[RowBatch]:
        """Yields the rows in order; with a fault in the text, only those before it."""
        yield from self._parquet() if self.source.format == "parquet" else self._text()

    def _text(self) -> Iterator[RowBatch]:
        findings = Findings(_FEW)
        source, dialect = self.source, self.source.read_as()
        scanner = open_scanner(source.file, source.path, dialect, findings, source.names, compression=source.compression)
        for block in scanner.blocks():
            try:
                columns = read_cells(block, len(source.names), dialect)
            except RaggedError:
                self.fault = (block.line, "the rows do not have the columns of the header")
                return
            yield RowBatch(columns, block.lines())
        self._take(findings)

    def _parquet(self) -> Iterator[RowBatch]:
        from packpress.read.parquet.reader import ParquetReader  # takes 20 ms, which text need not spend

        findings = Findings(_FEW)
        fields = [{"name": name, **kind} for name, kind in zip(self.source.names, self.types, strict=True)]
        schema = read_schema({"fields": fields}, "")
        resource = Resource(self.source.path, (self.source.path,), "parquet", "", "", Dialect(), schema, "", {})
        reader = ParquetReader(self.source.file, self.source.path, Table.of(resource, schema), findings)
        for block in reader.blocks():
            yield RowBatch([column.cells for column in reader.columns(block)], block.lines())
        self._take(findings)

    def _take(self, findings: Findings) -> None:
        for issue in findings.report().issues:
            if issue.severity == "error" and self.fault is None:
                self.fault = (issue.line, issue.message)


def read_valid_rows(source: Source) -> Iterator[RowBatch]:
    """Yields the rows of a text with faults that have a cell for each column."""
    dialect = source.read_as()
    with closing(open_text(source.file, source.compression, dialect)) as stream:
        data = stream.read(MAX_FAULTY).removeprefix(BYTE_ORDER_MARK)
    rows: list[Row] = []
    skip = source.dialect.get("header", True)
    for item in tokenize(data, dialect):
        if not isinstance(item, Row) or item.is_blank or len(item.cells) != len(source.names):
            continue
        if skip:
            skip = False
            continue
        rows.append(item)
        if len(rows) == _ROWS:
            yield _batch(rows)
            rows = []
    if rows:
        yield _batch(rows)


def _batch(rows: Sequence[Row]) -> RowBatch:
    columns = [
        utf8_array([cell.decode("utf-8", "replace").encode() for cell in column])
        for column in zip(*(r.cells for r in rows), strict=True)
    ]
    return RowBatch(columns, np.array([row.line for row in rows], np.int64))
