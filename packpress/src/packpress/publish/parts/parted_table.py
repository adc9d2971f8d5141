"""Collects the parts of a table's Parquet while the table is checked, in the order of its rows.

Splits are written where they are checked. Files that are read as a whole are written here, one part for those between splits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, cast

from packpress.arrow.work_limits import Effort
from packpress.check.blocks.judge_block import Batch
from packpress.check.splits.executor import Executor
from packpress.check.splits.judge_split import JudgedSplit
from packpress.check.splits.sink import OpenSink, SplitSource, read_into
from packpress.check.table import TableChecker
from packpress.errors import PackageError
from packpress.issue import Findings
from packpress.package.outputs.file_metadata import file_metadata
from packpress.publish.parquet.column_types import ColumnTypes
from packpress.publish.parquet.decimal_type import Digits
from packpress.publish.parquet.exact import column_digits, types_for
from packpress.publish.parquet.stream import ParquetStream, finish_stream, write_whole
from packpress.publish.parts.digits_sink import opened_digits
from packpress.publish.parts.part_sink import PartPlan, WrittenPart, opened_part
from packpress.publish.parts.seal import new_stand_in, seal


class _Part(NamedTuple):
    """A part, and from where it can be written again: a split, or files that are read as a whole."""

    written: WrittenPart
    source: SplitSource | tuple[str, ...]


class PartedTable:
    """The Parquet of one table: parts, if any of its files is checked in splits, or else one file."""

    def __init__(self, checker: TableChecker, folder: Path, executor: Executor) -> None:
        """``folder`` is a ``shared_folder``, in which all of the table's files are written."""
        self.checker, self.executor = checker, executor
        self.plan = PartPlan(folder, file_metadata(checker.package, checker.resource), new_stand_in())
        self.open_sink: OpenSink = partial(opened_part, self.plan)
        self._parts: list[_Part] = []
        self._last: tuple[Batch, ...] = ()
        self._has_unreal = False
        self._stream: ParquetStream | None = None
        self._paths: list[str] = []

    @property
    def is_parted(self) -> bool:
        """Whether the table is published in parts."""
        return any(isinstance(part.source, SplitSource) for part in self._parts)

    @property
    def count(self) -> int:
        """How many files the table is published in."""
        return max(1, len(self._parts) + (self._stream is not None)) if self.is_parted else 1

    def add_split(self, source: SplitSource, judged: JudgedSplit) -> None:
        """Adds the part that was made of a split; once anything is wrong, only its dates that are not real.

        Raises PackageError if there is no part although nothing is wrong: the split was checked once more, and had changed.
        """
        self._last = judged.batches
        findings = self.checker.findings
        if judged.kept is None and not findings.is_blocked():
            raise PackageError(f"{source.file.path}: changed while it was being read; run the command again")
        if judged.kept is None or (findings.is_blocked() and not self._has_unreal):
            return
        written = cast("WrittenPart", judged.kept)
        findings.merge(written.findings)
        self._has_unreal = self._has_unreal or written.findings.is_blocked()
        if findings.is_blocked():
            return
        self._end_stream()
        self._parts.append(_Part(written, source))

    def has(self, batch: Batch) -> bool:
        """Returns whether the batch is of a split, and so in a part already."""
        return any(batch is other for other in self._last)

    def stream_for(self, batch: Batch) -> ParquetStream:
        """Returns what a batch of a file that is read as a whole is written to."""
        if batch.path not in self._paths[-1:]:
            self._paths.append(batch.path)
        return self._opened()

    def _opened(self) -> ParquetStream:
        if self._stream is None:
            self._stream = ParquetStream(self.plan.metadata, self.checker.resource, self.plan.new_file())
        return self._stream

    def abandon(self) -> None:
        """Closes what was not completed."""
        if self._stream is not None:
            self._stream.abandon()

    def _end_stream(self) -> None:
        """Makes a part of what was read as a whole."""
        if self._stream is None:
            return
        stream, paths = self._stream, tuple(self._paths)
        is_fit = not stream.is_unfit and not self.checker.inexact
        if is_fit:
            stream.close(self.plan.stand_in)
        else:
            stream.abandon()
        self._stream, self._paths = None, []
        self._parts.append(_Part(WrittenPart(stream.file.name if is_fit else "", stream.types.left, Findings()), paths))

    def finish(self, source_hash: str, findings: Findings) -> tuple[Path, ...]:
        """Returns the finished files of the valid table, in order; those of parts whose types were not known are written again.

        Adds an issue for each cell that prevents a column from being decimal.
        """
        if not self.is_parted:
            return finish_stream(self.checker, self._opened(), source_hash, findings)
        self._end_stream()
        types = ColumnTypes(self.checker.schema)
        for part in self._parts:
            types.restrict(part.written.left)
        decimals = types_for(self._digits(), findings) if self.checker.inexact else {}
        if len(decimals) < len(self.checker.inexact):
            return ()
        is_late = [bool(decimals) or not w.file or w.chosen != types.chosen for w, _ in self._parts]
        plan = self.plan._replace(left=types.left, decimals=decimals)
        again = iter(self._write_again([part for part, late in zip(self._parts, is_late, strict=True) if late], plan))
        names = [next(again) if late else part.written.file for part, late in zip(self._parts, is_late, strict=True)]
        files = tuple(plan.folder / name for name in names)
        for file in files:
            seal(file, plan.stand_in, source_hash)
        return files

    def _digits(self) -> Mapping[str, Digits]:
        """Returns what all parts require of the columns in which float64 would change a number."""
        names = sorted(self.checker.inexact)
        digits = {name: Digits(name) for name in names}
        found = self._read_again(self._parts, partial(opened_digits, names), lambda part: column_digits(self._checker_of(part)))
        for of_part in found:
            for name, more in cast("Mapping[str, Digits]", of_part).items():
                digits[name].merge(more)
        return digits

    def _write_again(self, parts: Sequence[_Part], plan: PartPlan) -> Iterator[str]:
        """Writes parts with the types of the plan; yields the names of their files."""

        def write(part: _Part) -> WrittenPart:
            types = ColumnTypes(self.checker.schema, plan.left)
            stream = ParquetStream(plan.metadata, self.checker.resource, plan.new_file(), types)
            write_whole(self._checker_of(part), stream, plan.decimals or {}, plan.stand_in)
            return WrittenPart(stream.file.name, types.left, Findings())

        for written in self._read_again(parts, partial(opened_part, plan), write):
            yield cast("WrittenPart", written).file

    def _read_again(
        self, parts: Sequence[_Part], open_sink: OpenSink, read_here: Callable[[_Part], object]
    ) -> Iterator[object]:
        """Yields what sinks make of the splits, and ``read_here`` of the other parts, in order."""
        splits = [part.source for part in parts if isinstance(part.source, SplitSource)]
        of_splits = read_into(self.executor, splits, open_sink)
        for part in parts:
            yield next(of_splits) if isinstance(part.source, SplitSource) else read_here(part)

    def _checker_of(self, part: _Part) -> TableChecker:
        """Returns a checker of the files of a part that are read as a whole."""
        assert not isinstance(part.source, SplitSource)
        resource = self.checker.resource._replace(paths=part.source)
        found = TableChecker(self.checker.package, resource, frozenset(), Findings(), Effort())
        found.inexact = self.checker.inexact
        return found
