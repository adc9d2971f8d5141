"""On a cluster of Dask the report is that of the whole file, also if a worker ends; a lost scheduler is an error."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PackageMaker

from packpress.check.splits.executor import Executor
from packpress.check.validate import examine
from packpress.errors import PackpressError
from packpress.issue import FOR_PROGRAMS, Limits
from packpress.publish.streamed import build_streamed

distributed = pytest.importorskip("distributed", reason='the extra "dask" is not installed')
from packpress.check.splits.dask_executor import DaskExecutor, opened_cluster  # noqa: E402 # which imports distributed

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


def test_invalid_text_is_read_as_a_whole_and_reported_once(package: Path, cluster: DaskExecutor) -> None:
    (package / "more.csv").write_text(_rows(ROWS // 2, ROWS).replace(",plain,", ',pl"ain,', 1), encoding="utf-8")
    report = examine(package).report
    assert report.by_rule == (("error", "text-quote", 1),)
    assert examine(package, executor=cluster).report == report


def test_a_build_writes_the_same_bytes(make_package: PackageMaker, cluster: DaskExecutor) -> None:
    root = make_package({**SCHEMA, "foreignKeys": []}, _rows(1000, 20_000))
    for folder, executor in (("here", None), ("there", cluster)):
        (root / folder).mkdir()
        assert build_streamed(root, out=root / folder, executor=executor).report.valid
    assert (root / "there" / "table.parquet").read_bytes() == (root / "here" / "table.parquet").read_bytes()


def test_workers_give_no_memory_back_after_each_block(cluster: DaskExecutor) -> None:
    values = _client(cluster).run(os.environ.get, "MALLOC_TRIM_THRESHOLD_")
    assert set(values.values()) == {None}


class After:
    """An executor that does something once the splits have been started."""

    def __init__(self, executor: Executor, act: Callable[[], object]) -> None:
        self.executor, self.act, self.split_size = executor, act, executor.split_size

    def survey(self, look: Any, items: Sequence[Any]) -> list[Any]:
        return self.executor.survey(look, items)

    def map(self, work: Any, items: Sequence[Any]) -> Sequence[Any]:
        held = self.executor.map(work, items)
        self.act()
        return held

    def gather(self, held: Sequence[Any]) -> Iterator[Any]:
        return self.executor.gather(held)


def test_a_worker_that_ends_changes_nothing(package: Path, cluster: DaskExecutor) -> None:
    client = _client(cluster)
    ended: list[int] = []

    def end_one() -> None:
        if not ended:
            ended.append(next(iter(client.run(os.getpid).values())))
            os.kill(ended[0], signal.SIGKILL)

    report = examine(package, executor=After(cluster, end_one)).report
    client.wait_for_workers(2, timeout=60)
    assert (report, ended[0] in client.run(os.getpid).values()) == (examine(package).report, False)


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
