"""Checks one split of a delimited file; needs nothing but its arguments and the file, so that any process can do it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from packpress.arrow.work_limits import Effort
from packpress.check.blocks.judge_block import Batch, BlockJudge
from packpress.check.blocks.report_breaches import report_breaches
from packpress.check.cells.field_checker import FieldChecker
from packpress.check.keys.table_keys import KeyBlock
from packpress.issue import Findings, Limits
from packpress.package.model import Table
from packpress.read.csv.places import FileHead, RowPlace, Split
from packpress.read.csv.scanner import MAX_RECORD
from packpress.read.delimited import SplitReader
from packpress.read.header import Columns
from packpress.severities import Severities


class SplitFile(NamedTuple):
    """A delimited file of a table, with all that checks of its splits share; ``size`` is that of the file."""

    root: Path
    path: str
    size: int
    resource: Table
    columns: Columns
    head: FileHead
    wanted_keys: frozenset[str]
    limits: Limits
    severities: Severities
    keeps_values: bool


class SplitEnd(NamedTuple):
    """How the check of a split ended: where, whether all of it is certainly valid text, and its doubtful rows.

    If the text may be invalid, or a limit on work was reached, the file is to be read as a whole.
    """

    place: RowPlace
    is_sound: bool
    doubtful: int = 0


class JudgedSplit(NamedTuple):
    """A checked split: what was found, and for each of its blocks the keys and, if wanted, the typed columns."""

    end: SplitEnd
    findings: Findings
    keys: tuple[KeyBlock, ...] = ()
    batches: tuple[Batch, ...] = ()
    inexact: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        """Number of rows."""
        return sum(block.rows for block in self.keys)


def judge_split(file: SplitFile, split: Split) -> JudgedSplit:
    """Returns the checked split. It is given up at the first fault of its text."""
    findings = Findings(file.limits, file.severities)
    unsound = JudgedSplit(SplitEnd(split.begin, is_sound=False), Findings())
    reader = SplitReader(file.root / file.path, file.path, file.resource, findings, file.columns, file.head, split)
    effort = Effort((split.end - split.begin.offset) / file.size)
    schema = file.resource.schema
    checkers = [FieldChecker(field, field.name in schema.primary_key, effort) for field in schema.fields]
    judge = BlockJudge(schema, checkers, file.wanted_keys)
    keys: list[KeyBlock] = []
    batches: list[Batch] = []
    inexact: set[str] = set()
    for block in reader.blocks():
        judged = judge.judge_block(reader, block)
        if judged is None or effort.is_exhausted or block.size > MAX_RECORD:
            return unsound
        report_breaches(file.path, schema, block, judged, findings)
        inexact.update(name for name, column in zip(schema.names, judged.columns, strict=True) if column.is_inexact)
        keys.append(judged.keys)
        if file.keeps_values:
            batches.append(Batch([column.values for column in judged.columns], judged.given, file.path, block))
    if reader.has_faults:
        return unsound
    end = SplitEnd(reader.scanner.place, is_sound=True, doubtful=reader.scanner.doubtful)
    return JudgedSplit(end, findings, tuple(keys), tuple(batches), frozenset(inexact))


def end_of(judged: JudgedSplit) -> SplitEnd:
    """Returns how the check of a split ended."""
    return judged.end
