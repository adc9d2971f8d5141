"""Checks one table of any format: turns the blocks of its files into issues, typed values and keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import pyarrow as pa

from packpress.arrow.parallel_map import WORKERS, in_order
from packpress.arrow.work_limits import Effort
from packpress.check.cells.field_checker import FieldChecker
from packpress.check.cells.soft_hyphens import may_have_soft_hyphens, soft_hyphens
from packpress.check.files.presence import report_missing
from packpress.check.keys.table_keys import KeyBlock, TableKeys, key_block
from packpress.check.progress import Progress, silent
from packpress.errors import PackageError
from packpress.issue import Findings, Issue, Severity
from packpress.package.model import DELIMITED, INLINE, Package, Schema, Table
from packpress.package.text.encodings import UTF_8
from packpress.read.csv import scanner as text
from packpress.read.open_reader import open_reader
from packpress.read.reader import AnyBlock, Breach, Column, RaggedError, Reader
from packpress.types.field import Field
from packpress.types.strptime.columns import read_moments


class _Column(NamedTuple):
    """A checked column of a block, as ``Judged``, and whether float64 would change one of its numbers."""

    values: pa.Array
    compared: pa.Array
    breaches: list[Breach]
    is_inexact: bool


class Batch(NamedTuple):
    """A checked block of a table: its typed columns in the order of the schema, null where a cell is missing or invalid.

    ``given`` are the columns as they were read, and ``path`` is the file of the block.
    """

    columns: list[pa.Array]
    given: list[Column]
    path: str
    block: AnyBlock


class ExactBatch(NamedTuple):
    """The number columns of a block in which float64 would change a number: their values, and their texts as plain decimals."""

    path: str
    block: AnyBlock
    values: dict[str, pa.Array]
    texts: dict[str, pa.StringArray]


class _Judged(NamedTuple):
    """A checked block: its columns as read and as checked, and what the checks of keys need of it."""

    given: list[Column]
    columns: list[_Column]
    keys: KeyBlock


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
    ) -> None:
        self.package, self.resource, self.findings = package, resource, findings
        self.schema: Schema = resource.schema
        self.wanted_keys, self.progress = wanted_keys, progress
        self.keys = TableKeys("line" if resource.format in DELIMITED else "row")
        self.key_columns = [self.schema.names.index(name) for name in self.schema.primary_key]
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
        self.key_types = {checker.field.name: checker.type for checker in self.checkers if checker.field.name in wanted_keys}

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

    def batches(self) -> Iterator[Batch]:
        """Checks the table; returns those of its blocks that have not been pulled yet, each with its typed columns."""
        return self._batches

    def read(self) -> None:
        """Checks the blocks that have not been pulled yet."""
        for _ in self._batches:
            pass

    def _read(self) -> Iterator[Batch]:
        for path in self.resource.paths:
            yield from self._file_batches(path)

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
        for block, judged in in_order(partial(self._judge_block, reader), reader.blocks(), workers):
            done += block.size
            self.progress(path, done, whole)
            if judged is None:
                reader.name_faults_of(block)
            elif not reader.has_faults:
                yield self._take_block(path, block, judged)
        self.is_complete = self.is_complete and not reader.has_faults
        self.header = reader.header if self.header is None else self.header

    def _judge_block(self, reader: Reader, block: AnyBlock) -> _Judged | None:
        """Checks every column of a block; returns None if a row is ragged.

        A pure map: blocks share no state here, so that several can be checked at a time, wherever that is.
        """
        try:
            given = reader.columns(block)
        except RaggedError:
            return None
        cells = [column.cells for column in given]
        moments = read_moments([checker.moments for checker in self.checkers], cells)
        columns = list(map(self._judge_column, self.checkers, given, moments))
        if may_have_soft_hyphens(block):
            for name, texts_of, column in zip(self.schema.names, cells, columns, strict=True):
                column.breaches.extend(soft_hyphens(texts_of, name in self.wanted_keys))
        names = self.schema.names
        texts, compared = dict(zip(names, cells, strict=True)), {n: c.compared for n, c in zip(names, columns, strict=True)}
        return _Judged(given, columns, key_block(block, self.schema, texts, compared, self.key_types))

    def _judge_column(self, checker: FieldChecker, given: Column, moments: pa.Int64Array | None) -> _Column:
        judged = checker.judge(given.cells, given.is_text, moments)
        is_inexact = not given.is_float and checker.type.is_inexact(given.cells, judged.values)
        return _Column(judged.values, judged.compared, [*given.breaches, *judged.breaches], is_inexact)

    def _take_block(self, path: str, block: AnyBlock, judged: _Judged) -> Batch:
        """Reports the breaches of a checked block and stores its keys; returns the block with its typed columns.

        An ordered merge: only called here, for one block after another in the order of the file.
        """
        for name, given, column in zip(self.schema.names, judged.given, judged.columns, strict=True):
            for breach in column.breaches:
                self._report(path, breach, name, given.cells, judged.given, block)
            if column.is_inexact:
                self.inexact.add(name)
        self.keys.add(path, judged.keys)
        self.rows += block.rows
        return Batch([column.values for column in judged.columns], judged.given, path, block)

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

    def _report(
        self,
        path: str,
        breach: Breach,
        name: str,
        column: pa.Array,
        given: list[Column],
        block: AnyBlock,
    ) -> None:
        room = self.findings.room(path, name, breach.rule, breach.severity)
        lines = block.lines() if room else ()
        for row in breach.rows[:room].tolist():
            key = ", ".join(given[number].cells[row].as_py() or "" for number in self.key_columns)
            value = column[row].as_py() or ""
            self.findings.add(Issue(path, int(lines[row]), name, key, breach.rule, breach.severity, breach.message, value))
        if len(breach.rows) > room:
            self.findings.count_only(path, name, breach.rule, len(breach.rows) - room, breach.severity)
