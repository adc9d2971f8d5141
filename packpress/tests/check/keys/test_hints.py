from __future__ import annotations

import pytest

from packpress.check.keys.hints import Hints


@pytest.mark.parametrize(
    ("value", "hint"),
    [("chima", '; did you mean "china"?'), ("zzz", ""), ("x" * 10_000, "")],
    ids=["near", "far", "too long to compare"],
)
def test_a_near_value_is_suggested(value: str, hint: str) -> None:
    assert Hints().near(value, ["china", "mexico"]) == hint


def test_nothing_is_suggested_from_a_large_table() -> None:
    assert Hints().near("99999", [str(number) for number in range(5_000)]) == ""


def test_hints_end_when_very_much_was_compared() -> None:
    hints, parent = Hints(), ["ab" * 49 + "c"] * 1_000
    given = [hints.near("ba" * 49 + "c", parent) for _ in range(3)]
    assert [bool(hint) for hint in given] == [True, False, False]
