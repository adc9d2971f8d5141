"""The questions of docs/questions.md have the answers that are printed there, in SQLite and in DuckDB."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import fentanyl_control as fc

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
QUESTION = re.compile(
    r"^## (?P<number>[0-9]+)\. (?P<text>[^\n]+)\n.*?```sql\n(?P<query>.+?)```\n\n(?P<answer>(?:\|[^\n]*\n)+)", re.M | re.S
)
Row = tuple[Any, ...]
QUESTIONS = [found.groupdict() for found in QUESTION.finditer(PAGE)]


def plain(value: object) -> object:
    """The value as SQLite has it: days as text, booleans as 0 and 1, decimals as doubles."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def published() -> dict[str, pa.Table]:
    names = re.findall(r"(?:FROM|JOIN) ([a-z_]+)", "".join(question["query"] for question in QUESTIONS))
    return {name: fc.load(name, as_="arrow") for name in sorted(set(names))}


def in_sqlite(tables: dict[str, pa.Table], query: str) -> tuple[Sequence[str], list[Row]]:
    with sqlite3.connect(":memory:") as connection:
        for name, table in tables.items():
            columns = ", ".join(f'"{column}"' for column in table.column_names)
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            rows = zip(*([plain(value) for value in column.to_pylist()] for column in table.columns), strict=True)
            connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * table.num_columns)})', rows)
        cursor = connection.execute(query)
        return [column[0] for column in cursor.description], cursor.fetchall()


def in_duckdb(tables: dict[str, pa.Table], query: str) -> tuple[Sequence[str], list[Row]]:
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        found = connection.execute(query)
        names = [column[0] for column in found.description]
        return names, [tuple(plain(value) for value in row) for row in found.fetchall()]


def as_markdown(names: Sequence[str], rows: list[Row]) -> str:
    """The rows as a table of Markdown, whole numbers without a point and a missing value as an empty cell."""

    def cell(value: object) -> str:
        text = "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
        return text.replace("|", "\\|")

    lines = [names, ["---"] * len(names), *rows]
    return "".join("| " + " | ".join(map(cell, line)) + " |\n" for line in lines)


def test_the_page_has_ten_questions_in_order() -> None:
    assert [question["number"] for question in QUESTIONS] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["number"] for question in QUESTIONS])
def test_the_answer_is_the_one_printed_in_both_databases(question: dict[str, str]) -> None:
    tables = published()
    names, rows = in_sqlite(tables, question["query"])
    assert in_duckdb(tables, question["query"]) == (names, rows)
    assert as_markdown(names, rows) == question["answer"]


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["number"] for question in QUESTIONS])
def test_no_question_joins_more_than_once(question: dict[str, str]) -> None:
    assert question["query"].upper().count("JOIN") <= 1
