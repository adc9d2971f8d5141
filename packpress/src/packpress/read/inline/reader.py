"""Reads the inline data of a resource, which the descriptor itself contains, as blocks of text cells.

A row is an object, an array, or a record of a CSV text; it is reported by its number, from 1, without the header. A number,
true or false is read as it is written in JSON; null is a missing value; an array or an object is read as its JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from packpress.issue import Findings, Issue
from packpress.package.model import Table
from packpress.read.csv.tokenizer import Row
from packpress.read.dialect.tokenizer import Comment, tokenize
from packpress.read.header import Columns, match_header
from packpress.read.inline.text_rows import text_of_json
from packpress.read.parquet.text_faults import text_faults
from packpress.read.reader import AnyBlock, Column, RowBlock

MAX_INLINE_CELLS = 5_000_000
"""How many cells a table may have; objects that lack most of many columns would make it far larger than its text."""
_ROWS = 50_000
_Row = list[str | None]


class InlineReader:
    """The inline data of a resource with a schema; ``path`` is the place of the data in the descriptor."""

    def __init__(self, path: str, resource: Table, findings: Findings) -> None:
        self.path, self.schema, self.dialect, self.findings = path, resource.schema, resource.dialect, findings
        self.data: Any = resource.raw["data"]
        self.header: tuple[str, ...] | None = None
        self.has_faults = False
        self.places: Columns | None = None

    def blocks(self) -> Iterator[AnyBlock]:
        """Yields the rows in order, in blocks of bounded size; none if the columns do not fit the schema."""
        rows = self._rows()
        if self.has_faults:
            return
        assert self.header is not None
        self.places = match_header(self.schema, self.header, self.path, 0, self.findings)
        if self.places is None or not self._are_even(rows):
            self.has_faults = True
            return
        for begin in range(0, len(rows), _ROWS):
            part = rows[begin : begin + _ROWS]
            columns = [pa.array([row[number] for row in part], pa.string()) for number in range(len(self.header))]
            names = [str(number) for number in range(len(self.header))]
            yield RowBlock(pa.RecordBatch.from_arrays(columns, names), begin + 1)

    def columns(self, block: AnyBlock) -> list[Column]:
        """Returns the cells of a block, one column per field, null if the data lack it."""
        assert isinstance(block, RowBlock)
        assert self.places is not None
        found = []
        for cells in self.places.arrange(block.batch.columns, block.rows):
            judged, breaches = text_faults(cells)
            found.append(Column(judged, breaches=breaches))
        return found

    def name_faults_of(self, block: AnyBlock) -> None:
        """Does nothing: ragged rows are reported before any block is given."""

    def _rows(self) -> list[_Row]:
        """Returns the rows without the header, which it sets."""
        if isinstance(self.data, str):
            return self._records()
        if all(isinstance(row, dict) for row in self.data):
            return self._objects()
        listed: list[_Row] = [list(map(text_of_json, row)) for row in self.data]
        return self._below_header(listed)

    def _objects(self) -> list[_Row]:
        keys = dict.fromkeys(key for row in self.data for key in row)
        known = [name for name in self.schema.headers if name in keys] or (list(self.schema.headers) if not self.data else [])
        self.header = (*known, *(key for key in keys if key not in {*known}))
        if len(self.header) * len(self.data) > MAX_INLINE_CELLS:
            self._fault(0, "descriptor-path", f"has more than {MAX_INLINE_CELLS:,} cells; put the data into a file")
            return []
        return [[text_of_json(row.get(key)) for key in self.header] for row in self.data]

    def _records(self) -> list[_Row]:
        rows: list[_Row] = []
        for item in tokenize(self.data.encode("utf-8"), self.dialect):
            if isinstance(item, Row):
                rows.append([cell.decode("utf-8") for cell in item.cells])
            elif not isinstance(item, Comment):
                self._fault(item.line, item.rule, item.message, item.value.decode("utf-8", "replace"))
        return self._below_header(rows)

    def _below_header(self, rows: list[_Row]) -> list[_Row]:
        if not self.dialect.header:
            self.header = self.schema.headers
            return rows
        if not rows:
            self._fault(0, "text-empty", "the data have no header; list the names of the columns first")
            return []
        self.header = tuple(name or "" for name in rows[0])
        return rows[1:]

    def _are_even(self, rows: list[_Row]) -> bool:
        """Returns whether all rows have as many cells as the header; adds an issue for each other row."""
        assert self.header is not None
        sound, wanted = True, len(self.header)
        for number, row in enumerate(rows, 1):
            if len(row) != wanted:
                self._fault(number, "text-ragged-row", f"the row has {len(row):,} cells, expected {wanted:,}; fix the row")
                sound = False
        return sound

    def _fault(self, row: int, rule: str, message: str, value: str = "") -> None:
        self.has_faults = True
        self.findings.add(Issue(self.path, row, "", "", rule, "error", message, value))
