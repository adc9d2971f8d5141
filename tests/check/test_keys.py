from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fentanyl_control.check.equal_rows import duplicate_rows, orphan_rows
from fentanyl_control.check.keys import suggestion
from fentanyl_control.read.constants import string_array

repeatable = settings(deadline=None, derandomize=True)

Row = tuple[str | None, ...]
CELL = st.sampled_from(["", "a", "b", "ab", "é", "1", "01"]) | st.none()


def _columns(rows: list[Row], width: int) -> list[pa.Array]:
    return [pa.array([row[number] for row in rows], pa.string()) for number in range(width)]


@st.composite
def two_tables(draw: st.DrawFn) -> tuple[int, list[Row], list[Row]]:
    width = draw(st.integers(1, 3))
    rows = st.lists(st.tuples(*[CELL] * width), min_size=1, max_size=12)
    return width, draw(rows), draw(rows)


@repeatable
@given(two_tables())
def test_duplicates_are_those_of_a_plain_search(drawn: tuple[int, list[Row], list[Row]]) -> None:
    width, rows, _ = drawn
    whole = [number for number, row in enumerate(rows) if None not in row]
    wanted = [(number, rows.index(rows[number])) for number in whole if rows.index(rows[number]) < number]
    repeated, firsts = duplicate_rows(_columns(rows, width))
    assert list(zip(repeated.tolist(), firsts.tolist(), strict=True)) == wanted


@repeatable
@given(two_tables())
def test_orphans_are_those_of_a_plain_search(drawn: tuple[int, list[Row], list[Row]]) -> None:
    width, child, parent = drawn
    wanted = [number for number, row in enumerate(child) if None not in row and row not in parent]
    assert orphan_rows(_columns(child, width), _columns(parent, width)).tolist() == wanted


def test_columns_are_not_run_together() -> None:
    repeated, _ = duplicate_rows([string_array(["a", "ab"]), string_array(["bc", "c"])])
    assert repeated.tolist() == []


@pytest.mark.parametrize(
    ("value", "hint"),
    [("chima", '; did you mean "china"?'), ("zzz", ""), ("x" * 10_000, "")],
    ids=["near", "far", "too long to compare"],
)
def test_a_near_value_is_suggested(value: str, hint: str) -> None:
    assert suggestion(value, string_array(["china", "mexico"])) == hint


def test_nothing_is_suggested_from_a_large_table() -> None:
    assert suggestion("99999", string_array([str(number) for number in range(5_000)])) == ""
