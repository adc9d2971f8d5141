"""The statements of ``sql`` beyond single cells: foreign keys, several files, and the order of the tables."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest

from packpress.export.sql import write_sql
from packpress.package.descriptor import read_package
from packpress.package.model import Package

TEXT, NUMBER = {"name": "k", "type": "string"}, {"name": "k", "type": "integer"}


def package(root: Path, key: dict[str, Any], target: dict[str, Any], **more: Any) -> Package:
    """A package of the tables ``t``, with the foreign key, and ``other`` with the schema ``target``."""
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}]
    schema = {"fields": fields, "primaryKey": ["a"], "foreignKeys": [{"fields": ["b"], "reference": key}]}
    tables = [
        {"name": "t", "type": "table", "path": "t.csv", "schema": schema, **more},
        {"name": "other", "type": "table", "path": "other.csv", "schema": target},
    ]
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": tables}), encoding="utf-8")
    return read_package(root)[0]


OTHER = {"resource": "other", "fields": ["k"]}
LEFT_OUT = "-- Not checked: foreignKeys: b, because the fields in other are not a key of the same type\n"
# key → the referenced schema, the constraint or the comment
KEYS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "to a primary key": (OTHER, {"fields": [TEXT], "primaryKey": ["k"]}, 'FOREIGN KEY ("b") REFERENCES "other" ("k")\n'),
    "to a unique field": (
        OTHER,
        {"fields": [{**TEXT, "constraints": {"unique": True}}]},
        'FOREIGN KEY ("b") REFERENCES "other" ("k")\n',
    ),
    "to no key": (OTHER, {"fields": [TEXT]}, LEFT_OUT),
    "to a key of another type": (OTHER, {"fields": [NUMBER], "primaryKey": ["k"]}, LEFT_OUT),
}


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@pytest.mark.parametrize("name", KEYS)
def test_a_foreign_key_is_written_where_sql_can_have_it(name: str, dialect: str, tmp_path: Path) -> None:
    key, target, said = KEYS[name]
    found = package(tmp_path, key, target)
    statements = [write_sql(found, found.table(table), dialect) for table in ("other", "t")]
    assert said in statements[1]
    assert ("-- Create the table other first.\n" in statements[1]) == ('REFERENCES "other"' in statements[1])
    connection = duckdb.connect() if dialect == "duckdb" else sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("dialect", "said"),
    [
        ("duckdb", "-- Not checked: foreignKeys: b, because DuckDB knows no later row while it loads a file\n"),
        ("sqlite", 'FOREIGN KEY ("b") REFERENCES "t" ("a")\n'),
    ],
)
def test_a_reference_to_its_own_table_loads_in_any_order(dialect: str, said: str, tmp_path: Path) -> None:
    found = package(tmp_path, {"fields": ["a"]}, {"fields": [TEXT]})
    statement = write_sql(found, found.table("t"), dialect)
    assert said in statement
    connection = duckdb.connect() if dialect == "duckdb" else sqlite3.connect(":memory:")
    connection.execute(statement)
    connection.execute("INSERT INTO t VALUES ('x', 'y'), ('y', 'x')")
    connection.close()


def test_each_file_of_a_table_has_a_line_that_loads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = package(tmp_path, {"fields": ["a"]}, {"fields": [TEXT]}, path=["1.csv", "2.csv"], dialect={"delimiter": ";"})
    statement = write_sql(found, found.table("t"))
    monkeypatch.chdir(tmp_path)
    Path("1.csv").write_text("a;b\nx;\n", encoding="utf-8")
    Path("2.csv").write_text("a;b\ny;x\n", encoding="utf-8")
    connection = duckdb.connect()
    connection.execute(statement)
    connection.execute(statement.split("\n")[1].removeprefix("-- "))
    assert connection.execute('SELECT * FROM "t" ORDER BY a').fetchall() == [("x", None), ("y", "x")]
    connection.close()
