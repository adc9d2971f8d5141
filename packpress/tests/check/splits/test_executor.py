from __future__ import annotations

import pytest
from tests.check.splits.away_executor import AwayExecutor

from packpress.check.splits.executor import Executor, LocalExecutor

EXECUTORS: dict[str, Executor] = {"threads": LocalExecutor(16), "one thread": LocalExecutor(16, 1), "away": AwayExecutor(16)}


@pytest.mark.parametrize("executor", EXECUTORS.values(), ids=EXECUTORS)
def test_functions_run_on_items_and_on_results(executor: Executor) -> None:
    powers = executor.map(pow, [2, 3, executor.hold(4)], executor.hold(2))
    assert executor.survey(str, powers) == ["4", "9", "16"]
    assert list(executor.gather(executor.map(str, powers))) == ["4", "9", "16"]


@pytest.mark.parametrize("executor", EXECUTORS.values(), ids=EXECUTORS)
def test_an_owner_gets_its_piece_of_each_item_in_order(executor: Executor) -> None:
    joined = executor.shuffle(list, executor.map(str, [12, 34, 56]), str.join, ["+", executor.hold("-")])
    assert list(executor.gather(joined)) == ["1+3+5", "2-4-6"]
    assert list(executor.gather(executor.shuffle(list, [], str.join, ["+"]))) == [""]
    assert list(executor.gather(executor.shuffle(list, [""], str.join, []))) == []
