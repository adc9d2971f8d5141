"""Runs work on the blocks of a file in a few threads, and gives the results in the order of the blocks."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORKERS = min(4, os.cpu_count() or 1)
"""How many blocks are worked on at a time; Arrow and numpy let go of the interpreter's lock while they compute."""


def in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int = WORKERS) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, in order. At most ``workers`` + 1 items are held; one worker alone works here."""
    if workers == 1:
        yield from ((item, work(item)) for item in items)
        return
    with ThreadPoolExecutor(workers) as pool:
        pending: deque[tuple[Item, Future[Result]]] = deque()
        for item in items:
            pending.append((item, pool.submit(work, item)))
            if len(pending) > workers:
                done, future = pending.popleft()
                yield done, future.result()
        while pending:
            done, future = pending.popleft()
            yield done, future.result()
