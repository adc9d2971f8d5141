"""No text of a descriptor leaves its literal: it becomes no code, no statement, no line and no command of a runner."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pytest

from packpress.cli import main
from packpress.output import guard

Capture = pytest.CaptureFixture[str]
TEXTS = {
    "a double quote": 'a"]; raise SystemExit("ran"); ["',
    "single quotes": "a'''; raise SystemExit('ran'); '",
    "a docstring": 'a"""\nraise SystemExit("ran")\n"""',
    "a backslash": 'a\\"; raise SystemExit("ran") #',
    "a backslash at the end": "a\\",
    "a line": "a\nraise SystemExit('ran')\n",
    "a carriage return": "a\rraise SystemExit('ran')\r",
    "a statement": "a'); DROP TABLE other; --",
    "a name": 'a" BIGINT); DROP TABLE other; --',
    "a comment": "a */ DROP TABLE other; /* -- #",
    "a format": "{0}{x}%s$1{literal}",
    "an escape": "\\N{BULLET}\\u0041\\x41",
    "a line separator": "a\u2028raise SystemExit('ran')",
    "turned text": "a\u202eb\u2066c",
    "a control character": "a\x1b[31mb\x7f",
    "a command of a runner": "##[error]x",
    "a command of a line": "a\n::error::x",
    "an astral character": "a\U0001f600\U000e0041",
}


def make(root: Path, text: str, name: str) -> Path:
    """A package in which the text is everywhere in the schema, and the name of a field is ``name``."""
    words = {"title": text, "description": text}
    fields = [
        {"name": name, "type": "string", **words, "missingValues": ["", text], "constraints": {"enum": [text, "b"]}},
        {"name": "q", "type": "string", "constraints": {"pattern": "".join(f"[{c}]" if c.isalnum() else "." for c in text)}},
        {"name": "y", "type": "boolean", "trueValues": [text], "falseValues": ["no"]},
        {"name": "c", "type": "string", "categories": [{"value": text, "label": text}], **words},
    ]
    schema = {"fields": fields, "primaryKey": [name], "uniqueKeys": [[name, "q"]], **words}
    table = {"name": "t", "type": "table", "path": "t.csv", "schema": schema, **words, "licenses": [{"name": text}]}
    root.mkdir()
    (root / "t.csv").write_text("", encoding="utf-8")
    package = {"name": "p", "resources": [table], "version": text, **words}
    (root / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return root


def written(root: Path, capsys: Capture, *arguments: str) -> str:
    """What the command prints; each line of it can be shown."""
    assert main(["schema", "t", str(root), "--as", *arguments]) == 0
    text = capsys.readouterr().out
    assert guard(text) == text
    assert [line for line in text.split("\n") if not line.isprintable()] == []
    return text


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_python_module_has_the_text_as_a_value_only(text: str, tmp_path: Path, capsys: Capture) -> None:
    root = make(tmp_path / "p", text, text)
    found: dict[str, dict[str, Any]] = {}
    for target in ("pandera", "arrow", "polars"):
        names = found[target] = {}
        exec(compile(written(root, capsys, target), target, "exec"), names)
    checks = found["pandera"]["SCHEMA"].columns[text].checks
    assert list(found["pandera"]["SCHEMA"].columns) == [text, "q", "y", "c"]
    assert {*checks[0].statistics["allowed_values"]} == {text, "b"}
    assert found["arrow"]["SCHEMA"].field(0).equals(pa.field(text, pa.string(), nullable=False))
    assert found["arrow"]["SCHEMA"].metadata[b"version"].decode() == text
    assert found["arrow"]["SCHEMA"].field(0).metadata[b"title"].decode() == text
    enum, category = (polars.Enum(list(dict.fromkeys(values))) for values in ([text, "b"], [text]))
    assert dict(found["polars"]["SCHEMA"]) == {text: enum, "q": polars.String, "y": polars.Boolean, "c": category}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_json_schema_has_the_text_as_a_value_only(text: str, tmp_path: Path, capsys: Capture) -> None:
    schema = json.loads(written(make(tmp_path / "p", text, text), capsys, "json-schema"))
    assert list(schema["properties"]) == [text, "q", "y", "c"]
    assert schema["properties"][text]["enum"] == [text, "b"]
    assert schema["x-primaryKey"] == [text]
    assert schema["description"] == text


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_statement_has_the_text_as_a_value_only(text: str, dialect: str, tmp_path: Path, capsys: Capture) -> None:
    statement = written(make(tmp_path / "p", text, "k"), capsys, "sql", "--dialect", dialect)
    if dialect == "sqlite":
        lite = sqlite3.connect(":memory:")
        lite.execute("CREATE TABLE other (a INTEGER)")
        lite.execute(statement)  # takes one statement only
        lite.execute("INSERT INTO t (k, c) VALUES (?, ?)", [text, text])
        assert lite.execute("SELECT k FROM t").fetchall() == [(text,)]
        with pytest.raises(sqlite3.IntegrityError):
            lite.execute("INSERT INTO t (k, c) VALUES ('b', 'other')")
        assert lite.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall() == [
            ("other",),
            ("t",),
        ]
        lite.close()
        return
    duck = duckdb.connect()
    duck.execute("CREATE TABLE other (a INTEGER)")
    assert len(duckdb.extract_statements(statement)) == 1
    duck.execute(statement)
    duck.execute("INSERT INTO t (k, c) VALUES (?, ?)", [text, text])
    assert duck.execute("SELECT k FROM t").fetchall() == [(text,)]
    with pytest.raises(duckdb.ConstraintException):
        duck.execute("INSERT INTO t (k, c) VALUES ('b', 'other')")
    assert duck.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall() == [("other",), ("t",)]


@pytest.mark.parametrize("dialect", ["duckdb", "sqlite"])
@pytest.mark.parametrize("name", TEXTS.values(), ids=TEXTS)
def test_a_statement_has_the_name_of_a_column_or_is_refused(name: str, dialect: str, tmp_path: Path, capsys: Capture) -> None:
    root = make(tmp_path / "p", "x", name)
    if guard(name) != name or not name.isprintable():
        assert main(["schema", "t", str(root), "--as", "sql", "--dialect", dialect]) == 2
        assert "SQL cannot have the column name" in capsys.readouterr().err
        return
    statement = written(root, capsys, "sql", "--dialect", dialect)
    if dialect == "sqlite":
        lite = sqlite3.connect(":memory:")
        lite.execute(statement)
        assert [row[1] for row in lite.execute("PRAGMA table_info(t)")] == [name, "q", "y", "c"]
        lite.close()
    else:
        duck = duckdb.connect()
        duck.execute(statement)
        assert [row[0] for row in duck.execute("DESCRIBE t").fetchall()] == [name, "q", "y", "c"]
