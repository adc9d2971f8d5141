from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from packpress.arrow.parallel_map import in_order


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_results_come_in_the_order_of_the_items(workers: int, count: int) -> None:
    assert list(in_order(lambda n: n * n, range(count), workers)) == [(n, n * n) for n in range(count)]


def test_a_late_result_holds_back_those_after_it() -> None:
    second = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            assert second.wait(10)
        second.set()
        return number

    assert [result for _, result in in_order(work, range(3), 2)] == [0, 1, 2]


@pytest.mark.parametrize("workers", [1, 2])
def test_few_items_are_held_at_a_time(workers: int) -> None:
    drawn: list[int] = []

    def items() -> Iterator[int]:
        for number in range(30):
            drawn.append(number)
            yield number

    for given, _ in in_order(lambda n: n, items(), workers):
        assert len(drawn) - given <= workers + 1


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_work_raises_is_raised_in_its_turn(workers: int) -> None:
    results = in_order(lambda n: 1 // (n - 3), range(9), workers)
    assert [next(results)[0] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_what_the_items_raise_ends_the_work() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise EOFError

    before = threading.active_count()
    with pytest.raises(EOFError):
        list(in_order(lambda n: n, items(), 2))
    assert threading.active_count() == before


def test_no_thread_is_left_where_nobody_wants_the_rest() -> None:
    before = threading.active_count()
    results = in_order(lambda n: n, range(9), 2)
    next(results)
    assert threading.active_count() > before
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
