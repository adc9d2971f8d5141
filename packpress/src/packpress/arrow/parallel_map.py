"""Runs work on the blocks of a file in a few threads, and gives the results in the order of the blocks.

By plain threads: the pools of the standard library take 2 ms to import, which every check of a small package would pay.
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
"""How many blocks are worked on at a time; Arrow and numpy let go of the interpreter's lock while they compute."""


def in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int = WORKERS) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, in order. At most ``workers`` + 1 items are held; one worker alone works here.

    What the work raises is raised here, in its turn.
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
    """One piece of work: done by a worker, waited for by whoever wants the result."""

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
    """Do the tasks of the queue, one after another, down to None."""
    while (task := queue.get()) is not None:
        task.run()
        del task  # a worker that waits must not hold a block
