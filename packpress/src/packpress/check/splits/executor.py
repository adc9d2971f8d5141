"""Runs functions on many items, here or on other machines: the only thing that a check needs to know of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from packpress.arrow.parallel_map import WORKERS, Item, Result, in_order

SPLIT_SIZE = 64 * 1024 * 1024
"""How many bytes are checked at a time if nothing else is said: a few seconds, and about four times as much memory."""


SMALL_RESULTS = 16
"""How many results are brought at a time if none is large: each time takes some milliseconds."""


class Executor(Protocol):
    """Runs functions whose arguments and results can be pickled. What ``map`` returns stays where it was computed.

    Functions may run more than once, if a machine fails, and in any order. An exception of a function is raised here.
    """

    split_size: int
    """About how many bytes of a file are checked at a time; a file that is not larger is read as a whole."""

    def survey(self, look: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Returns the small result of each item. ``survey(len, ["ab", "c"])`` returns 2 and 1."""

    def map(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Sequence[Any]:
        """Runs ``work`` on each item, with what all share; returns what stands for the results, as items of any method.

        ``map(pow, [2, 3], 2)`` returns what stands for 4 and 9.
        """

    def hold(self, item: Any) -> Any:
        """Returns what stands for an item of this process, put where functions run."""

    def shuffle(
        self,
        cut: Callable[[Any], Sequence[Any]],
        items: Sequence[Any],
        join: Callable[[Any, Sequence[Any]], Any],
        owners: Sequence[Any],
    ) -> Sequence[Any]:
        """Gives each owner its piece of every item; returns what stands for the results, one for each owner.

        ``cut`` returns the pieces of an item, one for each owner; ``join`` gets an owner and its pieces, in the order of the
        items. ``shuffle(list, ["ab", "cd"], str.join, ["+", "-"])`` returns what stands for "a+c" and "b-d".
        """

    def gather(self, held: Sequence[Any], at_once: int = 1) -> Iterator[Any]:
        """Yields the results of ``map`` in order, and holds each no longer than necessary; brings so many at a time."""


class LocalExecutor:
    """Runs everything in the threads of this process, and holds the results in its memory.

    It judges files of a few splits, and proves that splits do not change a report.
    """

    def __init__(self, split_size: int, workers: int = WORKERS) -> None:
        self.split_size, self.workers = split_size, workers

    def survey(self, look: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Returns the result of each item."""
        return [result for _, result in in_order(look, items, self.workers)]

    def map(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
        """Returns the results themselves."""
        return self.survey(lambda item: work(item, *shared), items)

    def hold(self, item: Any) -> Any:
        """Returns the item itself."""
        return item

    def shuffle(
        self,
        cut: Callable[[Any], Sequence[Any]],
        items: Sequence[Any],
        join: Callable[[Any, Sequence[Any]], Any],
        owners: Sequence[Any],
    ) -> list[Any]:
        """Returns the results themselves."""
        cuts = self.survey(cut, items)
        return self.survey(lambda number: join(owners[number], [pieces[number] for pieces in cuts]), range(len(owners)))

    def gather(self, held: Sequence[Any], at_once: int = 1) -> Iterator[Any]:
        """Yields the results."""
        yield from held
