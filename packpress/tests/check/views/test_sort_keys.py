"""ORDER BY is found where it sorts the result, and nowhere else."""

from __future__ import annotations

import pytest

from packpress.check.views.sort_keys import sort_columns
from packpress.check.views.sql_tokens import split_sql

# statement with the result columns a and b → the positions of the columns that sort it
CASES = {
    "SELECT a, b FROM t": [],
    "SELECT a, b FROM t ORDER BY b": [1],
    "SELECT a, b FROM t ORDER BY B desc, a;": [1, 0],
    "SELECT a, b FROM t order\n-- last\nby 2, 1": [1, 0],
    "SELECT a, b FROM t ORDER BY 3, 0, 1.5": [],
    'SELECT a, b FROM t ORDER BY "a" ASC NULLS LAST, `b` NULLS FIRST LIMIT 5': [0, 1],
    "SELECT a, b FROM t ORDER BY a LIMIT 5 OFFSET b": [0],
    "SELECT a, b FROM t ORDER BY t.a": [],
    "SELECT a, b FROM t ORDER BY lower(a), b || a": [],
    "SELECT a, b FROM t ORDER BY a COLLATE NOCASE": [],
    "SELECT a, b FROM (SELECT a, b FROM t ORDER BY a)": [],
    "SELECT a, count(*) OVER (ORDER BY a) AS b FROM t": [],
    "SELECT a, b FROM t UNION SELECT b, a FROM t ORDER BY a": [0],
    "SELECT 'ORDER BY a' AS a, b FROM t": [],
    "SELECT a, b FROM t ORDER BY": [],
}


@pytest.mark.parametrize("sql", CASES)
def test_the_columns_that_sort_the_result_are_found(sql: str) -> None:
    assert sort_columns(split_sql(sql), ["a", "b"]) == CASES[sql]
