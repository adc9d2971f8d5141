"""A sink gets the blocks of a split while they are right, and only what it makes of them comes back."""

from __future__ import annotations

from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PackageMaker

from packpress.check.blocks.judge_block import Batch
from packpress.check.session import Session
from packpress.check.splits.executor import LocalExecutor
from packpress.check.splits.judge_split import JudgedSplit, SplitFile
from packpress.check.splits.sink import SplitSource, read_into
from packpress.errors import PackageError
from packpress.issue import Findings
from packpress.read.csv import scanner

SCHEMA: dict[str, Any] = {"fields": [{"name": "id", "type": "integer"}, {"name": "share", "type": "number"}]}
ROWS = "id,share\n" + "".join(f"{n},0.5\n" for n in range(100, 200))


class Counting:
    """Counts rows, and notes the columns that are not exact, and whether it was left."""

    left = 0

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.inexact: list[str] = []

    def take(self, batch: Batch, inexact: Set[str]) -> None:
        self.ids += batch.columns[0].to_pylist()
        self.inexact = sorted(inexact)

    def close(self) -> tuple[list[int], list[str]]:
        return self.ids, self.inexact


@contextmanager
def opened(file: SplitFile) -> Iterator[Counting]:
    try:
        yield Counting()
    finally:
        Counting.left += 1


class Consumer:
    """Keeps what sinks make of splits."""

    open_sink = staticmethod(opened)

    def __init__(self) -> None:
        self.sources: list[SplitSource] = []
        self.kept: list[Any] = []

    def add_split(self, source: SplitSource, judged: JudgedSplit) -> None:
        self.sources.append(source)
        self.kept.append(judged.kept)
        assert judged.batches == ()


def _checked(root: Path) -> Consumer:
    consumer = Consumer()
    for table in Session.open(root, Findings()).tables():
        table.give_splits(consumer, LocalExecutor(300), keeps_values=False)
        assert list(table.batches()) == []
    return consumer


def test_each_split_gives_what_its_sink_makes_and_can_be_read_again(make_package: PackageMaker) -> None:
    root, before = make_package(SCHEMA, ROWS), Counting.left
    consumer = _checked(root)
    assert [row for ids, _ in consumer.kept for row in ids] == list(range(100, 200))
    assert (len(consumer.kept), Counting.left - before) == (3, 3)
    assert list(read_into(LocalExecutor(300), consumer.sources[1:], opened)) == consumer.kept[1:]


def test_a_split_with_an_error_gives_nothing(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, ROWS.replace("150,0.5", "150,half"))
    assert [kept is None for kept in _checked(root).kept] == [False, True, False]


def test_a_sink_knows_which_columns_float64_changes(make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "CHUNK", 64)
    root = make_package(SCHEMA, ROWS.replace("150,0.5", "150,12345678901234567.89"))
    assert [inexact for _, inexact in _checked(root).kept] == [[], ["share"], []]


def test_a_file_that_changed_is_an_error_when_it_is_read_again(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, ROWS)
    sources = _checked(root).sources
    (root / "data.csv").write_text(ROWS.replace("199,0.5", "199,half"), encoding="utf-8")
    with pytest.raises(PackageError, match=r"^data\.csv: changed while it was being read; run the command again$"):
        list(read_into(LocalExecutor(300), sources, opened))
