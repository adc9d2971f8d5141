"""A SELECT is split into tokens, and what is no single SELECT is named with its line."""

from __future__ import annotations

from time import process_time

import pytest

from packpress.check.views.sql_tokens import form_fault, split_sql, strictly_quoted
from packpress.package.views.read_views import MAX_SQL

SELECT_ONLY = "a view is one SELECT"
# statement → the line and the fault of its form; None if it is right
FORMS: dict[str, tuple[int, str] | None] = {
    "SELECT 1": None,
    "-- why\nwith x as (select 1) select * from x;\n-- end\n": None,
    "SELECT ';' AS a, \"b;c\", [d;e] /* ; */": None,
    "": (0, "has no statement; write one SELECT"),
    "-- nothing /*": (0, "has no statement; write one SELECT"),
    "\nPRAGMA user_version": (2, f"begins with PRAGMA; {SELECT_ONLY}, or WITH … SELECT"),
    "EXPLAIN SELECT 1": (1, f"begins with EXPLAIN; {SELECT_ONLY}, or WITH … SELECT"),
    "VALUES (1)": (1, f"begins with VALUES; {SELECT_ONLY}, or WITH … SELECT"),
    "(SELECT 1)": (1, f"begins with (; {SELECT_ONLY}, or WITH … SELECT"),
    "SELECT 1;\n\nSELECT 2": (3, f"has more than one statement; {SELECT_ONLY}"),
    "SELECT 1\nWHERE 1 = ?": (2, "has the parameter ?, for which nothing gives a value; write the value itself"),
    "SELECT :name": (1, "has the parameter :name, for which nothing gives a value; write the value itself"),
}


@pytest.mark.parametrize("sql", FORMS)
def test_the_form_of_a_statement_is_judged(sql: str) -> None:
    assert form_fault(split_sql(sql)) == FORMS[sql]


@pytest.mark.parametrize(
    ("sql", "strict"),
    [
        ('SELECT "a""b", \'"c"\' -- "d"', 'SELECT `a"b`, \'"c"\' -- "d"'),
        ('SELECT "a`b" FROM [c "d"];\n', 'SELECT `a``b` FROM [c "d"]'),
        ("SELECT 1", "SELECT 1"),
    ],
)
def test_names_in_double_quotes_are_names_only(sql: str, strict: str) -> None:
    assert strictly_quoted(sql, split_sql(sql)) == strict


def test_a_token_has_its_line_and_its_depth() -> None:
    tokens = split_sql("SELECT (\n1) /* \n */ AS é")
    assert [(token.text, token.line, token.depth) for token in tokens] == [
        ("SELECT", 1, 0),
        ("(", 1, 0),
        ("1", 2, 1),
        (")", 2, 0),
        ("AS", 3, 0),
        ("é", 3, 0),
    ]


@pytest.mark.parametrize("mark", ["[", '"', "'", "`", "/*", "(", "--", ";"])
def test_no_text_takes_long_to_split(mark: str) -> None:
    begin = process_time()
    assert split_sql(mark * (MAX_SQL // len(mark))) is not None
    assert process_time() - begin < 10  # of the processor, so that other work does not count
