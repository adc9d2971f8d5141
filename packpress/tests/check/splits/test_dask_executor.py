"""On a cluster of Dask the report is that of the whole file, also if a worker ends; a lost scheduler is an error."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import PackageMaker

from packpress.check.splits.executor import Executor
from packpress.check.validate import examine
from packpress.errors import PackpressError
from packpress.issue import FOR_PROGRAMS, Limits
from packpress.publish.streamed import build_streamed

distributed = pytest.importorskip("distributed", reason='the extra "dask" is not installed')
import psutil  # noqa: E402 # which distributed needs

from packpress.check.splits.dask_executor import DaskExecutor, opened_cluster, opened_workers  # noqa: E402 # which imports distributed

pytestmark = pytest.mark.slow
ROWS, SIZE = 40_000, 100_000
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "size", "type": "integer"},
        {"name": "day", "type": "date", "format": "%d.%m.%Y"},
        {"name": "note", "type": "string"},
        {"name": "above", "type": "string"},
    ],
    "primaryKey": "id",
    "foreignKeys": [{"fields": ["above"], "reference": {"resource": "", "fields": ["id"]}}],
}
# row → what is wrong in it: each is found only where the splits of both files are compared
FAULTS: dict[int, dict[str, str]] = {
    300: {"id": "k" * 700},
    31_000: {"id": "k" * 700},
    35_000: {"id": "r7"},
    38_000: {"above": "r99999999"},
    39_000: {"size": "x"},
    39_500: {"day": "31.02.2024"},
}


def _rows(begin: int, end: int) -> str:
    rng = random.Random(begin)
    lines = ["id,size,day,note,above"]
    for number in range(begin, end):
        note = rng.choice(["plain", '"two\nlines"', '"a ""quote"""', "é"])
        row = {"id": f"r{number}", "size": str(number % 900), "day": "01.03.2024", "note": note, "above": "r1"}
        lines.append(",".join((row | FAULTS.get(number, {})).values()))
    return "\n".join(lines) + "\n"


@pytest.fixture
def package(make_package: PackageMaker) -> Path:
    """A table of two files with few faults."""
    root = make_package(SCHEMA, _rows(0, ROWS // 2), resource={"path": ["data.csv", "more.csv"]})
    (root / "more.csv").write_text(_rows(ROWS // 2, ROWS), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def cluster() -> Iterator[DaskExecutor]:
    """Two workers on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("packpress.check.splits.dask_executor.WORKERS", 2)
        with opened_cluster(split_size=SIZE) as executor:
            yield executor


def _client(executor: DaskExecutor) -> Any:
    return executor._client


@pytest.mark.parametrize("limits", [FOR_PROGRAMS, Limits(2)], ids=str)
def test_a_cluster_gives_the_report_of_the_whole_file(limits: Limits, package: Path, cluster: DaskExecutor) -> None:
    report = examine(package, limits=limits).report
    assert (report.errors, len(_client(cluster).run(os.getpid))) == (5, 2)
    assert examine(package, limits=limits, executor=cluster).report == report


@pytest.mark.parametrize("parents", [5, 3000], ids=["small", "large"])
def test_a_reference_to_a_table_that_is_read_as_a_whole_is_checked(
    parents: int, make_package: PackageMaker, cluster: DaskExecutor
) -> None:
    names = [f"{'n' * 20}{number}" for number in range(parents)]
    reference = {"fields": ["note"], "reference": {"resource": "notes", "fields": ["note"]}}
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "note", "type": "string"}], "foreignKeys": [reference]}
    rows = [f"{number},{names[number % parents]}" for number in range(20_000)]
    rows[15_000] = "15000,nn1"
    notes = {"name": "notes", "path": "notes.csv", "schema": {"fields": [{"name": "note", "type": "string"}]}}
    table = {"name": "table", "path": "data.csv", "schema": schema}
    root = make_package(schema, "\n".join(["id,note", *rows]) + "\n", descriptor={"resources": [table, notes]})
    (root / "notes.csv").write_text("\n".join(["note", *names]) + "\n", encoding="utf-8")
    report = examine(root).report
    assert [(issue.rule, issue.line) for issue in report.issues] == [("foreign-key", 15_002)]
    assert examine(root, executor=cluster).report == report


def test_invalid_text_is_read_as_a_whole_and_reported_once(package: Path, cluster: DaskExecutor) -> None:
    (package / "more.csv").write_text(_rows(ROWS // 2, ROWS).replace(",plain,", ',pl"ain,', 1), encoding="utf-8")
    report = examine(package).report
    assert report.by_rule == (("error", "text-quote", 1),)
    assert examine(package, executor=cluster).report == report


def _built_alone(root: Path) -> pa.Table:
    build_streamed(root, out=root / "here")
    return pq.read_table(root / "here" / "table.parquet")


def _folder(folder: Path) -> pa.Table:
    found: pa.Table = import_module("pyarrow.dataset").dataset(folder, format="parquet").to_table()
    return found


# program → the parts in the folder as one table
READERS: dict[str, Callable[[Path], pa.Table]] = {
    "pyarrow": _folder,
    "DuckDB": lambda folder: duckdb.read_parquet(f"{folder}/*.parquet").to_arrow_table(),
    "Polars": lambda folder: polars.scan_parquet(folder).collect().to_arrow(),
}


def test_other_programs_read_the_parts_of_a_build_as_one_table(make_package: PackageMaker, cluster: DaskExecutor) -> None:
    fields = [{**field, "type": "number"} if field["name"] == "size" else field for field in SCHEMA["fields"]]
    late = "r20000,12345678901234567.89,01.03.2024,plain,r1\n"  # so that all parts are written again
    root = make_package({"fields": fields, "primaryKey": "id"}, _rows(1000, 20_000) + late)
    wanted = _built_alone(root)
    assert build_streamed(root, out=root / "there", executor=cluster).report.valid
    names = sorted(file.name for file in (root / "there" / "table").iterdir())
    assert names == [f"part-{number:05}.parquet" for number in range(len(names))]
    assert _folder(root / "there" / "table").equals(wanted, check_metadata=True)
    found = {name: read(root / "there" / "table").to_pylist() for name, read in READERS.items()}
    assert found == dict.fromkeys(READERS, wanted.to_pylist())


def test_workers_give_no_memory_back_after_each_block(cluster: DaskExecutor) -> None:
    values = _client(cluster).run(os.environ.get, "MALLOC_TRIM_THRESHOLD_")
    assert set(values.values()) == {None}


def test_two_clusters_listen_on_this_machine_only(cluster: DaskExecutor) -> None:
    assert _client(cluster).run(os.getpid)
    with opened_workers(1):  # Dask would warn if it wanted a port that the first cluster has
        process = psutil.Process()
        here = [process, *process.children(recursive=True)]
        places = [place for own in here for place in own.net_connections("inet") if place.status == psutil.CONN_LISTEN]
    assert len(places) >= 8
    assert {place.laddr.ip for place in places} == {"127.0.0.1"}


class After:
    """An executor that does something once splits have been started, or keys have been sent to their shards."""

    def __init__(self, executor: Executor, act: Callable[[], object], *, at_keys: bool = False) -> None:
        self.executor, self.act, self.at_keys, self.split_size = executor, act, at_keys, executor.split_size

    def survey(self, look: Any, items: Sequence[Any]) -> list[Any]:
        return self.executor.survey(look, items)

    def map(self, work: Any, items: Sequence[Any], *shared: Any) -> Sequence[Any]:
        held = self.executor.map(work, items, *shared)
        if not self.at_keys:
            self.act()
        return held

    def hold(self, item: Any) -> Any:
        return self.executor.hold(item)

    def shuffle(self, cut: Any, items: Sequence[Any], join: Any, owners: Sequence[Any]) -> Sequence[Any]:
        held = self.executor.shuffle(cut, items, join, owners)
        if self.at_keys:
            self.act()
        return held

    def gather(self, held: Sequence[Any], at_once: int = 1) -> Iterator[Any]:
        return self.executor.gather(held, at_once)


@pytest.mark.parametrize("at_keys", [False, True], ids=["at splits", "at keys"])
def test_a_worker_that_ends_changes_nothing(at_keys: bool, package: Path, cluster: DaskExecutor) -> None:
    client = _client(cluster)
    ended: list[int] = []

    def end_one() -> None:
        if not ended:
            ended.append(next(iter(client.run(os.getpid).values())))
            os.kill(ended[0], signal.SIGKILL)

    report = examine(package, executor=After(cluster, end_one, at_keys=at_keys)).report
    client.wait_for_workers(2, timeout=60)
    assert (report, ended[0] in client.run(os.getpid).values()) == (examine(package).report, False)


def test_a_worker_that_ends_while_parts_are_written_changes_nothing(make_package: PackageMaker, cluster: DaskExecutor) -> None:
    root, client = make_package({**SCHEMA, "foreignKeys": []}, _rows(1000, 20_000)), _client(cluster)
    ended: list[int] = []

    def end_one() -> None:
        if not ended:
            ended.append(next(iter(client.run(os.getpid).values())))
            time.sleep(0.2)  # for some parts to begin
            os.kill(ended[0], signal.SIGKILL)

    build_streamed(root, out=root / "there", executor=After(cluster, end_one))
    assert len(ended) == 1
    assert _folder(root / "there" / "table").equals(_built_alone(root))
    assert [path.name for path in sorted((root / "there").iterdir())] == ["datapackage.json", "table"]


@contextmanager
def _started(name: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process of Dask, which ends with the test."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments, "--host", "127.0.0.1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_scheduler_that_goes_away_is_an_error_and_nothing_is_published(package: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    message = "the check was not finished: the scheduler no longer answers, so that nothing was decided; start it, then"
    with _started("scheduler", "--port", "0", "--no-dashboard") as scheduler:
        assert scheduler.stderr is not None
        address = next(line.split()[-1] for line in scheduler.stderr if "Scheduler at:" in line)
        with (
            _started("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"),
            opened_cluster(address, SIZE) as dask,
        ):
            executor = After(dask, scheduler.kill)
            with pytest.raises(PackpressError, match=f"^{message} run the command again$"):
                build_streamed(package, out=tmp_path / "out", executor=executor)
    assert list((tmp_path / "out").iterdir()) == []
