"""A byte order mark at the head of a table is a warning, and the table is the one that stands behind it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.check.validate import validate
from packpress.issue import Findings, Issue
from packpress.layout.format import Formatted, format_table
from packpress.package.dialect import read_dialect
from packpress.package.schema import read_schema
from packpress.publish.streamed import build_streamed

MARK = b"\xef\xbb\xbf"
SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "string"}]}
MESSAGE = "the file begins with a byte order mark, which is not part of the table; save it as UTF-8 without one"
# dialect, text behind the mark
TABLES: dict[str, tuple[dict[str, Any], bytes]] = {
    "a header": ({}, b"a,b\n1,x\n"),
    "a quoted header": ({}, b'"a",b\r\n1,x\r\n'),
    "no header": ({"header": False}, b"1,x\n"),
    "no header and a quoted cell": ({"header": False}, b'"1",x\n'),
    "a delimiter": ({"delimiter": "::"}, b"a::b\n1::x\n"),
    "another quote": ({"quoteChar": "'"}, b"'a',b\n1,x\n"),
    "another quote without a header": ({"quoteChar": "'", "header": False}, b"'1',x\n"),
    "escapes": ({"escapeChar": "\\"}, b"a,b\n1,x\n"),
    "a comment before the header": ({"commentChar": "#"}, b"#c\na,b\n1,x\n"),
    "a comment by its number": ({"commentRows": [1]}, b"note\na,b\n1,x\n"),
    "a header further down": ({"headerRows": [2]}, b"note\na,b\n1,x\n"),
    "another line end": ({"lineTerminator": ";"}, b"a,b;1,x;"),
}


def _zip(data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("t.csv", data)
    return sink.getvalue()


def _warning(path: str) -> Issue:
    return Issue(path, 1, "", "", "text-byte-order-mark", "warning", MESSAGE)


def _package(root: Path, files: dict[str, bytes], **resource: Any) -> Path:
    for name, data in files.items():
        (root / name).write_bytes(data)
    table = {"name": "t", "path": list(files), "schema": SCHEMA, **resource}
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    return root


def _values(root: Path) -> tuple[tuple[Issue, ...], list[dict[str, Any]]]:
    session = Session.open(root, Findings())
    tables = read_tables(session)
    return session.report().issues, tables["t"].values.to_pylist()


@pytest.mark.parametrize(("dialect", "data"), TABLES.values(), ids=TABLES)
def test_a_table_behind_a_mark_is_read_in_its_dialect(dialect: dict[str, Any], data: bytes, tmp_path: Path) -> None:
    root = _package(tmp_path, {"t.csv": MARK + data}, dialect=dialect)
    assert _values(root) == ((_warning("t.csv"),), [{"a": 1, "b": "x"}])


@pytest.mark.parametrize(("dialect", "data"), TABLES.values(), ids=TABLES)
def test_the_second_opinion_and_a_table_without_a_schema_agree(dialect: dict[str, Any], data: bytes, tmp_path: Path) -> None:
    root = _package(tmp_path, {"t.csv": MARK + data}, dialect=dialect)
    assert validate(root, full=True).issues == (_warning("t.csv"),)
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    del raw["resources"][0]["schema"]
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert validate(root).issues == (_warning("t.csv"),)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # frictionless leaves packed files open
@pytest.mark.parametrize(("compression", "pack"), [("gz", gzip.compress), ("zip", _zip)])
def test_a_mark_in_packed_text_is_the_same(compression: str, pack: Any, tmp_path: Path) -> None:
    path = f"t.csv.{compression}"
    root = _package(tmp_path, {path: pack(MARK + b"a,b\n1,x\n")}, compression=compression)
    assert _values(root) == ((_warning(path),), [{"a": 1, "b": "x"}])
    assert validate(root, full=True).issues == (_warning(path),)


@pytest.mark.parametrize(("header", "dialect"), [(b"a,b\n", {}), (b"", {"header": False})], ids=["header", "no header"])
def test_a_mark_before_a_later_file_of_a_table_is_the_same(header: bytes, dialect: dict[str, Any], tmp_path: Path) -> None:
    files = {"t.csv": header + b"1,x\n", "u.csv": MARK + header + b"2,y\n"}
    root = _package(tmp_path, files, dialect=dialect)
    assert _values(root) == ((_warning("u.csv"),), [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])
    assert validate(root, full=True).issues == (_warning("u.csv"),)


def test_a_mark_alone_is_a_table_without_a_row_where_there_is_no_header(tmp_path: Path) -> None:
    root = _package(tmp_path, {"t.csv": MARK}, dialect={"header": False})
    assert _values(root) == ((_warning("t.csv"),), [])
    assert validate(root, full=True).issues == (_warning("t.csv"),)


def test_a_place_in_bytes_is_one_of_the_file(tmp_path: Path) -> None:
    root = _package(tmp_path, {"t.csv": MARK + b"a,b\n1,\xff\n"})
    message = 'is not UTF-8 at byte 9; save the file as UTF-8, or declare its encoding, perhaps "windows-1252"'
    issue = Issue("t.csv", 2, "", "", "text-encoding", "error", message, "\\xff\n")
    assert [i for i in validate(root).issues if i.severity == "error"] == [issue]


def test_parquet_has_no_mark(tmp_path: Path) -> None:
    root = _package(tmp_path, {"t.csv": MARK + b"a,b\n1,x\n"})
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"].append({"name": "p", "path": "t.parquet", "packpress:madeFrom": "t"})
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    assert build_streamed(root).report.issues == (_warning("t.csv"),)
    assert pq.read_table(root / "t.parquet").column_names == ["a", "b"]


@pytest.mark.parametrize(("dialect", "data"), TABLES.values(), ids=TABLES)
def test_the_formatter_removes_the_mark(dialect: dict[str, Any], data: bytes) -> None:
    schema, read = read_schema(SCHEMA, ""), read_dialect(dialect)
    formatted = format_table(MARK + data, schema, read)
    assert formatted == format_table(data, schema, read)
    assert formatted.text is None or not formatted.text.startswith("\ufeff")


def test_the_layout_says_who_removes_the_mark(tmp_path: Path) -> None:
    root = _package(tmp_path, {"t.csv": MARK + b"a,b\n1,x\n"})
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    (root / "datapackage.json").write_text(json.dumps(raw | {"packpress:layout": "canonical"}), encoding="utf-8")
    message = 'the file begins with a byte order mark; "packpress format" removes it'
    assert validate(root).issues == (
        Issue("t.csv", 1, "", "", "layout", "error", message),
        _warning("t.csv"),
    )
    assert format_table((root / "t.csv").read_bytes(), read_schema(SCHEMA, ""), read_dialect({})) == Formatted("a,b\n1,x\n", ())
