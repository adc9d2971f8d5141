"""The process that merges gets numbers, and the keys of the rows that a report lists; places are those of whole files."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from tests.check.keys.shards.compare import Drawn, report, write_package
from tests.check.splits.away_executor import AwayExecutor

from packpress.check.session import Session
from packpress.issue import FOR_PROGRAMS, Findings, Limits

FIELDS = [{"name": "id", "type": "string"}, {"name": "above", "type": "string"}]
SCHEMA = {
    "fields": FIELDS,
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["above"], "reference": {"resource": "", "fields": ["id"]}}],
}
SPLITS = 8


def _rows(count: int) -> list[tuple[str, ...]]:
    """Rows in no order, each of which refers to another."""
    names = [f"record-{number:06}" for number in range(count)]
    random.Random(count).shuffle(names)
    return list(zip(names, reversed(names), strict=True))


def _received(root: Path, limits: Limits = FOR_PROGRAMS) -> bytes:
    """What a check in a few splits brings to the process that merges."""
    executor = AwayExecutor((root / "t0.csv").stat().st_size // SPLITS)
    assert report(root, limits, executor) == report(root, limits)
    return executor.received


def test_what_is_received_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    sizes = []
    for count in (500, 5000):
        write_package(tmp_path, {"t": Drawn(SCHEMA, [_rows(count)])})
        received = _received(tmp_path)
        assert re.findall(rb"record-", received) == []
        sizes.append(len(received))
    assert sizes[1] < 1.1 * sizes[0]


def test_the_keys_of_listed_rows_are_received_and_no_others(tmp_path: Path) -> None:
    rows = _rows(2000)
    for number in range(100, 1100):
        rows[number] = rows[0][0], f"orphan-{number}"
    write_package(tmp_path, {"t": Drawn(SCHEMA, [rows])})
    received = _received(tmp_path, Limits(10, 3))
    assert set(re.findall(rb"orphan-\d+", received)) == {b"orphan-100", b"orphan-101", b"orphan-102"}


def test_keys_that_rise_are_compared_by_their_first_and_last_values(tmp_path: Path) -> None:
    rows = [(name, "") for name, _ in sorted(_rows(800))]
    write_package(tmp_path, {"t": Drawn({"fields": FIELDS, "primaryKey": ["id"]}, [rows])})
    found = re.findall(rb"record-\d+", _received(tmp_path))
    assert 2 * (SPLITS - 1) <= len(found) <= 2 * (SPLITS + 1)


@pytest.mark.parametrize("size", [10, 50, 10_000])
def test_a_row_has_the_place_that_it_has_in_whole_files(size: int, tmp_path: Path) -> None:
    rows = [('"two\nlines"' if number % 5 == 0 else f"r{number}", "") for number in range(30)]
    write_package(tmp_path, {"t": Drawn(SCHEMA, [rows, [], rows[:1], rows[:20]])})

    def places(executor: AwayExecutor | None) -> list[tuple[str, int]]:
        session = Session.open(tmp_path, Findings())
        session.executor = executor
        (table,) = session.tables()
        table.read()
        return [table.keys.place(row) for row in (*range(table.rows), 0)]

    assert places(AwayExecutor(size)) == places(None)
