"""Checks one split of a delimited file; needs nothing but its arguments and the file, so that any process can do it."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path
from typing import NamedTuple

from packpress.arrow.work_limits import Effort
from packpress.check.blocks.judge_block import Batch, BlockJudge
from packpress.check.blocks.report_breaches import report_breaches
from packpress.check.cells.field_checker import FieldChecker
from packpress.check.keys.shards.part import Outline, outline
from packpress.check.keys.table_keys import TableKeys
from packpress.errors import PackpressError
from packpress.issue import Findings, Limits
from packpress.package.model import Table
from packpress.read.csv.places import FileHead, RowPlace, Split
from packpress.read.csv.scanner import MAX_RECORD
from packpress.read.delimited import SplitReader
from packpress.read.header import Columns
from packpress.severities import Severities


class SplitFile(NamedTuple):
    """A delimited file of a table, with what all its splits share; ``size`` and ``modified`` are those of the file."""

    root: Path
    path: str
    size: int
    modified: int
    resource: Table
    columns: Columns
    head: FileHead
    wanted_keys: frozenset[str]
    limits: Limits
    severities: Severities
    keeps_values: bool


class SplitEnd(NamedTuple):
    """How the check of a split ended: where, whether all of it is certainly valid text, its doubtful rows, its issues.

    If the text may be invalid, or a limit on work was reached, the file is to be read as a whole.
    """

    place: RowPlace
    is_sound: bool
    doubtful: int = 0
    issues: int = 0


class JudgedSplit(NamedTuple):
    """A checked split: what was found, its keys and their outline, and for each of its blocks, if wanted, the typed columns.

    The keys are None where all else has been brought to the process that merges. ``kept`` is what a sink made of its blocks
    where it was checked, see ``sink``.
    """

    end: SplitEnd
    findings: Findings
    keys: TableKeys | None = None
    outline: Outline = Outline()
    batches: tuple[Batch, ...] = ()
    inexact: frozenset[str] = frozenset()
    kept: object = None


def judge_split(file: SplitFile, split: Split, take: Callable[[Batch, Set[str]], None] | None = None) -> JudgedSplit:
    """Returns the checked split. It is given up at the first fault of its text, or if the file has changed.

    ``take`` gets each block while nothing is wrong, and the number columns so far in which float64 would change a value.
    """
    findings = Findings(file.limits, file.severities)
    unsound = JudgedSplit(SplitEnd(split.begin, is_sound=False), Findings())
    status = (file.root / file.path).stat()
    if (status.st_size, status.st_mtime_ns) != (file.size, file.modified):
        return unsound
    reader = SplitReader(file.root / file.path, file.path, file.resource, findings, file.columns, file.head, split)
    effort = Effort((split.end - split.begin.offset) / file.size)
    schema = file.resource.schema
    checkers = [FieldChecker(field, field.name in schema.primary_key, effort) for field in schema.fields]
    judge = BlockJudge(schema, checkers, file.wanted_keys)
    keys = TableKeys()
    batches: list[Batch] = []
    inexact: set[str] = set()
    for block in reader.blocks():
        judged = judge.judge_block(reader, block)
        if judged is None or effort.is_exhausted or block.size > MAX_RECORD:
            return unsound
        report_breaches(file.path, schema, block, judged, findings)
        inexact.update(name for name, column in zip(schema.names, judged.columns, strict=True) if column.is_inexact)
        keys.add(file.path, judged.keys)
        batch = Batch([column.values for column in judged.columns], judged.given, file.path, block)
        if file.keeps_values:
            batches.append(batch)
        if take is not None and not findings.is_blocked():
            take(batch, inexact)
    if reader.has_faults:
        return unsound
    end = SplitEnd(reader.scanner.place, is_sound=True, doubtful=reader.scanner.doubtful, issues=findings.kept)
    return JudgedSplit(end, findings, keys, outline(keys), tuple(batches), frozenset(inexact))


def end_of(judged: JudgedSplit) -> SplitEnd:
    """Returns how the check of a split ended."""
    return judged.end


def keys_of(judged: JudgedSplit) -> TableKeys:
    """Returns the keys of a split, which stay where it was checked.

    Raises PackpressError if there are none: a worker ended, and when the split was checked once more, the file had changed.
    """
    if judged.keys is None:
        raise PackpressError("a file changed while the package was checked; run the command again")
    return judged.keys


def without_keys(judged: JudgedSplit) -> JudgedSplit:
    """Returns a split with all but its keys."""
    return judged._replace(keys=None)
