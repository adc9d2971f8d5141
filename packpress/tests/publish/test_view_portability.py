"""The common subset of SQLite and DuckDB gives the same rows in both, from the tables that the build publishes."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from packpress.publish.streamed import build_streamed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ViewAsker

duckdb = pytest.importorskip("duckdb")

# statement → the types of its columns
SAME: dict[str, dict[str, str]] = {
    "SELECT port, group_concat(id, ', ') AS ids FROM (SELECT port, id FROM ferries ORDER BY id DESC) AS f "
    "GROUP BY port ORDER BY port NULLS FIRST": {"port": "string", "ids": "string"},
    "SELECT id, substr(name, 1, 3) || '-' || upper(id) AS tag, instr(name, 'e') AS place, length(name) AS size "
    "FROM ports ORDER BY id": {"id": "string", "tag": "string", "place": "integer", "size": "integer"},
    "WITH large AS (SELECT port, seats FROM ferries WHERE seats >= 80), "
    "sums AS (SELECT port, sum(seats) AS seats FROM large GROUP BY port) "
    "SELECT p.id, coalesce(s.seats, 0) AS seats FROM ports p LEFT JOIN sums s ON s.port = p.id ORDER BY p.id, id":
        {"id": "string", "seats": "integer"},
    "SELECT count(*) AS n, count(*) FILTER (WHERE seats > 70) AS large, min(began_min) AS first, max(began_max) AS last "
    "FROM ferries": {"n": "integer", "large": "integer", "first": "date", "last": "date"},
    "SELECT id, row_number() OVER (PARTITION BY port ORDER BY id) AS n, lag(id) OVER (ORDER BY id) AS before "
    "FROM ferries ORDER BY id": {"id": "string", "n": "integer", "before": "string"},
    "SELECT id, CASE WHEN is_open THEN 'open' ELSE 'closed' END AS state, nullif(id, 'bg') AS other, is_open, depth "
    "FROM ports ORDER BY id":
        {"id": "string", "state": "string", "other": "string", "is_open": "boolean", "depth": "number"},
    "SELECT id, year, substr(CAST(began_min AS TEXT), 1, 4) AS began_year FROM ferries WHERE year > 1999 ORDER BY id":
        {"id": "string", "year": "year", "began_year": "string"},
    "SELECT id FROM ferries WHERE port IS NULL OR port IN (SELECT id FROM ports WHERE NOT is_open) "
    "UNION SELECT id FROM ports ORDER BY id": {"id": "string"},
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n ORDER BY i":
        {"i": "integer"},
}  # fmt: skip


def cell(value: Any) -> str:
    """The value of DuckDB as a cell of the result."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)


def rows_of_duckdb(root: Path, sql: str) -> list[list[str]]:
    with duckdb.connect() as database:
        for table in ("ferries", "ports"):
            database.execute(f"CREATE VIEW {table} AS FROM '{root / 'parquet' / table}.parquet'")
        found = database.execute(sql)
        return [[item[0] for item in found.description], *([cell(value) for value in row] for row in found.fetchall())]


def rows_of_csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("sql", SAME)
def test_both_engines_give_the_same_rows(sql: str, ask: ViewAsker) -> None:
    root = ask(sql, SAME[sql])
    assert build_streamed(root).report.issues == ()
    published = rows_of_csv(root / "parquet" / "views" / "asked.csv")
    assert len(published) > 1
    assert rows_of_duckdb(root, sql) == published


def test_the_views_of_the_package_give_the_same_rows(ferries: Path) -> None:
    build_streamed(ferries)
    for view in json.loads((ferries / "datapackage.json").read_text(encoding="utf-8"))["packpress:views"]:
        sql = (ferries / view["path"]).read_text(encoding="utf-8")
        assert rows_of_duckdb(ferries, sql) == rows_of_csv(ferries / "parquet" / "views" / f"{view['name']}.csv")
