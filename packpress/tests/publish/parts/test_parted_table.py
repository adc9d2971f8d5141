"""A table that is checked in splits is published in parts: together they are the table that a single file has."""

from __future__ import annotations

import errno
import json
import os
import pickle
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import PackageMaker

from packpress.check.splits.executor import LocalExecutor
from packpress.check.splits.judge_split import JudgedSplit
from packpress.check.splits.sink import SplitSource
from packpress.check.validate import validate
from packpress.errors import LostValueError, PackageError, PackpressError
from packpress.filesystem.write import create_in
from packpress.publish.parts import part_sink
from packpress.publish.parts.parted_table import PartedTable
from packpress.publish.streamed import build_streamed

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "title": "Key", "constraints": {"minimum": 0, "maximum": 9999}},
    {"name": "kind", "type": "string", "packpress:unit": "kg"},
    {"name": "share", "type": "number"},
    {"name": "at", "type": "datetime"},
    {"name": "born", "type": "year"},
    {"name": "when", "type": "string", "packpress:edtf": True},
    {"name": "day", "type": "date", "format": "%d.%m.%Y"},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": ["id"]}
HEADER = ",".join(field["name"] for field in FIELDS)
ROWS, SIZE = 120, 1000
Rows = dict[int, dict[str, str]]
# what is late in a table → rows, each with cells: the types of all parts depend on them
LATE: dict[str, Rows] = {
    "nothing": {},
    "a number that float64 would change": {118: {"share": "12345678901234567.89"}},
    "two such numbers": {3: {"share": "12345678901234567.89"}, 117: {"share": "0.12345678901234567890123"}},
    "a moment with a zone": {117: {"at": "2024-02-29T12:00:00Z"}},
    "moments with and without a zone": {2: {"at": "2024-02-29T12:00:00"}, 117: {"at": "2024-02-29T12:00:00Z"}},
    "a moment that no type holds": {60: {"at": "0001-01-01T00:00:00+14:00"}},
    "a year with a zone": {119: {"born": "1999Z"}},
    "all of these": {
        60: {"share": "12345678901234567.89", "at": "0001-01-01T00:00:00+14:00"},
        119: {"born": "1999Z", "share": "-1.5"},
    },
}


def table(seed: int, rows: int = ROWS, late: Rows | None = None, begin: int = 0) -> str:
    rng = random.Random(seed)
    lines = [HEADER]
    for number in range(begin, begin + rows):
        given = {
            "id": str(number),
            "kind": rng.choice(["", "a", '"two\nlines"', '"a ""quote"""', "é"]),
            "share": rng.choice(["", "0.5", "1e3", "-2"]),
            "at": "",
            "born": rng.choice(["", "1999"]),
            "when": rng.choice(["", "2019-05", "2019~", "2019-05/2020"]),
            "day": rng.choice(["", "29.02.2024"]),
        }
        lines.append(",".join((given | (late or {}).get(number, {})).values()))
    return "\n".join([*lines, ""])


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def whole(root: Path) -> pa.Table:
    """The parts in the folder as one table, in their order; its schema is that of each of them, with its metadata."""
    parts = [pq.read_table(file) for file in sorted(root.iterdir())]
    assert all(part.schema.equals(parts[0].schema, check_metadata=True) for part in parts)
    assert len(parts) > 1
    return pa.concat_tables(parts)


class RemoteExecutor(LocalExecutor):
    """Pickles all that goes to tasks and comes from them, runs each task twice, and keeps what came back from the second."""

    def __init__(self, size: int = SIZE) -> None:
        super().__init__(size, workers=1)
        self.came: list[Any] = []

    def map(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
        sent = [pickle.dumps((work, item, *shared)) for item in items]
        for once in sent:
            _run(once)
        self.came += (found := [pickle.loads(pickle.dumps(_run(again))) for again in sent])
        return found


def _run(sent: bytes) -> Any:
    work, *items = pickle.loads(sent)
    return work(*items)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_the_parts_are_the_table_of_a_single_file(late: Rows, seed: int, make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(seed, late=late))
    built = build_streamed(root, out=root / "parts", executor=RemoteExecutor())
    alone = build_streamed(root, out=root / "one")
    assert (built.report, built.rows) == (alone.report, alone.rows)
    assert built.stale == (f"{root.as_posix()}/parts/table/", f"{root.as_posix()}/parts/datapackage.json")
    wanted = pq.read_table(root / "one" / "table.parquet")
    assert whole(root / "parts" / "table").equals(wanted, check_metadata=True)
    assert not [path for path in files(root) if ".packpress-" in path]


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_files_that_are_read_as_a_whole_are_parts_between_splits(late: Rows, make_package: PackageMaker) -> None:
    paths = ["data.csv", "large.csv", "b.csv", "c.csv", "larger.csv", "d.csv"]
    root = make_package(SCHEMA, table(1, 5, late), resource={"path": paths})
    for begin, rows, path in ((5, 50, "large"), (55, 4, "b"), (59, 3, "c"), (62, 50, "larger"), (112, 8, "d")):
        (root / f"{path}.csv").write_text(table(begin, rows, late, begin), encoding="utf-8")
    build_streamed(root, out=root / "parts", executor=LocalExecutor(SIZE))
    build_streamed(root, out=root / "one")
    wanted = pq.read_table(root / "one" / "table.parquet")
    assert whole(root / "parts" / "table").equals(wanted, check_metadata=True)
    assert (wanted["id"].to_pylist(), len(files(root / "parts" / "table"))) == (list(range(ROWS)), 7)


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_small_files_alone_are_one_file_with_all_rows(late: Rows, make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1, 5, late), resource={"path": ["data.csv", "b.csv", "c.csv"]})
    for begin, rows, path in ((5, 60, "b"), (65, 55, "c")):
        (root / f"{path}.csv").write_text(table(begin, rows, late, begin), encoding="utf-8")
    build_streamed(root, out=root / "parts", executor=LocalExecutor(10**6))
    build_streamed(root, out=root / "one")
    found, wanted = (pq.read_table(root / folder / "table.parquet") for folder in ("parts", "one"))
    assert (found.equals(wanted, check_metadata=True), found["id"].to_pylist()) == (True, list(range(ROWS)))


def test_a_table_whose_rows_are_not_all_in_its_parts_is_an_error(
    make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package(SCHEMA, table(1))
    before = files(root)
    add_split = PartedTable.add_split

    def lose(parted: PartedTable, source: SplitSource, judged: JudgedSplit) -> None:
        if source.split.begin.record == 0:
            add_split(parted, source, judged)

    monkeypatch.setattr(PartedTable, "add_split", lose)
    message = r"^data\.csv: was not published: 120 rows were checked, but \d+ would have been published; this is a bug"
    with pytest.raises(LostValueError, match=message):
        build_streamed(root, executor=LocalExecutor(SIZE))
    assert files(root) == before


def test_no_value_comes_to_the_process_that_merges(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1))
    build_streamed(root, executor=(executor := RemoteExecutor()))
    judged = [item for item in executor.came if isinstance(item, JudgedSplit)]
    assert {split.batches for split in judged} == {()}


# what is wrong → rows that are
WRONG: dict[str, Rows] = {
    "a cell of the last split": {119: {"day": "31.02.2024"}},
    "a cell of the first split": {0: {"day": "31.02.2024"}},
    "a date that is not real": {30: {"when": "2019-13"}, 118: {"when": "2019-02-30"}},
    "a key twice": {119: {"id": "0"}},
    "a number that no type holds": {5: {"share": "1e70"}, 100: {"share": "0.123456789012345678"}},
    "NaN beside a decimal": {5: {"share": "NaN"}, 70: {"share": "INF"}, 118: {"share": "12345678901234567.89"}},
    "a text that ends nowhere": {119: {"kind": '"x'}},
}


@pytest.mark.parametrize("late", WRONG.values(), ids=WRONG)
def test_nothing_is_published_when_anything_is_wrong(late: Rows, make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1, late=late))
    before = files(root)
    built = build_streamed(root, executor=RemoteExecutor())
    assert built.report == build_streamed(root).report
    assert (built.report.valid, built.stale, files(root)) == (False, (), before)


@pytest.mark.parametrize("late", ["nothing", "a number that float64 would change"])
def test_a_disk_that_is_full_leaves_what_was_published(
    late: str, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_package(SCHEMA, table(1, late=LATE[late]))
    build_streamed(root, executor=LocalExecutor(SIZE))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    (root / "data.csv").write_text(table(2, late=LATE[late]), encoding="utf-8")
    opened: list[Path] = []

    def create(path: Path) -> BinaryIO:
        opened.append(path)
        if len(opened) == (3 if late == "nothing" else 5):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return create_in(path)

    monkeypatch.setattr(part_sink, "create_in", create)
    message = 'a part of "table" could not be written, so that nothing was published: '
    reason = f"{root.as_posix()}: no space is left on the disk; free some, or name another place"
    with pytest.raises(PackpressError) as raised:
        build_streamed(root, executor=LocalExecutor(SIZE, workers=1))
    assert str(raised.value) == message + reason
    now = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert now | {root / "data.csv": b""} == before | {root / "data.csv": b""}


def test_a_task_that_runs_again_when_all_is_done_leaves_nothing(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1))
    tasks: list[Callable[[], object]] = []

    class Late(LocalExecutor):
        def map(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
            tasks.append(lambda: work(items[0], *shared))
            return super().map(lambda item: work(item, *shared), items)

    build_streamed(root, executor=Late(SIZE))
    before = files(root)
    with pytest.raises(PackpressError, match=r"does not exist, or nothing can be created there"):
        tasks[0]()
    assert files(root) == before


def test_a_split_that_had_changed_when_it_was_checked_again_is_an_error(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1))
    before = files(root)

    class Forgetful(LocalExecutor):
        def gather(self, held: Sequence[Any], at_once: int = 1) -> Iterator[Any]:
            for judged in super().gather(held, at_once):
                yield judged._replace(kept=None)

    with pytest.raises(PackageError, match=r"^data\.csv: changed while it was being read; run the command again$"):
        build_streamed(root, executor=Forgetful(SIZE))
    assert files(root) == before


def test_a_check_writes_nothing_and_names_what_is_stale(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1))
    before, shown = files(root), ("parquet/table/", "parquet/datapackage.json")
    built = build_streamed(root, executor=LocalExecutor(SIZE), check_only=True)
    assert (built.stale, built.fresh, files(root)) == (shown, (), before)
    build_streamed(root, executor=LocalExecutor(SIZE))
    built = build_streamed(root, executor=LocalExecutor(SIZE), check_only=True)
    assert (built.stale, built.fresh) == ((), shown)
    (root / "data.csv").write_text(table(2), encoding="utf-8")
    built = build_streamed(root, executor=LocalExecutor(SIZE))
    assert (built.stale, built.fresh) == (shown[:1], shown[1:])


def test_a_table_of_one_split_and_one_whose_file_is_named_are_files(
    make_package: PackageMaker, with_parquet: Callable[..., Path]
) -> None:
    small, named = make_package(SCHEMA, table(1)), with_parquet(SCHEMA, table(1), name="named")
    assert build_streamed(small, executor=LocalExecutor(10**6)).stale == ("parquet/table.parquet",)
    assert build_streamed(named, executor=LocalExecutor(SIZE)).stale == ("parquet/table.parquet", "parquet/table.json")
    assert pq.read_table(small / "parquet/table.parquet").equals(pq.read_table(named / "parquet/table.parquet"))


def test_parts_take_the_place_of_a_file_and_the_other_way_round(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1))
    assert build_streamed(root).no_longer_made == ()
    assert build_streamed(root, executor=LocalExecutor(SIZE)).no_longer_made == ("parquet/table.parquet",)
    assert build_streamed(root).no_longer_made == ("parquet/datapackage.json", "parquet/table")


def test_fewer_parts_take_the_place_of_more(make_package: PackageMaker) -> None:
    root = make_package(SCHEMA, table(1))
    build_streamed(root, executor=LocalExecutor(SIZE // 4))
    many = len(files(root / "parquet" / "table"))
    build_streamed(root, executor=LocalExecutor(SIZE))
    assert (many, files(root / "parquet" / "table")) == (14, {f"part-{number:05}.parquet" for number in range(4)})


def test_views_get_the_rows_of_parts(ferries: Path) -> None:
    build_streamed(ferries)
    before = {path.name: path.read_bytes() for path in (ferries / "parquet" / "views").iterdir()}
    built = build_streamed(ferries, executor=LocalExecutor(60))
    assert (built.no_longer_made, len(before)) == (("parquet/ferries.parquet",), 4)
    assert {path.name: path.read_bytes() for path in (ferries / "parquet" / "views").iterdir()} == before


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_the_descriptor_of_the_parts_is_valid_and_names_all(late: Rows, make_package: PackageMaker) -> None:
    schema = {**SCHEMA, "foreignKeys": [{"fields": "id", "reference": {"resource": "other", "fields": "id"}}]}
    above = {"fields": [*FIELDS, {"name": "above", "type": "integer"}]}
    reference = {"fields": "above", "reference": {"resource": "table", "fields": "id"}}
    csv = {"name": "table", "type": "table", "path": "data.csv", "title": "Rows", "schema": SCHEMA}
    more = {
        "name": "more",
        "type": "table",
        "path": "more.csv",
        "schema": {"fields": [above["fields"][-1]], "foreignKeys": [reference]},
    }
    words = {"title": "Example", "licenses": [{"name": "CC0-1.0"}], "packpress:counts": []}
    root = make_package(schema, table(1, late=late), descriptor={"resources": [csv, more], **words})
    (root / "more.csv").write_text("above\n3\n", encoding="utf-8")
    build_streamed(root, executor=LocalExecutor(SIZE))
    raw = json.loads((root / "parquet" / "datapackage.json").read_text(encoding="utf-8"))
    parts, other = raw.pop("resources")
    assert raw == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "example",
        "title": "Example",
        "licenses": [{"name": "CC0-1.0"}],
    }
    assert (parts["path"], other["path"]) == ([f"table/part-{number:05}.parquet" for number in range(4)], "more.parquet")
    assert (parts["title"], other["schema"]["foreignKeys"]) == ("Rows", [reference])
    report = validate(root / "parquet")
    assert (report.issues, report.layers) == ((), ("files", "cells"))
