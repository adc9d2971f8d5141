"""Writes the Parquet of a table while the table is checked, batch by batch to another file; it is kept only without errors.

Memory does not grow with the table. The rows stay in the order of the file.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.parallel_map import WORKERS
from packpress.arrow.work_limits import Effort
from packpress.check.blocks.judge_block import Batch
from packpress.check.table import TableChecker
from packpress.fidelity.verify import Verification
from packpress.filesystem.write import create_file
from packpress.issue import Findings
from packpress.package.model import Table
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.publish.parquet.column_types import ColumnTypes
from packpress.publish.parquet.exact import decimal_types
from packpress.publish.parquet.group_writer import GroupWriter
from packpress.publish.parquet.table import typed_columns
from packpress.types import field_type

GROUP_ROWS = 131_072
"""Minimum number of rows of a row group, except the last."""


class ParquetStream:
    """Writes the typed batches of one table to a file, in separate threads so that the check can continue.

    Each batch is compared with its cells by itself, and each row group is encoded by itself.
    """

    def __init__(
        self,
        metadata: Mapping[str, str],
        resource: Table,
        file: Path,
        types: ColumnTypes | None = None,
        create: Callable[[Path], BinaryIO] = create_file,
    ) -> None:
        """``types`` have converted the whole table before; without them, each batch is published as those before it.

        ``metadata`` are stored in the file, which ``create`` opens: ``create_file(file)``.
        """
        self.metadata, self.resource, self.file = metadata, resource, file
        self.types = types or ColumnTypes(resource.schema)
        self.is_unfit = False
        """Whether a later batch changed the type of a column, so that the table must be written again with ``types``."""
        self._chosen: dict[str, pa.DataType] | None = None
        self._arrow = pa.schema([pa.field(f.name, field_type(f).arrow) for f in resource.schema.fields])
        self._verification = Verification(resource)
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._pool = ThreadPoolExecutor(WORKERS)
        self._writer = GroupWriter(self._pool, metadata, partial(create, file))
        self._compared: deque[tuple[pa.Table, Future[Counter[str]]]] = deque()
        self._is_begun = False

    def write(self, batch: Batch, decimals: Mapping[str, pa.Array] | None = None) -> None:
        """Adds a checked batch, unless the stream is unfit; ``decimals`` replace the columns with their names.

        Raises LostValueError if the values to be written, of this batch or of one before it, differ from the cells.
        """
        replaced = self.types.convert(batch.columns)
        if self._chosen is None:
            self._chosen = self.types.chosen
        self.is_unfit = self.is_unfit or self._chosen != self.types.chosen
        if not self.is_unfit:
            typed = self._typed(batch.columns, {**replaced, **(decimals or {})})
            self._settle(WORKERS - 1)
            compared = self._pool.submit(self._verification.compare, batch.path, batch.block, batch.given, typed)
            self._compared.append((typed, compared))
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

        Raises LostValueError if the file does not have the values that were written to it, or these differ from the cells.
        """
        if not self._is_begun and not self._waiting:
            columns = [pa.nulls(0, kind) for kind in self._arrow.types]
            self._add(self._typed(columns, self.types.convert(columns)))  # a table without rows
        if self._waiting:
            self._flush()
        self._settle(0)
        self._writer.finish({SOURCE_HASH: source_hash})
        self._pool.shutdown()
        self._verification.close(self.file)

    def abandon(self) -> None:
        """Discards the file if it was not closed; what was written is then useless."""
        self._pool.shutdown(cancel_futures=True)
        self._writer.abandon()

    def _settle(self, left: int) -> None:
        """Adds the results of the first comparisons to the verification, until only ``left`` are pending."""
        while len(self._compared) > left:
            typed, compared = self._compared.popleft()
            self._verification.add(typed, compared.result())

    def _flush(self) -> None:
        group = pa.concat_tables(self._waiting)
        self._waiting, self._rows, self._is_begun = [], 0, True
        self._writer.write(group)


def finish_stream(checker: TableChecker, stream: ParquetStream, source_hash: str, findings: Findings) -> tuple[Path, ...]:
    """Returns the complete file of the checker's valid table, written again with other types if necessary.

    Adds an issue for each cell that prevents a column from being decimal.
    """
    if checker.inexact or stream.is_unfit:
        stream.abandon()
        write_again(checker, stream, source_hash, findings)
    else:
        stream.close(source_hash)
    return (stream.file,)


def write_again(checker: TableChecker, first: ParquetStream, source_hash: str, findings: Findings) -> None:
    """Writes the checker's table again, with the types that the stream ``first`` has seen to hold all values of the table.

    Columns in which float64 would change a number become decimal. The table must be valid; its files are read once more, and
    once before for the digits of such numbers. Adds an issue for each cell that prevents a column from being decimal; nothing
    is written then.
    """
    kinds = decimal_types(checker, findings)
    if len(kinds) < len(checker.inexact):
        return
    write_whole(checker, ParquetStream(first.metadata, checker.resource, first.file, first.types), kinds, source_hash)


def write_whole(checker: TableChecker, stream: ParquetStream, kinds: Mapping[str, pa.DataType], source_hash: str) -> None:
    """Writes the checker's table to the stream, and closes it. Its files are read again; ``kinds`` are the decimal types."""
    try:
        numbers = (exact.texts for exact in checker.exact_batches())
        for batch in TableChecker(checker.package, checker.resource, frozenset(), Findings(), Effort()).batches():
            texts = next(numbers) if kinds else {}
            stream.write(batch, {name: pc.cast(texts[name], kind) for name, kind in kinds.items()})
        stream.close(source_hash)
    finally:
        stream.abandon()
