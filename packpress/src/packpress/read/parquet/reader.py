"""Reads a Parquet file, from any writer, as blocks of text cells in the columns of its schema.

No size in the file is trusted: its footer, its pages and its expanded dictionaries are limited before they are read. Line
numbers of issues are row numbers, from 1, over the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.arrow import compute as pc
from packpress.arrow.arrays import int_scalar, numpy_values
from packpress.filesystem.stores.store_path import StorePath
from packpress.issue import Findings, Issue
from packpress.package.model import Table
from packpress.read.compressed import MAX_RATIO, PER_CELL
from packpress.read.header import Columns, match_header
from packpress.read.parquet.arrow_text import Writer, expected_types, find_writer, has_items, is_text, plain_array, plain_type
from packpress.read.parquet.footer import Footer, UnreadableError, read_footer, read_pages
from packpress.read.parquet.text_faults import text_faults
from packpress.read.reader import AnyBlock, Column, RowBlock

MAX_PAGE, MAX_DICTIONARY = 64 * 1024 * 1024, 16 * 1024 * 1024
MAX_PAGES_AT_ONCE = 256 * 1024 * 1024
"""Memory for the pages that are read in parallel, in a file that is not larger itself."""
MAX_NESTED_VALUES = 16 * 1024 * 1024
MAX_BLOCK = 32 * 1024 * 1024
FREE_WORK = 1024 * 1024 * 1024
"""How much work any file may cause, as for compressed text; beyond this, at most ``MAX_RATIO`` per byte."""
_ROWS, _CELLS = 32 * 1024, 512 * 1024
"""Maximum number of rows, and cells, in a block."""
_TROUBLES = (pa.ArrowException, OSError, ValueError, LookupError, MemoryError, OverflowError)
"""Exceptions that reading a damaged file may raise."""


def _open(file: Path, dictionaries: list[str], columns: int) -> pq.ParquetFile:
    """Opens the Parquet file and reads its footer; the columns in ``dictionaries`` stay encoded."""
    buffer = max(4096, min(1024 * 1024, MAX_PAGES_AT_ONCE // 8 // columns))
    source = file.open("rb", buffering=0) if isinstance(file, StorePath) else file
    try:
        return pq.ParquetFile(source, read_dictionary=dictionaries, buffer_size=buffer, pre_buffer=False)
    except _TROUBLES as error:
        raise UnreadableError(f"the file cannot be read as Parquet: {_reason(error)}; write it again") from error


def _reason(error: BaseException) -> str:
    lines = str(error).splitlines() or [type(error).__name__]
    return "".join(c if c.isprintable() else "?" for c in lines[0])[:200]


class ParquetReader:
    """One Parquet file of a resource with a schema."""

    def __init__(self, file: Path, path: str, resource: Table, findings: Findings, like: tuple[str, ...] | None = None) -> None:
        """``like`` has the column names of the resource's first file, if this is another one."""
        self.file, self.path, self.schema, self.findings, self.like = file, path, resource.schema, findings, like
        self.header: tuple[str, ...] | None = None
        self.has_faults = False
        self.names: list[str | None] = []
        self.writers: list[Writer | None] = []

    def blocks(self) -> Iterator[AnyBlock]:
        """Yields the rows in order, in blocks of bounded size; none if the columns do not fit the schema."""
        try:
            yield from self._blocks()
        except UnreadableError as error:
            self._fault("", "parquet-unreadable", str(error))
        except _TROUBLES as error:
            self._fault("", "parquet-unreadable", f"the file cannot be read to its end: {_reason(error)}; write it again")

    def _blocks(self) -> Iterator[AnyBlock]:
        footer = read_footer(self.file)
        self.header = footer.names
        columns = match_header(self.schema, self.header, self.path, 0, self.findings, self.like)
        if columns is None:
            self.has_faults = True
            return
        wanted = [name for name, place in zip(self.schema.names, columns.places, strict=True) if place is not None]
        read = None if any("." in name for name in self.header) else wanted  # a dot would address a nested field
        encoded = _judge_pages(self.file, footer, set(self.header if read is None else read))
        file = _open(self.file, encoded, max(1, len(footer.names)))
        if tuple(file.schema_arrow.names) != self.header:
            raise UnreadableError("the columns in the footer differ from its schema; write the file again")
        if not self._fit(file.schema_arrow, columns):
            return
        rows = max(1, min(_ROWS, _CELLS // max(1, len(wanted))))
        line, work, size = 1, 0, self.file.stat().st_size
        for group in range(file.num_row_groups):
            for batch in file.iter_batches(batch_size=rows, row_groups=[group], columns=read):
                for part in _parts(_select(batch, wanted)):
                    work += _expanded(part) + PER_CELL * part.num_rows * max(1, len(wanted))
                    if work > max(FREE_WORK, MAX_RATIO * size):
                        message = f"the file of {size:,} bytes expands to more than {line:,} rows, too much for its size"
                        raise UnreadableError(f"{message}; publish it as CSV")
                    yield RowBlock(part, line)
                    line += part.num_rows

    def columns(self, block: AnyBlock) -> list[Column]:
        """Returns the cells of a block as text, one column per field of the schema."""
        assert isinstance(block, RowBlock)
        return [self._column(number, block.batch) for number in range(len(self.names))]

    def name_faults_of(self, block: AnyBlock) -> None:
        """Does nothing: the rows of a Parquet file are never ragged."""

    def _column(self, number: int, batch: pa.RecordBatch) -> Column:
        name, writer = self.names[number], self.writers[number]
        if name is None or writer is None:
            return Column(pa.nulls(batch.num_rows, pa.string()))
        field, array = self.schema.fields[number], batch.column(name)
        kind = plain_type(array.type)
        cells = writer(field, plain_array(array))
        if pa.types.is_dictionary(array.type) and not text_faults(writer(field, plain_array(array.dictionary)))[1]:
            return Column(cells, is_text(kind))  # a valid dictionary entry is valid everywhere
        cells, breaches = text_faults(cells) if is_text(kind) or pa.types.is_nested(kind) else (cells, ())
        return Column(cells, is_text(kind), pa.types.is_floating(kind), breaches)

    def _fit(self, arrow: pa.Schema, columns: Columns) -> bool:
        """Returns whether every column has an Arrow type that may hold its field."""
        fits = True
        for field, place in zip(self.schema.fields, columns.places, strict=True):
            kind = None if place is None else arrow.field(place).type
            writer = None if kind is None else find_writer(field, kind)
            self.names.append(None if place is None else field.name)
            self.writers.append(writer)
            if kind is not None and writer is None:
                given = str(plain_type(kind))[:80]
                message = f"the column has type {given}, which cannot hold {field.type}; store it as {expected_types(field)}"
                self._fault(field.name, "parquet-type", message)
                fits = False
        return fits

    def _fault(self, column: str, rule: str, message: str) -> None:
        self.has_faults = True
        self.findings.add(Issue(self.path, 0, column, "", rule, "error", message))


def _select(batch: pa.RecordBatch, wanted: list[str]) -> pa.RecordBatch:
    """Returns the requested columns, validated: nested values are decoded in Python, which broken text would crash."""
    selected = batch.select(wanted)
    for column in selected.columns:
        if pa.types.is_nested(plain_type(column.type)):
            column.validate(full=True)
    return selected


def parquet_batches(file: Path) -> Iterator[pa.RecordBatch]:
    """Yields the rows of the file as they are stored, in batches of bounded size. Raises UnreadableError.

    The first batch has no rows, so that the columns are known also for a file without rows.
    """
    footer = read_footer(file)
    opened = _open(file, _judge_pages(file, footer, set(footer.names)), max(1, len(footer.names)))
    if tuple(opened.schema_arrow.names) != footer.names:
        raise UnreadableError("the columns in the footer differ from its schema; write the file again")
    kinds = opened.schema_arrow
    yield pa.RecordBatch.from_arrays([pa.nulls(0, kinds.field(name).type) for name in kinds.names], schema=kinds)
    width = max(1, len(footer.names))
    size, work, rows = file.stat().st_size, 0, 0
    try:
        for group in range(opened.num_row_groups):
            for batch in opened.iter_batches(batch_size=max(1, min(_ROWS, _CELLS // width)), row_groups=[group]):
                for part in _parts(batch):
                    work, rows = work + _expanded(part) + PER_CELL * part.num_rows * width, rows + part.num_rows
                    if work > max(FREE_WORK, MAX_RATIO * size):
                        raise UnreadableError(
                            f"the file of {size:,} bytes expands to more than {rows:,} rows; publish it as CSV"
                        )
                    yield part
    except _TROUBLES as error:
        raise UnreadableError(f"the file cannot be read to its end: {_reason(error)}; write it again") from error


def _judge_pages(file: Path, footer: Footer, wanted: set[str]) -> list[str]:
    """Rejects pages that need too much memory; returns the text leaves with dictionaries, which stay encoded."""
    size, encoded = file.stat().st_size, set()
    groups = [[chunk for chunk in group if chunk.path[0] in wanted] for group in footer.groups]
    seen, most = 0, 10_000 + size // 1024 + 2 * sum(map(len, groups))
    if len(groups) > (fewest := 10_000 + size // 4096):
        raise UnreadableError(f"the file has more than {fewest:,} row groups; write larger ones")
    with file.open("rb") as stream:
        for group in groups:
            at_once = 0
            for chunk in group:
                name, largest, values = ".".join(chunk.path), 0, 0
                for page in read_pages(stream, chunk):
                    if page.size > (MAX_DICTIONARY if page.is_dictionary else MAX_PAGE):
                        raise UnreadableError(f"a page of {name[:80]} expands to {page.size:,} bytes; write smaller ones")
                    largest, values, seen = max(largest, page.size), values + page.values, seen + 1
                    if page.is_dictionary and chunk.is_bytes:
                        encoded.add(name)
                    if seen > most:
                        raise UnreadableError(f"the file has more than {most:,} pages; write larger ones")
                at_once += largest
                if len(chunk.path) > 1 and values > MAX_NESTED_VALUES:
                    raise UnreadableError(f"{name[:80]} has {values:,} values in one row group; write smaller row groups")
            if at_once > max(MAX_PAGES_AT_ONCE, size):
                raise UnreadableError(f"the pages of a row group expand to {at_once:,} bytes at once; write smaller ones")
    return sorted(encoded)


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yields the batch in parts of bounded size, as measured without dictionaries."""
    if batch.num_rows > 1 and _expanded(batch) > MAX_BLOCK:
        half = batch.num_rows // 2
        yield from _parts(batch.slice(0, half))
        yield from _parts(batch.slice(half))
    elif batch.num_rows:
        yield batch


def _expanded(batch: pa.RecordBatch) -> int:
    """Returns roughly how many bytes the columns take without dictionaries."""
    return sum(_size(column) for column in batch.columns)


def _size(array: pa.Array) -> int:
    if isinstance(array, pa.ExtensionArray):
        return _size(array.storage)
    if isinstance(array, pa.DictionaryArray):
        indices = numpy_values(pc.cast(array.indices.drop_null(), pa.int64()))
        if len(indices) and not 0 <= indices.min() <= indices.max() < len(array.dictionary):
            raise UnreadableError("a value is not in the dictionary of its column; write the file again")
        kind = array.type.value_type
        if not (is_text(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind)):
            return 8 * len(array)
        lengths = numpy_values(pc.fill_null(pc.cast(pc.binary_length(array.dictionary), pa.int64()), int_scalar(0)))
        return int(lengths[indices].sum())
    if isinstance(array, pa.StructArray):
        return sum(_size(array.field(number)) for number in range(array.type.num_fields))
    if has_items(array.type):
        lists: Any = array  # of one of three classes; an array of maps has one of them too
        return _size(lists.flatten())
    return int(array.nbytes)
