"""Samples of tables that are too long for frictionless, which takes 0.2 ms for a row: their records as they are in the files.

A sample has the first and the last rows of the table, and of each column those with the shortest and the longest cells, the
smallest and the largest values, and the first row of each code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, Rows, distinct, int64_array, numpy_values, string_array
from packpress.arrow.text_column import Texts
from packpress.arrow.work_limits import Effort
from packpress.check.cells.field_checker import FieldChecker
from packpress.filesystem.write import create_file
from packpress.issue import Findings, Issue
from packpress.layout.row_writer import DialectWriter
from packpress.package.model import DELIMITED, Dialect, Package, Table
from packpress.read.csv.blocks import Block, mark
from packpress.read.open_reader import open_reader
from packpress.read.reader import AnyBlock, Column, Reader
from packpress.types import field_type

WHOLE = 100_000
"""Up to this number of rows, frictionless checks the whole table."""
ENDS = 10_000
"""How many rows of each end of a longer table it checks."""
EDGES = 100
"""How many rows it checks at each edge of the columns: of each column its part, and at least one."""
CODES = 100
"""Of how many codes of a column it checks the first row."""
SAMPLED = "second-opinion-sampled"


class Sample(NamedTuple):
    """Which rows of a table frictionless checks: their numbers, places, and how many rows the table has.

    ``before`` is the number of rows of the sample's file that come before the first of them.
    """

    table: Table
    rows: Rows
    places: Sequence[tuple[str, int]]
    total: int
    before: int

    def at_place(self, issue: Issue) -> Issue:
        """Returns an issue of the sample at its place in the table."""
        number = issue.line - 1 - self.before
        path, line = self.places[number] if 0 <= number < len(self.places) else (self.table.paths[0], 0)
        return issue._replace(path=path, line=line)

    def warning(self) -> Issue:
        """Returns the warning that says what was not checked."""
        message = (
            f"frictionless checked {len(self.rows):,} of {self.total:,} rows: the first and the last {ENDS:,}, and those with "
            "the shortest, longest, smallest and largest cells of each column; packpress checked all"
        )
        return Issue(self.table.paths[0], 0, "", "", SAMPLED, "warning", message)


def blocks_of(package: Package, table: Table) -> Iterator[tuple[str, Reader, AnyBlock]]:
    """Yields the blocks of a valid table, each with its file and the reader of that file."""
    for path in table.paths:
        reader = open_reader(package.root, path, table, Findings())
        for block in reader.blocks():
            yield path, reader, block


def cell_columns(package: Package, table: Table) -> Iterator[list[Column]]:
    """Yields the columns of each block of a valid table."""
    for _, reader, block in blocks_of(package, table):
        yield reader.columns(block)


def take_samples(package: Package, resources: list[dict[str, Any]], folder: Path) -> dict[str, Sample]:
    """Replaces each long table among the resources for frictionless with a sample of it, which is written to the folder."""
    tables, samples = {table.name: table for table in package.tables}, {}
    for number, resource in enumerate(resources):
        table = tables.get(resource["name"])
        if table is None or resource["type"] != "table" or (total := _count(package, table)) <= WHOLE:
            continue
        rows = chosen_rows(package, table, total)
        cut = _cut_text if table.format in DELIMITED else _cut_cells
        resources[number], places = cut(package, table, resource, rows, folder / f"{number}.csv")
        has_header = table.format not in DELIMITED or table.dialect.header
        samples[table.name] = Sample(table, rows, places, total, int(has_header))
    return samples


def _count(package: Package, table: Table) -> int:
    """Returns the number of rows; 0 if the files are too short to have many."""
    if table.format in DELIMITED and not table.compression:
        size = sum((package.root / path).stat().st_size for path in table.paths)
        if size <= 2 * WHOLE:  # a row has at least a character and a line end
            return 0
    return sum(block.rows for _, _, block in blocks_of(package, table))


def chosen_rows(package: Package, table: Table, total: int) -> Rows:
    """Returns the numbers of the rows that a sample of the table has, in their order."""
    most = max(1, EDGES // max(1, len(table.schema.fields)))
    columns = [_Edges(FieldChecker(field, False, Effort()), most) for field in table.schema.fields]
    begin = 0
    for block in cell_columns(package, table):
        for edges, column in zip(columns, block, strict=True):
            edges.add(column, begin)
        begin += len(block[0].cells)
    ends = (np.arange(ENDS), np.arange(total - ENDS, total))
    found = np.sort(np.concatenate([*ends, *(edges.rows() for edges in columns)])).astype(np.intp)
    return distinct(found[(found >= 0) & (found < total)])


class _Edges:
    """Collects the rows at the edges of one column."""

    def __init__(self, checker: FieldChecker, most: int) -> None:
        self.checker, self.most = checker, most
        self._kept: dict[str, tuple[Any, Rows]] = {}
        self._codes: dict[str | None, int] = {}
        kind = field_type(checker.field)
        self._has_codes = "enum" in checker.field.constraints or bool(checker.field.categories) or kind.arrow == pa.bool_()
        self._is_number = pa.types.is_integer(kind.arrow) or pa.types.is_floating(kind.arrow) or pa.types.is_date32(kind.arrow)

    def add(self, column: Column, begin: int) -> None:
        """Adds a block whose first row has the number ``begin``."""
        texts = Texts(column.cells)
        present = np.arange(len(texts)) if texts.present is None else np.flatnonzero(texts.present)
        self._keep("lengths", texts.lengths[present].astype(np.float64), present + begin)
        if self._is_number:
            values, _ = self.checker.check(column.cells, column.is_text)
            valid = np.flatnonzero(numpy_values(pc.is_valid(values)))
            plain = pc.cast(values, pa.int32()) if pa.types.is_date32(values.type) else values
            numbers = numpy_values(plain.drop_null()).astype(np.float64)
            self._keep("values", numbers, valid + begin)
        if self._has_codes and len(self._codes) < CODES:
            for code in column.cells.unique().to_pylist():
                self._codes.setdefault(code, begin + _first(column.cells, code))

    def _keep(self, what: str, values: Any, rows: Rows) -> None:
        if what in self._kept:
            values, rows = (np.concatenate(pair) for pair in zip(self._kept[what], (values, rows), strict=True))
        if len(values) > 2 * self.most:
            order = np.argsort(values, kind="stable")
            ends = np.concatenate((order[: self.most], order[-self.most :]))
            values, rows = values[ends], rows[ends]
        self._kept[what] = values, rows

    def rows(self) -> Rows:
        """Returns the rows that were found."""
        codes = np.array([*self._codes.values()][:CODES], dtype=np.intp)
        return np.concatenate([codes, *(rows for _, rows in self._kept.values())])


def _first(cells: pa.StringArray, code: str | None) -> int:
    """Returns the first row with that cell."""
    is_code = pc.is_null(cells) if code is None else pc.fill_null(pc.equal(cells, string_array([code])[0]), FALSE)
    return int(np.argmax(numpy_values(is_code)))


def _parts(package: Package, table: Table, rows: Rows) -> Iterator[tuple[str, Reader, AnyBlock, Rows]]:
    """Yields the blocks that have some of the rows, each with those of its rows, from 0."""
    begin = 0
    for path, reader, block in blocks_of(package, table):
        low, high = np.searchsorted(rows, (begin, begin + block.rows))
        if low < high:
            yield path, reader, block, rows[low:high] - begin
        begin += block.rows


Cut = tuple[dict[str, Any], list[tuple[str, int]]]


def _cut_text(package: Package, table: Table, resource: Mapping[str, Any], rows: Rows, file: Path) -> Cut:
    """Writes the records of the rows, as they are, to the file; returns the resource of the file and the places of the rows."""
    places: list[tuple[str, int]] = []
    delimiter = table.dialect.delimiter
    with create_file(file) as stream:
        for path, reader, block, chosen in _parts(package, table, rows):
            assert isinstance(block, Block)
            delimiter = block.delimiter or table.dialect.delimiter
            if not places and table.dialect.header:
                writer = DialectWriter(Dialect(delimiter=delimiter))
                stream.write(writer.write_row(list(reader.header or ())).encode("utf-8"))
            stream.write(b"".join(_records(block.data, chosen)))
            lines = block.lines()
            places += [(path, int(lines[row])) for row in chosen]
    dialect = {"delimiter": delimiter, "header": table.dialect.header, "quoteChar": '"', "doubleQuote": True}
    found = {"name": table.name, "type": "table", "path": file.name, "format": "csv", "encoding": "utf-8"}
    return {**found, "dialect": {**dialect, "skipInitialSpace": False}, "schema": resource["schema"]}, places


def _records(data: bytes, rows: Rows) -> Iterator[bytes]:
    """Yields the records with these numbers, each with its line end."""
    ends = mark(data).ends + 1
    begins = np.concatenate(([0], ends))
    for row in rows.tolist():
        end = int(ends[row]) if row < len(ends) else len(data)
        record = data[int(begins[row]) : end]
        yield record if record.endswith(b"\n") else record + b"\n"


def _cut_cells(package: Package, table: Table, resource: Mapping[str, Any], rows: Rows, _: Path) -> Cut:
    """Returns the resource of inline data that has the cells of the rows, and the places of the rows."""
    places: list[tuple[str, int]] = []
    data: list[list[str | None]] = []
    names: Collection[str] = table.schema.names
    for path, reader, block, chosen in _parts(package, table, rows):
        names = reader.header or names
        columns = zip(table.schema.names, reader.columns(block), strict=True)
        cells = [column.cells.take(int64_array(chosen)).to_pylist() for name, column in columns if name in names]
        data += map(list, zip(*cells, strict=True))
        lines = block.lines()
        places += [(path, int(lines[row])) for row in chosen]
    header: list[str | None] = [name for name in table.schema.names if name in names]
    found = {"name": table.name, "type": "table", "schema": resource["schema"], "dialect": {"header": True}}
    return {**found, "data": [header, *data]}, places
