"""Checks one table of any format: turns the blocks of its files into issues, typed values and keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from packpress.arrow.parallel_map import WORKERS, in_order
from packpress.arrow.work_limits import Effort
from packpress.check.blocks.judge_block import Batch, BlockJudge, JudgedBlock
from packpress.check.blocks.report_breaches import report_breaches
from packpress.check.cells.field_checker import FieldChecker
from packpress.check.files.presence import report_missing
from packpress.check.keys.table_keys import KeyBlock, TableKeys
from packpress.check.progress import Progress, silent
from packpress.errors import PackageError
from packpress.issue import Findings, Issue, Severity
from packpress.package.model import DELIMITED, INLINE, Package, Schema, Table
from packpress.package.text.encodings import UTF_8
from packpress.read.csv import scanner as text
from packpress.read.open_reader import open_reader
from packpress.read.reader import AnyBlock, Column
from packpress.types.field import Field

if TYPE_CHECKING:
    from packpress.check.keys.shards.sharded_keys import AnyKeys
    from packpress.check.splits.executor import Executor
    from packpress.check.splits.judge_file import JudgedFile
    from packpress.check.splits.sink import SplitConsumer


class ExactBatch(NamedTuple):
    """The number columns of a block in which float64 would change a number: their values, and their texts as plain decimals."""

    path: str
    block: AnyBlock
    values: dict[str, pa.Array]
    texts: dict[str, pa.StringArray]


class TableChecker:
    """Checks one table, file by file and block by block; keeps its key columns for the checks across tables."""

    def __init__(
        self,
        package: Package,
        resource: Table,
        wanted_keys: frozenset[str],
        findings: Findings,
        effort: Effort | None = None,
        progress: Progress = silent,
        executor: Executor | None = None,
        *,
        keeps_values: bool = True,
    ) -> None:
        """``executor`` checks large files in splits; without ``keeps_values``, those give no batches."""
        self.package, self.resource, self.findings = package, resource, findings
        self.schema: Schema = resource.schema
        self.wanted_keys, self.progress = wanted_keys, progress
        self._executor, self._keeps_values = executor, keeps_values
        self._consumer: SplitConsumer | None = None
        self.keys: AnyKeys = TableKeys("line" if resource.format in DELIMITED else "row")
        self.rows = 0
        self.is_complete = True
        self.header: tuple[str, ...] | None = None
        self.inexact: set[str] = set()
        self.checkers: list[FieldChecker] = []
        self._batches = self._read()
        effort = effort or Effort()
        for field in self.schema.fields:
            try:
                self.checkers.append(FieldChecker(field, field.name in self.schema.primary_key, effort))
            except PackageError as error:
                self._report_schema(field, "schema-constraint", "error", str(error))
                continue
            for rule, message in self.checkers[-1].unchecked:
                self._report_schema(field, rule, "warning", f'field "{field.name}": {message}')
        self.judge = BlockJudge(self.schema, self.checkers, wanted_keys)

    @property
    def is_usable(self) -> bool:
        """Whether every field could be compiled."""
        return len(self.checkers) == len(self.schema.fields)

    def has_faults(self, fields: Iterable[str]) -> bool:
        """Returns whether a cell of one of these fields is invalid, in any file of the table."""
        return any(self.findings.has_errors(path, field) for path in self.resource.paths for field in fields)

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.resource.name

    @property
    def is_right(self) -> bool:
        """Whether the table was read to its end and its files have no errors that a user did not accept."""
        return self.is_complete and not any(map(self.findings.is_blocked, self.resource.paths))

    def give_splits(self, consumer: SplitConsumer, executor: Executor, *, keeps_values: bool) -> None:
        """Makes the executor check large files in splits, which the consumer gets; to be called before any is checked."""
        self._consumer, self._executor, self._keeps_values = consumer, executor, keeps_values

    def batches(self) -> Iterator[Batch]:
        """Checks the table; returns those of its blocks that have not been pulled yet, each with its typed columns."""
        return self._batches

    def read(self) -> None:
        """Checks the blocks that have not been pulled yet."""
        for _ in self._batches:
            pass

    def _read(self) -> Iterator[Batch]:
        first, *others = self.resource.paths
        yield from self._path_batches(first)
        yield from self._other_batches(others) if others else ()

    def _other_batches(self, paths: Sequence[str]) -> Iterator[Batch]:
        """Yields the batches of all files but the first; small ones are checked together."""
        from packpress.check.joined.judge_files import groups, judge_files, may_join, open_head  # few tables need it

        root, most = self.package.root, text.CHUNK if self._executor is None else self._executor.split_size
        opened = open_head(root, self.resource.paths[0], self.resource) if may_join(self.resource) else None
        if opened is None:
            for path in paths:
                yield from self._path_batches(path)
            return
        reader, head = opened
        keeps_values = self._keeps_values or self._consumer is not None  # which gets the batches of files without splits
        work = partial(judge_files, self.judge, reader, head, keeps_values)
        workers = 1 if len(self.checkers) > text.WIDE else WORKERS
        for _, files in in_order(work, groups(root, paths, head, most), workers):
            for file in files:
                if file.block is None or file.keys is None:
                    yield from self._path_batches(file.path)
                    continue
                self.progress(file.path, file.block.size, file.block.size)
                if file.judged is None:
                    self._take_keys(file.path, file.keys)
                else:
                    yield self._take_block(file.path, file.block, file.judged)

    def _path_batches(self, path: str) -> Iterator[Batch]:
        judged = self._judge_splits(path) if self._executor else None
        yield from self._file_batches(path) if judged is None else self._split_batches(path, judged)

    def _judge_splits(self, path: str) -> JudgedFile | None:
        """Returns the file, checked in splits; None if it is to be read as a whole."""
        if self._executor is None or not (self.package.root / path).is_file():
            return None
        from packpress.check.splits.judge_file import judge_file  # few checks need it

        return judge_file(
            self._executor,
            self.package.root,
            path,
            self.resource,
            self.header,
            self.wanted_keys,
            self.findings,
            keeps_values=self._keeps_values,
            open_sink=None if self._consumer is None else self._consumer.open_sink,
        )

    def _split_batches(self, path: str, file: JudgedFile) -> Iterator[Batch]:
        """Yields the batches of the splits of a file, which it merges in their order."""
        from packpress.check.keys.shards.part import TablePart  # few checks need them
        from packpress.check.keys.shards.sharded_keys import ShardedKeys

        assert self._executor is not None
        if isinstance(self.keys, TableKeys):
            self.keys = ShardedKeys(self._executor, self.keys)
        self.header = self.header or file.header
        self.findings.merge(file.findings)
        for source, split, keys in zip(file.sources, file.splits, file.keys, strict=True):
            self.findings.merge(split.findings)
            self.inexact |= split.inexact
            self.keys.add_part(TablePart(path, keys, split.outline))
            self.rows += split.outline.rows
            self.progress(path, split.end.place.offset, file.size)
            if self._consumer is not None:
                self._consumer.add_split(source, split)
            yield from split.batches

    def _file_batches(self, path: str) -> Iterator[Batch]:
        file = self.package.root / path
        if not file.is_file() and self.resource.format != INLINE:
            if not self.findings.has_errors(path):  # it existed when the files were checked
                report_missing(path, self.findings)
            self.is_complete = False
            return
        reader = open_reader(self.package.root, path, self.resource, self.findings, self.header)
        is_plain = not self.resource.compression and self.resource.format in DELIMITED  # otherwise its size says little
        size = 0 if self.resource.format == INLINE else file.stat().st_size
        is_one_block = is_plain and size <= text.CHUNK
        done, whole = 0, size if is_plain and self.resource.dialect.encoding == UTF_8 else 0
        # very many columns take much memory, and threads would only wait
        workers = 1 if is_one_block or len(self.checkers) > text.WIDE else WORKERS
        is_ragged = False
        for block, judged in in_order(partial(self.judge.judge_block, reader), reader.blocks(), workers):
            done += block.size
            self.progress(path, done, whole)
            if judged is None:
                is_ragged = True
                reader.name_faults_of(block)
            elif not is_ragged:  # a fault that the reader has found is behind this block, however far it reads ahead
                yield self._take_block(path, block, judged)
        self.is_complete = self.is_complete and not reader.has_faults
        self.header = reader.header if self.header is None else self.header

    def _take_block(self, path: str, block: AnyBlock, judged: JudgedBlock) -> Batch:
        """Reports the breaches of a checked block and stores its keys; returns the block with its typed columns.

        An ordered merge: only called here, for one block after another in the order of the file.
        """
        report_breaches(path, self.schema, block, judged, self.findings)
        names = zip(self.schema.names, judged.columns, strict=True)
        self.inexact.update(name for name, column in names if column.is_inexact)
        self._take_keys(path, judged.keys)
        return Batch([column.values for column in judged.columns], judged.given, path, block)

    def _take_keys(self, path: str, keys: KeyBlock) -> None:
        self.keys.add(path, keys)
        self.rows += keys.rows

    def read_again(self) -> Iterator[tuple[str, AnyBlock, list[Column]]]:
        """Yields the blocks of a valid table, read again from its files: each with its file and its columns."""
        for path in self.resource.paths:
            reader = open_reader(self.package.root, path, self.resource, Findings(), self.header)
            for block in reader.blocks():
                yield path, block, reader.columns(block)

    def exact_batches(self) -> Iterator[ExactBatch]:
        """Yields the blocks of the number columns in which float64 would change a value, read again from the files."""
        for path, block, given in self.read_again() if self.inexact else ():
            values: dict[str, pa.Array] = {}
            texts: dict[str, pa.StringArray] = {}
            for checker, column in zip(self.checkers, given, strict=True):
                if (name := checker.field.name) in self.inexact:
                    values[name], _ = checker.check(column.cells, column.is_text)
                    texts[name] = checker.type.exact_texts(column.cells, values[name])
            yield ExactBatch(path, block, values, texts)

    def exact_numbers(self) -> dict[str, pa.ChunkedArray]:
        """Returns the texts of ``exact_batches`` for the whole table, by column."""
        batches = [batch.texts for batch in self.exact_batches()]
        return {name: pa.chunked_array([b[name] for b in batches], pa.string()) for name in sorted(self.inexact)}

    def _report_schema(self, field: Field, rule: str, severity: Severity, message: str) -> None:
        where = self.schema.path or self.package.descriptor
        message = message if self.schema.path else f'resource "{self.resource.name}": {message}'
        self.findings.add(Issue(where, 0, field.name, "", rule, severity, message))
