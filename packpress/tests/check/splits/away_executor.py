"""An executor whose results are away, as on other machines: all that goes there or comes back is pickled, and counted."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple


class Away(NamedTuple):
    """What stands for a result."""

    data: bytes


class AwayExecutor:
    """Runs functions on copies of their arguments. ``received`` has what was brought to the process that merges."""

    def __init__(self, split_size: int) -> None:
        self.split_size, self.received = split_size, b""

    def survey(self, look: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        return list(self.gather(self.map(look, items)))

    def map(self, work: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Away]:
        return [_run(work, item, *shared) for item in items]

    def hold(self, item: Any) -> Away:
        return Away(pickle.dumps(item))

    def shuffle(
        self, cut: Callable[[Any], Any], items: Sequence[Any], join: Callable[[Any, Any], Any], owners: Sequence[Any]
    ) -> list[Away]:
        cuts = [_load(away) for away in self.map(cut, items)]
        assert all(len(pieces) == len(owners) for pieces in cuts)
        return [_run(join, owner, [pieces[number] for pieces in cuts]) for number, owner in enumerate(owners)]

    def gather(self, held: Sequence[Away], at_once: int = 1) -> Iterator[Any]:
        for away in held:
            self.received += away.data
            yield _load(away)


def _run(work: Callable[..., Any], *items: Any) -> Away:
    return Away(pickle.dumps(_load(Away(pickle.dumps(work)))(*map(_load, items))))


def _load(item: Any) -> Any:
    return pickle.loads(item.data) if isinstance(item, Away) else item
