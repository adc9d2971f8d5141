"""Writes the Parquet of a table while the table is checked, batch by batch to another file; it is kept only without errors.

Memory does not grow with the table. The rows stay in the order of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from packpress.arrow.work_limits import Effort
from packpress.check.blocks.judge_block import Batch
from packpress.check.table import TableChecker
from packpress.fidelity.verify import Verification
from packpress.filesystem.write import create_file
from packpress.issue import Findings
from packpress.package.model import Package, Table
from packpress.package.outputs.file_metadata import file_metadata
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.publish.parquet.column_types import ColumnTypes
from packpress.publish.parquet.exact import decimal_types
from packpress.publish.parquet.table import repeating_columns, typed_columns
from packpress.types import field_type

GROUP_ROWS = 131_072
"""Minimum number of rows of a row group, except the last."""
_LEVEL = 1  # of zstd: takes a third of the time of level 9, for a few per cent more bytes


class ParquetStream:
    """Writes the typed batches of one table to a file, in a separate thread so that the check can continue."""

    def __init__(self, package: Package, resource: Table, file: Path, types: ColumnTypes | None = None) -> None:
        """``types`` have converted the whole table before; without them, each batch is published as those before it."""
        self.package, self.resource, self.file = package, resource, file
        self.types = types or ColumnTypes(resource.schema)
        self.is_unfit = False
        """Whether a later batch changed the type of a column, so that the table must be written again with ``types``."""
        self._chosen: dict[str, pa.DataType] | None = None
        self._arrow = pa.schema([pa.field(f.name, field_type(f).arrow) for f in resource.schema.fields])
        self._verification = Verification(resource)
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._sink: BinaryIO | None = None
        self._writer: pq.ParquetWriter | None = None
        self._pool = ThreadPoolExecutor(1)
        self._pending: Future[None] | None = None

    def write(self, batch: Batch, decimals: Mapping[str, pa.Array] | None = None) -> None:
        """Adds a checked batch, unless the stream is unfit; ``decimals`` replace the columns with their names.

        Raises LostValueError if the values to be written differ from the cells.
        """
        replaced = self.types.convert(batch.columns)
        if self._chosen is None:
            self._chosen = self.types.chosen
        self.is_unfit = self.is_unfit or self._chosen != self.types.chosen
        if not self.is_unfit:
            typed = self._typed(batch.columns, {**replaced, **(decimals or {})})
            self._verification.take(batch.path, batch.block, batch.given, typed)
            self._add(typed)

    def _typed(self, columns: list[pa.Array], replaced: Mapping[str, pa.Array]) -> pa.Table:
        table = pa.Table.from_batches([pa.RecordBatch.from_arrays(columns, schema=self._arrow)])
        return typed_columns(self.resource, table, {name: pa.chunked_array([values]) for name, values in replaced.items()})

    def _add(self, typed: pa.Table) -> None:
        self._waiting.append(typed)
        self._rows += len(typed)
        if self._rows >= GROUP_ROWS:
            self._flush()

    def close(self, source_hash: str) -> None:
        """Writes the remaining rows and the hash of the file's sources, which completes the file.

        Raises LostValueError if the file does not have the values that were written to it.
        """
        if self._pending is None and not self._waiting:
            columns = [pa.nulls(0, kind) for kind in self._arrow.types]
            self._add(self._typed(columns, self.types.convert(columns)))  # a table without rows
        if self._waiting:
            self._flush()
        self._wait()
        self._pool.shutdown()
        assert self._writer is not None
        assert self._sink is not None
        self._writer.add_key_value_metadata({SOURCE_HASH: source_hash})
        self._writer.close()
        self._sink.close()
        self._verification.close(self.file)

    def abandon(self) -> None:
        """Discards the file if it was not closed; what was written is then useless."""
        self._pool.shutdown(cancel_futures=True)
        with suppress(OSError, pa.ArrowException):  # the reason to stop may be that the file cannot be written
            if self._writer is not None:
                self._writer.close()
            if self._sink is not None:
                self._sink.close()

    def _wait(self) -> None:
        if self._pending is not None:
            self._pending.result()

    def _flush(self) -> None:
        group = pa.concat_tables(self._waiting)
        self._waiting, self._rows = [], 0
        self._wait()
        self._pending = self._pool.submit(self._write_group, group)

    def _write_group(self, group: pa.Table) -> None:
        if self._writer is None:
            schema = group.schema.with_metadata(file_metadata(self.package, self.resource))
            repeating = repeating_columns(group, also_numbers=True)
            self._sink = create_file(self.file)
            self._writer = pq.ParquetWriter(
                self._sink, schema, compression="zstd", compression_level=_LEVEL, use_dictionary=repeating
            )
        self._writer.write_table(group, row_group_size=len(group) or 1)


def write_again(checker: TableChecker, first: ParquetStream, source_hash: str, findings: Findings) -> None:
    """Writes the checker's table again, with the types that the stream ``first`` has seen to hold all values of the table.

    Columns in which float64 would change a number become decimal. The table must be valid; its files are read once more, and
    once before for the digits of such numbers. Adds an issue for each cell that prevents a column from being decimal; nothing
    is written then.
    """
    kinds = decimal_types(checker, findings)
    if len(kinds) < len(checker.inexact):
        return
    stream = ParquetStream(checker.package, checker.resource, first.file, first.types)
    try:
        numbers = (exact.texts for exact in checker.exact_batches())
        for batch in TableChecker(checker.package, checker.resource, frozenset(), Findings(), Effort()).batches():
            texts = next(numbers) if kinds else {}
            stream.write(batch, {name: pc.cast(texts[name], kind) for name, kind in kinds.items()})
        stream.close(source_hash)
    finally:
        stream.abandon()
