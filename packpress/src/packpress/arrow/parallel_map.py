"""Processes the blocks of a file in a few threads, and yields the results in the order of the blocks.

It uses plain threads, because importing the pools of the standard library takes 2 ms, even when checking a small package.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue
from threading import Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORKERS = min(4, os.cpu_count() or 1)
"""How many blocks are processed at a time; Arrow and numpy release the global interpreter lock while they compute."""


def in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int = WORKERS) -> Iterator[tuple[Item, Result]]:
    """Yields (item, ``work(item)``) in order; holds at most ``workers`` + 1 items. One worker means no additional thread.

    An exception of ``work`` is raised here, when it is the turn of its item. ``in_order(len, ["a", "bc"])`` yields ("a", 1)
    and ("bc", 2).
    """
    if workers == 1:
        yield from ((item, work(item)) for item in items)
        return
    queue: SimpleQueue[_Task[Item, Result] | None] = SimpleQueue()
    threads = [Thread(target=_serve, args=(queue,), daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    pending: deque[_Task[Item, Result]] = deque()
    try:
        for item in items:
            pending.append(_Task(work, item))
            queue.put(pending[-1])
            if len(pending) > workers:
                done = pending.popleft()
                yield done.item, done.result()
        while pending:
            done = pending.popleft()
            yield done.item, done.result()
    finally:
        for _ in threads:
            queue.put(None)
        for thread in threads:
            thread.join()


class _Task(Generic[Item, Result]):
    """An item to process: a worker runs it, and ``result`` waits until it is done."""

    def __init__(self, work: Callable[[Item], Result], item: Item) -> None:
        self.work, self.item = work, item
        self.is_done = Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self.work(self.item)
        except BaseException as error:
            self.error = error
        self.is_done.set()

    def result(self) -> Result:
        self.is_done.wait()
        if self.error is not None:
            raise self.error
        return self._result


def _serve(queue: SimpleQueue[_Task[Item, Result] | None]) -> None:
    """Runs the tasks of the queue one after another, until it gets None."""
    while (task := queue.get()) is not None:
        task.run()
        del task  # a waiting worker must not keep a block in memory
