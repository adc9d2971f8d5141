"""Checks a large delimited file in splits, if that certainly gives what reading it as a whole gives.

The borders of the splits are found by counting quotes, which is right for valid text. Each split must then be valid text from
its first byte to its last, a row's end, and end at the line and the row where the next begins. So the first split begins where
the rows begin, each following one where rows end, and the rows of the splits are the rows of the file. If any of this fails,
or a limit on work was reached, the caller reads the file as a whole, and finds its faults there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from packpress.check.splits.executor import SMALL_RESULTS, Executor
from packpress.check.splits.judge_split import JudgedSplit, SplitEnd, SplitFile, end_of, judge_split, keys_of, without_keys
from packpress.check.splits.sink import OpenSink, SplitSource, judge_into
from packpress.issue import Findings
from packpress.package.model import Table
from packpress.read.csv.places import RowPlace, Split
from packpress.read.csv.scanner import MAX_EXACT
from packpress.read.csv.survey_range import RangeSurvey, splits_of, survey_range
from packpress.read.delimited import DelimitedReader

FEW_ISSUES = 1000
"""With more issues than this in all of its splits, what was found in them is brought one split at a time."""


class JudgedFile(NamedTuple):
    """A checked file: its header, its size, what was found before its first row, and its splits in order, each pulled once.

    The splits are without their keys; ``keys`` has what stands for those of each split, where it was checked. ``sources`` say
    where each split can be read again.
    """

    header: tuple[str, ...]
    size: int
    findings: Findings
    splits: Iterator[JudgedSplit]
    keys: Sequence[Any]
    sources: Sequence[SplitSource] = ()


def may_split(resource: Table) -> bool:
    """Returns whether files of the table can be read from their middle: plain text in UTF-8, not compressed."""
    return resource.is_plain_text


def judge_file(
    executor: Executor,
    root: Path,
    path: str,
    resource: Table,
    like: tuple[str, ...] | None,
    wanted_keys: frozenset[str],
    findings: Findings,
    *,
    keeps_values: bool,
    open_sink: OpenSink | None = None,
) -> JudgedFile | None:
    """Returns the checked file; None if it has only one split, or is to be read as a whole.

    Adds nothing to ``findings``, from which it takes limits and severities. ``like`` is the header of the resource's first
    file. Without ``keeps_values`` the splits have no typed columns. The blocks of each split go to a sink of ``open_sink``.
    """
    root = root.absolute()  # of any process
    file, limits, severities = root / path, findings.limits, findings.severities
    before = file.stat()
    if not may_split(resource) or before.st_size <= executor.split_size:
        return None
    of_head = Findings(limits, severities)
    reader = DelimitedReader(file, path, resource, of_head, like)
    begin = reader.scanner.read_place()
    if begin is None or reader.has_faults or reader.places is None:
        return None
    surveys = executor.survey(partial(_survey, file), _ranges(begin.offset, before.st_size, executor.split_size))
    splits = splits_of(begin, surveys)
    if len(splits) < 2:
        return None
    head = reader.scanner.head
    size, modified = before.st_size, before.st_mtime_ns
    shared = SplitFile(root, path, size, modified, resource, reader.places, head, wanted_keys, limits, severities, keeps_values)
    held = executor.map(partial(judge_split, shared) if open_sink is None else partial(judge_into, shared, open_sink), splits)
    others = executor.map(without_keys, held)
    ends = executor.survey(end_of, held)
    after = file.stat()
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_same or not _do_meet(splits, ends) or sum(end.doubtful for end in ends) > MAX_EXACT:
        return None
    are_small = not keeps_values and sum(end.issues for end in ends) <= FEW_ISSUES
    keys, judged = executor.map(keys_of, held), executor.gather(others, SMALL_RESULTS if are_small else 1)
    sources = [SplitSource(shared, split) for split in splits]
    return JudgedFile(head.header, before.st_size, of_head, judged, keys, sources)


def _ranges(begin: int, end: int, size: int) -> list[tuple[int, int]]:
    return [(place, min(place + size, end)) for place in range(begin, end, size)]


def _survey(file: Path, part: tuple[int, int]) -> RangeSurvey:
    return survey_range(file, *part)


def _do_meet(splits: Sequence[Split], ends: Sequence[SplitEnd]) -> bool:
    """Returns whether each split is valid text and ends where the next begins, the last with the file."""
    places: list[RowPlace] = [end.place for end in ends]
    is_whole = places[-1].offset == splits[-1].end
    meets = (place == following.begin for place, (_, following) in zip(places, pairwise(splits), strict=False))
    return is_whole and all(meets) and all(end.is_sound for end in ends)
