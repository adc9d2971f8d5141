"""Writes the Parquet of one split where it is checked, so that no value of it goes anywhere else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from packpress.check.blocks.judge_block import Batch
from packpress.check.cells.edtf_dates import check_edtf
from packpress.check.splits.judge_split import SplitFile
from packpress.errors import PackpressError
from packpress.filesystem.os_message import os_message
from packpress.filesystem.write import create_in
from packpress.issue import Findings
from packpress.publish.parquet.column_types import ColumnTypes
from packpress.publish.parquet.stream import ParquetStream
from packpress.types import field_type


class PartPlan(NamedTuple):
    """What the parts of a table are written with: the folder, the metadata and the hash that stands for that of the sources.

    ``left`` and ``decimals`` are the types of columns if they are known for the whole table, as in ``ColumnTypes``.
    """

    folder: Path
    metadata: Mapping[str, str]
    stand_in: str
    left: Mapping[str, tuple[pa.DataType, ...]] | None = None
    decimals: Mapping[str, pa.DataType] | None = None

    def new_file(self) -> Path:
        """Returns a path that no other attempt to write the part has, since a task may run twice."""
        return self.folder / f"{os.urandom(8).hex()}.parquet"


class WrittenPart(NamedTuple):
    """A part of a table: its file, the types that hold its values, as in ``ColumnTypes``, and dates that are not real.

    ``file`` is "" if a column changed its type inside of the part, which is to be written again with the types known.
    """

    file: str
    left: Mapping[str, tuple[pa.DataType, ...]]
    findings: Findings

    @property
    def chosen(self) -> dict[str, pa.DataType]:
        """The types in which the part has its columns that are not text."""
        return {name: kinds[0] for name, kinds in self.left.items() if kinds}


class PartSink:
    """Writes the blocks of one split to a file of its own."""

    def __init__(self, plan: PartPlan, file: SplitFile) -> None:
        self.plan, self.resource = plan, file.resource
        self.findings = Findings(file.limits, file.severities)
        types = None if plan.left is None else ColumnTypes(file.resource.schema, plan.left)
        self.stream = ParquetStream(plan.metadata, file.resource, plan.new_file(), types, create_in)
        self._kinds = plan.decimals or {}
        self._is_exact = True

    def take(self, batch: Batch, inexact: Set[str]) -> None:
        """Writes the block while dates are real, and looks for others in all blocks."""
        self._is_exact = inexact <= self._kinds.keys()
        check_edtf(self.resource.schema, batch, self.findings)
        if self.findings.is_blocked():
            return
        if not self._is_exact:
            self.stream.types.convert(batch.columns)  # the second writing needs them
            return
        with _naming(self.plan.folder, self.resource.name):
            self.stream.write(batch, self._decimals(batch))

    def _decimals(self, batch: Batch) -> dict[str, pa.Array]:
        found = {}
        for field, given, values in zip(self.resource.schema.fields, batch.given, batch.columns, strict=True):
            if (kind := self._kinds.get(field.name)) is not None:
                found[field.name] = pc.cast(field_type(field).exact_texts(given.cells, values), kind)
        return found

    def close(self) -> WrittenPart:
        """Closes the complete file. Raises LostValueError if it does not have the values that were written to it."""
        is_fit = self._is_exact and not self.stream.is_unfit and not self.findings.is_blocked()
        if is_fit:
            with _naming(self.plan.folder, self.resource.name):
                self.stream.close(self.plan.stand_in)
        return WrittenPart(self.stream.file.name if is_fit else "", self.stream.types.left, self.findings)


@contextmanager
def opened_part(plan: PartPlan, file: SplitFile) -> Iterator[PartSink]:
    """Yields the sink for one split of the file; at the end, a file that was not completed is closed."""
    sink = PartSink(plan, file)
    try:
        yield sink
    finally:
        sink.stream.abandon()


@contextmanager
def _naming(folder: Path, table: str) -> Iterator[None]:
    """Raises PackpressError for an OSError: the command must not take it for one of reading."""
    try:
        yield
    except OSError as error:
        reason = os_message(OSError(error.errno, error.strerror or str(error), str(folder.parent.parent)))
        raise PackpressError(f'a part of "{table}" could not be written, so that nothing was published: {reason}') from error
