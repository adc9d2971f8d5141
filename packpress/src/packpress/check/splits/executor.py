"""Runs functions on many items, here or on other machines: the only thing that a check needs to know of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from packpress.arrow.parallel_map import WORKERS, Item, Result, in_order


class Executor(Protocol):
    """Runs functions whose arguments and results can be pickled. What ``map`` returns stays where it was computed.

    Functions may run more than once, if a machine fails, and in any order. An exception of a function is raised here.
    """

    split_size: int
    """About how many bytes of a file are checked at a time; a file that is not larger is read as a whole."""

    def survey(self, look: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Returns the small result of each item. ``survey(len, ["ab", "c"])`` returns 2 and 1."""

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> Sequence[Any]:
        """Runs ``work`` on each item; returns what stands for the results: items of ``survey`` and of ``gather``."""

    def gather(self, held: Sequence[Any]) -> Iterator[Any]:
        """Yields the results of ``map`` in order, and holds each no longer than necessary."""


class LocalExecutor:
    """Runs everything in the threads of this process, and holds the results in its memory.

    It judges files of a few splits, and proves that splits do not change a report.
    """

    def __init__(self, split_size: int, workers: int = WORKERS) -> None:
        self.split_size, self.workers = split_size, workers

    def survey(self, look: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Returns the result of each item."""
        return [result for _, result in in_order(look, items, self.workers)]

    def map(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Returns the results themselves."""
        return self.survey(work, items)

    def gather(self, held: Sequence[Any]) -> Iterator[Any]:
        """Yields the results."""
        yield from held
