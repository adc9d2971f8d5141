"""A program must read each cell with its value and its type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.judges.expected import ONE_NUMBER, WITHOUT_DATES, Table, differences

KINDS = {"id": "string", "n": "integer", "x": "number", "day": "date", "is": "boolean"}
ROWS: tuple[Mapping[str, Any], ...] = (
    {"id": "a", "n": 7, "x": Decimal("1.5"), "day": "2024-02-29", "is": True},
    {"id": "", "n": None, "x": None, "day": None, "is": None},
)
TABLE = Table("t", "parquet/t.parquet", KINDS, ROWS)
READ: dict[str, list[object]] = {
    "id": ["a", ""],
    "n": [7, None],
    "x": [1.5, None],
    "day": [date(2024, 2, 29), None],
    "is": [True, None],
}

# what a program reads otherwise → the difference
CASES: dict[str, tuple[dict[str, list[object]], list[str]]] = {
    "nothing": ({}, []),
    "decimals": ({"x": [Decimal("1.50"), None]}, []),
    "another text": ({"id": ["b", ""]}, ["t.id, row 1: 'b' instead of 'a'"]),
    "an empty text as missing": ({"id": ["a", None]}, ["t.id, row 2: None instead of ''"]),
    "a whole number with gaps as a float": ({"n": [7.0, None]}, ["t.n, row 1: 7.0 instead of 7"]),
    "a missing number as NaN": ({"x": [1.5, float("nan")]}, ["t.x, row 2: nan instead of None"]),
    "a day as text": ({"day": ["2024-02-29", None]}, ["t.day, row 1: '2024-02-29' instead of '2024-02-29'"]),
    "true as 1": ({"is": [1, None]}, ["t.is, row 1: 1 instead of True"]),
    "a row less": ({name: cells[:1] for name, cells in READ.items()}, ["t: [1] rows instead of 2"]),
}


@pytest.mark.parametrize(("read", "expected"), CASES.values(), ids=CASES)
def test_what_a_program_reads_is_compared_with_value_and_type(read: dict[str, list[object]], expected: list[str]) -> None:
    assert differences(TABLE, READ | read) == expected


def test_a_program_without_a_type_is_allowed_another() -> None:
    assert differences(TABLE, READ | {"day": ["2024-02-29", None], "is": [1, None]}, WITHOUT_DATES) == []
    assert differences(TABLE, READ | {"n": [7.0, None], "id": ["a", None]}, ONE_NUMBER, empty_is_missing=True) == []
    assert differences(TABLE, {"id": ["a", ""]}) == ["t: the columns are ['id']"]
