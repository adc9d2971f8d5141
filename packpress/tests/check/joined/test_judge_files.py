"""Small files that are checked together give the report, the batches and the Parquet that they give one by one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PackageMaker

from packpress.check.blocks.judge_block import Batch
from packpress.check.joined import judge_files as joined
from packpress.check.session import Session
from packpress.check.splits.executor import LocalExecutor
from packpress.check.table import TableChecker
from packpress.issue import FOR_PROGRAMS, Findings, Limits, Report
from packpress.publish.streamed import build_streamed

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "size", "type": "integer", "missingValues": ["", "-"], "constraints": {"maximum": 900}},
    {"name": "day", "type": "date", "format": "%d.%m.%Y"},
    {"name": "share", "type": "number", "constraints": {"unique": True}},
    {"name": "note", "type": "string", "constraints": {"pattern": "[^x]*", "maxLength": 30}},
    {"name": "above", "type": "string"},
]
SCHEMA: dict[str, Any] = {
    "fields": FIELDS,
    "primaryKey": "id",
    "uniqueKeys": [["size", "day"]],
    "foreignKeys": [{"fields": ["above"], "reference": {"resource": "", "fields": ["id"]}}],
}
HEADER = "id,size,day,share,note,above"
GOOD = ("", "plain", '"a, b"', '"two\nlines"', '"a ""word"""', "=1+1", "Łódź", '""')
BAD = ("x", "a\u0301", "soft\u00adhyphen", 'quo"te', '"open', "x" * 31, "a,b", "\x07", "\u200b", "a\rb")
LIMITS = {"all": FOR_PROGRAMS, "few": Limits(7, None), "two of a kind": Limits(20, 2)}


def _row(number: int, rng: random.Random, faults: float) -> str:
    is_bad = rng.random() < faults
    cells = [
        rng.choice(["", "ß1", f"k{number - 1}"]) if is_bad and rng.random() < 0.3 else f"k{number}",
        rng.choice(["901", "y", "1e3"]) if is_bad and rng.random() < 0.3 else rng.choice(["-", "", "07", str(number)]),
        rng.choice(["31.02.2024", "-"]) if is_bad and rng.random() < 0.3 else f"{number % 28 + 1:02}.{number % 12 + 1:02}.2024",
        "0.1"
        if is_bad and rng.random() < 0.3
        else rng.choice([f"{number}.50", f"{number}.5", f"0.{number}0000000000000000001"]),
        rng.choice(BAD) if is_bad else rng.choice(GOOD),
        rng.choice(["K1", "none"]) if is_bad and rng.random() < 0.3 else f"k{rng.randrange(number + 1)}",
    ]
    return ",".join(cells)


def _file(start: int, rows: int, rng: random.Random, faults: float, end: str) -> bytes:
    text = end.join([HEADER, *(_row(number, rng, faults) for number in range(start, start + rows))])
    data = (text if rng.random() < 0.2 else text + end).encode()
    if rng.random() < faults:
        changes: list[Callable[[], bytes]] = [
            lambda: data.replace(b"id,size", b"size,id", 1),
            lambda: b"\xef\xbb\xbf" + data,
            lambda: b"",
            lambda: data.replace(b"\n", b"\r\n"),
            lambda: data + b"\n",
            lambda: data.replace(b"k", b"\xff", 1),
            lambda: HEADER.encode(),
            lambda: data.replace(b"id,size", b'"id",size', 1),
        ]
        return rng.choice(changes)()
    return data


def _package(make_package: PackageMaker, seed: int, faults: float) -> Path:
    rng = random.Random(seed)
    end, files, number = rng.choice(["\n", "\n", "\r\n"]), {}, 0
    for place in range(rng.randrange(2, 25)):
        rows = rng.choice([0, 1, 2, 9, 40])
        files[f"part-{place}.csv"] = _file(number, rows, rng, faults, end)
        number += rows
    missing = rng.random() < faults
    root = make_package(SCHEMA, "", resource={"path": [*files, *(["missing.csv"] if missing else [])]})
    for name, data in files.items():
        (root / name).write_bytes(data)
    return root


def _check(root: Path, limits: Limits = FOR_PROGRAMS, executor: LocalExecutor | None = None) -> tuple[Report, list[Any]]:
    """The report; and for each row its file, its line, its cells and its values."""
    session = Session.open(root, Findings(limits))
    session.executor = executor
    rows: list[Any] = []
    for table in session.tables():
        for batch in table.batches():
            given = zip(*(column.cells.to_pylist() for column in batch.given), strict=True)
            values = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            rows += zip([batch.path] * batch.block.rows, batch.block.lines().tolist(), given, values, strict=True)
        rows.append((table.rows, table.inexact, table.is_complete, table.header))
    return session.finish(), rows


def test_a_fault_among_many_files_leaves_the_others_together(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which files are read by themselves: the one with the fault, and the first, whose header the others share."""
    rng = random.Random(5)
    files = {f"part-{place}.csv": _file(place * 9, 9, rng, 0.0, "\n") for place in range(16)}
    files["part-6.csv"] = files["part-6.csv"].replace(b"k", b"\xff", 1)
    root = make_package(SCHEMA, "", resource={"path": [*files]})
    for name, data in files.items():
        (root / name).write_bytes(data)
    read: list[str] = []
    alone = TableChecker._file_batches

    def reading(checker: TableChecker, path: str) -> Iterator[Batch]:
        read.append(path)
        return alone(checker, path)

    monkeypatch.setattr(TableChecker, "_file_batches", reading)
    report, _ = _check(root)
    assert read == ["part-0.csv", "part-6.csv"]
    assert {issue.path for issue in report.issues if issue.severity == "error"} == {"part-6.csv"}


def test_a_build_of_many_files_writes_the_same_parquet(make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _package(make_package, 6, 0.0)
    written = []
    for out, may_join in (("together", joined.may_join), ("alone", lambda _: False)):
        monkeypatch.setattr(joined, "may_join", may_join)
        assert build_streamed(root, out=root.parent / out).report.valid
        written.append((root.parent / out / "table.parquet").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("faults", [0.0, 0.01, 0.2])
@pytest.mark.parametrize("seed", range(8))
def test_files_give_the_same_together_as_one_by_one(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch, seed: int, faults: float, limits: Limits
) -> None:
    monkeypatch.setattr(joined, "TOGETHER", random.Random(seed).choice([300, 2000, 4_000_000]))
    root = _package(make_package, seed, faults)
    together = _check(root, limits)
    in_splits = _check(root, limits, LocalExecutor(200))
    monkeypatch.setattr(joined, "may_join", lambda _: False)
    assert together == _check(root, limits)
    assert in_splits[0] == together[0]
