"""Gives the checked blocks of a split to a sink where they are checked, and returns only what the sink makes of them.

So whatever is made of the values of a table, such as a part of its Parquet, is made where its splits are checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import AbstractContextManager
from functools import partial
from itertools import groupby
from typing import NamedTuple, Protocol

from packpress.check.blocks.judge_block import Batch
from packpress.check.splits.executor import Executor
from packpress.check.splits.judge_split import JudgedSplit, SplitFile, judge_split
from packpress.errors import PackageError
from packpress.read.csv.places import Split


class BatchSink(Protocol):
    """Takes the blocks of one split in order, while nothing is wrong in it."""

    def take(self, batch: Batch, inexact: Set[str]) -> None:
        """Adds a checked block; in the number columns ``inexact`` float64 changes a value of it or of a block before."""

    def close(self) -> object:
        """Returns what was made of the blocks, which can be pickled."""


OpenSink = Callable[[SplitFile], AbstractContextManager[BatchSink]]
"""Opens the sink of a split of the file, in any process: ``with open_sink(file) as sink``. Can be pickled."""


class SplitSource(NamedTuple):
    """Where a split can be read again."""

    file: SplitFile
    split: Split


class SplitConsumer(Protocol):
    """Opens the sinks for the splits of a table, and gets each split in the order of the file before its batches."""

    @property
    def open_sink(self) -> OpenSink:
        """The function that opens a sink."""

    def add_split(self, source: SplitSource, judged: JudgedSplit) -> None:
        """Adds a split, of which ``kept`` is what the sink made."""


def judge_into(file: SplitFile, open_sink: OpenSink, split: Split) -> JudgedSplit:
    """Returns the checked split with what its sink made of the blocks; with nothing if anything is wrong."""
    with open_sink(file) as sink:
        judged = judge_split(file, split, sink.take)
        is_right = judged.end.is_sound and not judged.findings.is_blocked()
        return judged._replace(kept=sink.close()) if is_right else judged


def read_into(executor: Executor, sources: Sequence[SplitSource], open_sink: OpenSink) -> Iterator[object]:
    """Yields in order what new sinks make of splits that were right, which are read again.

    Raises PackageError if a file changed so that it is not right any more.
    """
    for _, group in groupby(sources, key=lambda source: id(source.file)):
        of_file = list(group)
        file = of_file[0].file._replace(wanted_keys=frozenset(), keeps_values=False)
        held = executor.map(partial(_keep_again, file, open_sink), [source.split for source in of_file])
        yield from executor.gather(held)


def _keep_again(file: SplitFile, open_sink: OpenSink, split: Split) -> object:
    kept = judge_into(file, open_sink, split).kept
    if kept is None:
        raise PackageError(f"{file.path}: changed while it was being read; run the command again")
    return kept
