"""Verifies that no value is lost in Parquet: published values are compared with the cells, and files are read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from packpress.arrow.arrays import Rows, in_one_piece, int64_array, numpy_values
from packpress.arrow.text_column import Texts
from packpress.errors import LostValueError
from packpress.fidelity.lost_values import lost_rows, lost_spans, missing_rows
from packpress.package.model import Table
from packpress.package.outputs.added_fields import derived_names
from packpress.read.reader import AnyBlock, Column
from packpress.types.field import Field

READ_BACK = 100_000
"""From this number of rows on, a stream keeps no rows to compare with its file; only the footer of the file is compared."""


class Verification:
    """The verification of one table: of its published blocks, and then of its file."""

    def __init__(self, resource: Table) -> None:
        self.resource, self.fields = resource, resource.schema.fields
        self.rows = 0
        self.nulls: Counter[str] = Counter()
        self.kept: list[pa.Table] = []

    def take(self, path: str, block: AnyBlock, given: Sequence[Column], published: pa.Table) -> None:
        """Compares a block of a file with its published rows. Raises LostValueError if a value differs from its cell."""
        self.add(published, self.compare(path, block, given, published))

    def compare(self, path: str, block: AnyBlock, given: Sequence[Column], published: pa.Table) -> Counter[str]:
        """Returns how many values each column of the block lacks, after comparing it like ``take``. Blocks share no state."""
        nulls: Counter[str] = Counter()
        if len(published) != block.rows:
            raise self.error(path, f"expected {block.rows:,} published rows, got {len(published):,}")
        for field, column in zip(self.fields, given, strict=True):
            values = in_one_piece(published.column(field.name))
            cells = Texts(column.cells)
            if len(missing := missing_rows(field, cells, column.is_text)):
                cells = cells.without(missing)
            lost = lost_rows(field, cells, values)
            if not len(lost) and field.is_edtf:
                names = derived_names(field)
                spans = zip(*(published.column(name).to_pylist() for name in names), strict=True)
                lost = lost_spans(_texts(cells), list(spans))
                nulls.update({name: published.column(name).null_count for name in names})
            if len(lost):
                raise self._lost(path, block, field, column, published, int(lost[0]))
            nulls[field.name] += len(missing)
        return nulls

    def add(self, published: pa.Table, nulls: Counter[str]) -> None:
        """Adds the rows of a block that was compared, in the order of the file, and what ``compare`` returned."""
        self.nulls.update(nulls)
        self.rows += len(published)
        if self.rows < READ_BACK:
            self.kept.append(published)
        else:
            self.kept.clear()

    def close(self, file: Path | pa.Buffer, published: pa.Table | None = None, added: Iterable[str] = ()) -> None:
        """Compares the taken blocks with the file written from them; ``added`` are its columns that come from no cell.

        ``published`` must be the whole table if the rows of the file are in a different order than the blocks.
        """
        self._check_footer(pq.read_metadata(_opened(file)), frozenset(added))
        if published is not None or self.kept:
            self._check_equal(pa.concat_tables(self.kept) if published is None else published, file)
            self.kept.clear()

    def _check_footer(self, footer: pq.FileMetaData, added: frozenset[str]) -> None:
        """Compares the number of rows, and of nulls in each column, with those in the footer."""
        shown = self.resource.paths[0]
        if footer.num_rows != self.rows:
            raise self.error(shown, f"expected {self.rows:,} published rows, but the file has {footer.num_rows:,}")
        found: Counter[str] = Counter()
        for number in range(footer.num_row_groups):
            group = footer.row_group(number)
            for place in range(group.num_columns):
                column = group.column(place)
                found[column.path_in_schema] += (column.statistics.null_count or 0) if column.statistics else 0
        for name in found.keys() - added:
            if found[name] != self.nulls[name]:
                message = f"it has {self.nulls[name]:,} missing cells, but the file has {found[name]:,} nulls"
                raise self.error(f"{shown}:{name}", message)

    def _check_equal(self, wanted: pa.Table, file: Path | pa.Buffer) -> None:
        """Compares the table with the file, a row group at a time; types must be the same, and NaN equals NaN."""
        begin = 0
        with pq.ParquetFile(_opened(file)) as opened:  # ``pq.read_table`` would import pandas
            for number in range(opened.num_row_groups):
                found = opened.read_row_group(number)
                for name in wanted.column_names:
                    before = _bits(wanted.column(name).slice(begin, len(found)))
                    if not before.equals(_bits(found.column(name))):
                        raise self.error(
                            f"{self.resource.paths[0]}:{name}", "the file has different values when it is read back"
                        )
                begin += len(found)

    def _lost(self, path: str, block: AnyBlock, field: Field, column: Column, published: pa.Table, row: int) -> LostValueError:
        cell = column.cells[row].as_py()
        names = (field.name, *derived_names(field)) if field.is_edtf else (field.name,)
        shown = ", ".join(str(published.column(name)[row].as_py()) for name in names)
        place = f"{path}:{int(block.lines()[row])}:{field.name}"
        return self.error(place, f"the cell is {str(cell)[:100]!r}, but {shown[:100]!r} would have been published")

    def error(self, place: str, message: str) -> LostValueError:
        """Returns the error that says what is lost, and where."""
        return LostValueError(f"{place}: was not published: {message}; this is a bug in packpress, please report it", place)


def require_rows(resource: Table, rows: int, files: Iterable[Path]) -> None:
    """Checks that the finished files of a table together have all of the rows that were checked. Raises LostValueError."""
    found = sum(pq.read_metadata(file).num_rows for file in files)
    if found != rows:
        message = f"{rows:,} rows were checked, but {found:,} would have been published"
        raise Verification(resource).error(resource.paths[0], message)


def verify_sorted(
    resource: Table,
    again: Iterable[tuple[str, AnyBlock, list[Column]]],
    typed: pa.Table,
    order: pa.Array | None,
    added: Mapping[str, pa.Array],
) -> Verification:
    """Returns the verification of a whole table whose row n is row ``order[n]`` of the cells, which are read again.

    ``added`` are columns in the order of the cells. The caller may close the verification with the file. Raises LostValueError.
    """
    check = Verification(resource)
    published = typed
    if order is not None:
        published = typed.take(int64_array(_inverse(check, numpy_values(order).astype(np.int64), len(typed))))
    begin = 0
    for path, block, given in again:
        check.take(path, block, given, published.slice(begin, block.rows))
        begin += block.rows
    for name, values in added.items():
        if not in_one_piece(published.column(name)).equals(values):
            raise check.error(f"{resource.paths[0]}:{name}", "its values would have been published in other rows")
    return check


def _inverse(check: Verification, order: Rows, rows: int) -> Rows:
    """Returns the inverse of the order: the new position of each row. Raises LostValueError if a row is missing."""
    inverse = np.full(rows, -1)
    if len(order) == rows:
        inverse[order] = np.arange(rows)
    if (inverse < 0).any():
        raise check.error(check.resource.paths[0], "the sort order leaves some rows out")
    return inverse


def _opened(file: Path | pa.Buffer) -> Path | pa.BufferReader:
    return file if isinstance(file, Path) else pa.BufferReader(file)


def _bits(column: pa.ChunkedArray) -> pa.Array:
    """Returns the column as one array, floats as integers with the same bits, because NaN does not equal itself."""
    values = in_one_piece(column)
    return values.view(pa.int64()) if pa.types.is_float64(values.type) else values


def _texts(cells: Texts) -> list[str | None]:
    texts: list[str | None] = cells.cells.to_pylist()
    return texts
