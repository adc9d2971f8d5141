"""Runs the splits of a check on the workers of a Dask cluster, here or elsewhere. No other module knows of Dask.

Dask only schedules, moves results and runs again what a lost worker had; what is split, judged and merged is decided by us.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

import dask
import pyarrow as pa
from distributed import Client, KilledWorker, LocalCluster
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError

from packpress.arrow.parallel_map import WORKERS, Item, Result
from packpress.arrow.reused_memory import reuse_memory
from packpress.check.splits.executor import SPLIT_SIZE
from packpress.errors import PackpressError

_PATIENCE = 10
"""How many seconds a scheduler may take to answer."""


class DaskExecutor:
    """Runs functions on the workers of a client. Raises PackpressError if they cannot be run."""

    def __init__(self, client: Client, split_size: int = SPLIT_SIZE) -> None:
        self.split_size, self._client = split_size, client

    def survey(self, look: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Returns the small result of each item."""
        with _naming_failures():
            found: list[Result] = self._client.gather(self.map(look, items))
        return found

    def map(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
        """Runs ``work`` on each item; returns the futures of the results, which stay with the workers."""
        with _naming_failures():
            others = ([item] * len(items) for item in shared)
            futures: list[Any] = self._client.map(partial(_run, work), items, *others, pure=False)
        return futures

    def hold(self, item: Any) -> Any:
        """Returns the future of an item. The scheduler has it too, so that it is not lost with the worker that gets it."""
        with _naming_failures(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
            return self._client.submit(_itself, item, pure=False)

    def shuffle(
        self,
        cut: Callable[[Any], Sequence[Any]],
        items: Sequence[Any],
        join: Callable[[Any, Sequence[Any]], Any],
        owners: Sequence[Any],
    ) -> list[Any]:
        """Runs ``cut`` and ``join``; each piece is a task of its own, which only the worker of its owner gets."""
        cuts = self.map(cut, items)
        with _naming_failures():
            pieces = [self._client.map(itemgetter(number), cuts, pure=False) for number in range(len(owners))]
            joined: list[Any] = self._client.map(partial(_run, join), owners, pieces, pure=False)
        return joined

    def gather(self, held: Sequence[Any], at_once: int = 1) -> Iterator[Any]:
        """Yields the results in order; a worker may forget each once it was brought."""
        futures = list(held)
        if isinstance(held, list):
            held.clear()
        while futures:
            with _naming_failures():
                results = self._client.gather(futures[:at_once])
            del futures[:at_once]
            yield from results


@contextmanager
def opened_cluster(scheduler: str = "", split_size: int = SPLIT_SIZE) -> Iterator[DaskExecutor]:
    """Yields an executor on the cluster of the scheduler at that address; without one, on workers of this machine.

    Those are processes that listen on this machine only, and end with the context.
    """
    if scheduler:
        try:
            client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            reason = "there is no scheduler that answers; start one, or correct the address"
            raise PackpressError(f"--scheduler {scheduler}: {reason}") from error
        with client:
            yield DaskExecutor(client, split_size)
        return
    with opened_workers(WORKERS) as cluster, Client(cluster, set_as_default=False) as client:
        yield DaskExecutor(client, split_size)


@contextmanager
def opened_workers(count: int) -> Iterator[LocalCluster]:
    """Yields a scheduler in this process with so many workers, processes of one thread; all listen on this machine only."""
    quiet = {"distributed.nanny.pre-spawn-environ": {"OPENBLAS_NUM_THREADS": "1", "MIMALLOC_ALLOW_THP": "0"}}
    page = {"dashboard_address": "127.0.0.1:0"}  # any free port; the default one may be in use, of which Dask would warn
    with (
        dask.config.set(quiet),
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs=page,
            silence_logs=50,
        ) as cluster,
    ):
        yield cluster


def _run(work: Callable[..., Result], *items: Any) -> Result:
    """Runs in a worker: returns the result of the work."""
    _prepare_worker()
    return work(*items)


def _itself(item: Item) -> Item:
    return item


@lru_cache(maxsize=1)
def _prepare_worker() -> None:
    """Makes the process use memory and processors as a check does, once.

    Dask starts workers with ``MALLOC_TRIM_THRESHOLD_=65536``, so that glibc returns memory to the system after every block
    and has to get it again, which takes as long as the check itself. A worker runs one task per thread, so Arrow needs no more.
    """
    pa.set_cpu_count(1)
    reuse_memory()


@contextmanager
def _naming_failures() -> Iterator[None]:
    """Raises PackpressError, with what to do, instead of the exceptions of a cluster that fails."""
    try:
        yield
    except KilledWorker as error:
        message = "its workers ended again and again, probably for want of memory; give each more, or start more of them"
        raise PackpressError(f"the cluster could not check a part of the package: {message}") from error
    except (FutureCancelledError, CommClosedError, TimeoutError) as error:
        message = "the scheduler no longer answers, so that nothing was decided; start it, then run the command again"
        raise PackpressError(f"the check was not finished: {message}") from error
    except ModuleNotFoundError as error:
        message = f"a worker has no module {error.name}; install packpress, in the same version, where the workers run"
        raise PackpressError(f"the cluster cannot check the package: {message}") from error
    except OSError as error:
        message = "the workers must be able to read the package at the same path as this command"
        raise PackpressError(f"the cluster cannot read a file: {error}; {message}") from error
