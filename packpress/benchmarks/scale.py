"""Times a check on clusters of one worker, two and more on this machine, and in threads; prints two tables in Markdown.

    python benchmarks/scale.py FOLDER [--work validate build] [--tables mixed plain] [--rows 1000000 5000000]
                               [--workers 1 2] [--rounds 3]

The packages are those of run.py, made in FOLDER where they are missing. Workers are processes of one thread, so that a worker
more is a core more; they run before the command starts, as those of a cluster do. In each round every command runs once, in
turn. The check is the time of a command without its start, which is the time that it takes for a table of ten rows.

The second table is a model, fitted to the medians by least squares: ``start + rows * (alone + shared / workers)`` seconds;
``alone`` is what no worker shares. Threads have no ``shared``. It predicts the time of more rows on more workers, each with a
core of its own. Peaks of memory are read from /proc, so this runs on Linux only.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import psutil
from distributed import Client, LocalCluster

sys.path.insert(0, str(Path(__file__).parent))
from make_table import TABLES
from run import make_folder, ours, run

from packpress.check.splits.dask_executor import opened_workers

FEW = 10
MILLION = 1_000_000
THREADS = 0
"""Stands for no cluster, where others have the number of workers."""
PREDICTED, SIZES = (1, 2, 8, 32), (10 * MILLION, 100 * MILLION, 1000 * MILLION)
"""Numbers of workers, and of rows, for which the time is predicted."""


@dataclass(frozen=True)
class Cost:
    """One run: wall-clock seconds, seconds of CPU of all processes, peaks in MiB of the command and of the largest worker."""

    seconds: float
    cpu: float
    peak: float
    worker_peak: float = 0.0


class Cluster:
    """A scheduler in this process and workers that are processes of one thread."""

    def __init__(self, cluster: LocalCluster, client: Client) -> None:
        self.address = cluster.scheduler_address
        self.workers = [psutil.Process(pid) for pid in client.run(_begin).values()]

    def cpu(self) -> float:
        """Seconds of CPU so far, of the workers and of the scheduler."""
        return time.process_time() + sum(sum(process.cpu_times()[:2]) for process in self.workers)

    def forget_peaks(self) -> None:
        """Let peaks of memory begin again."""
        for process in self.workers:
            Path(f"/proc/{process.pid}/clear_refs").write_text("5", encoding="ascii")

    def peak(self) -> float:
        """The largest peak of a worker in MiB."""
        return max(_peak(process.pid) for process in self.workers)


def _begin() -> int:
    """Import what a check needs, as in a worker that has worked before; returns the number of the process."""
    import packpress.check.splits.judge_file  # noqa: F401

    return os.getpid()


def _peak(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


@contextmanager
def opened(workers: int) -> Iterator[Cluster | None]:
    """The cluster, without one for THREADS; its processes listen on this machine only, and end with it."""
    if workers == THREADS:
        yield None
        return
    with opened_workers(workers) as cluster, Client(cluster, set_as_default=False) as client:
        yield Cluster(cluster, client)


def measure(folder: Path, work: str, cluster: Cluster | None) -> Cost:
    """One run of the command, on the cluster if there is one."""
    command = ours(folder, work)
    if cluster is None:
        alone = run(command)
        return Cost(alone.seconds, alone.cpu, alone.peak)
    cluster.forget_peaks()
    before = cluster.cpu()
    driver = run([*command, "--engine", "dask", "--scheduler", cluster.address])
    return Cost(driver.seconds, driver.cpu + cluster.cpu() - before, driver.peak, cluster.peak())


Costs = dict[tuple[int, int], list[Cost]]
"""The costs of the rounds, by the number of workers and of rows."""


def rounds(folders: dict[int, Path], work: str, workers: list[int], count: int) -> Costs:
    """The costs of ``count`` rounds, after one of the table of few rows that does not count."""
    found: Costs = {(number, rows): [] for number in workers for rows in folders}
    for _ in range(count):
        for number in workers:
            with opened(number) as cluster:
                measure(folders[FEW], work, cluster)
                for rows, folder in folders.items():
                    found[number, rows].append(measure(folder, work, cluster))
    return found


def middle(costs: list[Cost], name: str) -> float:
    """The median of one kind of cost."""
    return statistics.median(getattr(cost, name) for cost in costs)


def where(number: int) -> str:
    """The place of a check in words."""
    return "threads" if number == THREADS else f"{number} worker{'s' * (number > 1)}"


def print_costs(table: str, work: str, found: Costs) -> None:
    """Print a line for each size and place; ``× 1 worker`` compares checks, ``CPU × threads`` compares whole commands."""
    for (number, rows), costs in sorted(found.items(), key=lambda item: item[0][::-1]):
        if rows == FEW:
            continue
        check = middle(costs, "seconds") - middle(found[number, FEW], "seconds")
        one = found.get((1, rows))
        faster = (middle(one, "seconds") - middle(found[1, FEW], "seconds")) / check if one and number else None
        alone = found.get((THREADS, rows))
        dearer = middle(costs, "cpu") / middle(alone, "cpu") if alone else None
        cells = [table, work, f"{rows:,}", where(number), f"{middle(costs, 'seconds'):.2f}", f"{check:.2f}"]
        cells += ["" if faster is None else f"{faster:.2f}", f"{middle(costs, 'cpu'):.2f}"]
        cells += ["" if dearer is None else f"{dearer:.2f}", f"{max(cost.peak for cost in costs):.0f}"]
        cells.append(f"{max(cost.worker_peak for cost in costs):.0f}" if number else "")
        print(f"| {' | '.join(cells)} |", flush=True)


@dataclass(frozen=True)
class Model:
    """The seconds of a command: ``start``, and for each million rows ``alone`` and what workers share."""

    start: float
    alone: float
    shared: float

    def seconds(self, rows: float, workers: int) -> float:
        """What the command would take."""
        return self.start + rows / MILLION * (self.alone + (self.shared / workers if workers else 0))

    def pays_from(self, workers: int, threads: Model) -> float:
        """From how many rows on the cluster is faster than the threads; infinite if it never is."""
        gain = threads.alone - self.alone - self.shared / workers
        return max(self.start - threads.start, 0) / gain * MILLION if gain > 0 else float("inf")


def fitted(found: Costs, *, threads: bool) -> Model:
    """The model that fits the medians best, of threads or of all clusters."""
    at = [(number, rows) for number, rows in found if (number == THREADS) == threads]
    seconds = [middle(found[place], "seconds") for place in at]
    columns = [[1, rows / MILLION, 0 if threads else rows / MILLION / number] for number, rows in at]
    start, alone, shared = np.linalg.lstsq(np.array(columns), np.array(seconds), rcond=None)[0].tolist()
    return Model(start, alone, shared)


def print_models(table: str, work: str, found: Costs) -> None:
    """Print the models of threads and of clusters, and what they predict."""
    local, cluster = fitted(found, threads=True), fitted(found, threads=False)
    for place, model, workers in [("threads", local, THREADS), *((where(n), cluster, n) for n in PREDICTED)]:
        pays = model.pays_from(workers, local) if workers else 0.0
        cells = [table, work, place, f"{model.start:.2f}", f"{model.alone:.3f}", f"{model.shared:.3f}"]
        cells += [f"{model.seconds(rows, workers):,.0f}" for rows in SIZES]
        cells.append("" if not workers else "never" if pays == float("inf") else f"{pays / MILLION:,.1f}")
        print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Make the packages, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", nargs="+", choices=["validate", "build"], default=["validate"])
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=["mixed"])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    names = ["packpress", "pyarrow", "distributed"]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in names))
    print("\n| table | work | rows | where | s | check s | × 1 worker | CPU s | CPU × threads | MiB | worker MiB |")
    print("|---|---|---:|---|---:|---:|---:|---:|---:|---:|---:|")
    measured = []
    for table in options.tables:
        for work in options.work:
            folders = {rows: make_folder(options.folder, table, rows, work) for rows in [FEW, *options.rows]}
            found = rounds(folders, work, [THREADS, *options.workers], options.rounds)
            print_costs(table, work, found)
            measured.append((table, work, found))
    print("\n| table | work | where | start s | alone s | shared s |", end="")
    print("".join(f" {rows // MILLION:,}M s |" for rows in SIZES), "pays from, million rows |")
    print("|---|---|---|" + "---:|" * (4 + len(SIZES)))
    for table, work, found in measured:
        print_models(table, work, found)


if __name__ == "__main__":
    main()
