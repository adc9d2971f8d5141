"""A SQLite file is read in its own order, and what cannot be read is said in one sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from packpress.publish.release.read_back.sqlite_rows import sqlite_rows
from packpress.publish.release.read_back.unreadable import UnreadableFileError

FIELDS = [
    {"name": "a", "type": "number"},
    {"name": "b", "type": "boolean"},
    {"name": "c", "type": "string"},
    {"name": "d", "type": "year"},
]
SCRIPT = """
    CREATE TABLE t (a REAL, b INTEGER, c TEXT UNIQUE, d INTEGER) STRICT;
    INSERT INTO t VALUES (1, 1, 'z', 1999), (-0.0, 0, 'y', 900), (1e16, NULL, 'x', NULL), (9e999, NULL, '', -44);
    CREATE VIEW v AS SELECT CAST(a AS INTEGER) AS a, a > 1 AS b, upper(c) AS c, d FROM t ORDER BY c LIMIT 3;
    CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS a, 1 AS b, 'c' AS c, 1 AS d FROM n WHERE i < 0;
    CREATE TABLE blobs (a BLOB, b, c, d);
    INSERT INTO blobs VALUES (x'00', 1, 1, 1);
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a file?#%.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    return path


# table or view → its rows
ROWS: dict[str, list[list[str | None]]] = {
    "t": [
        ["1", "true", "z", "1999"],
        ["0", "false", "y", "0900"],
        ["1e16", None, "x", None],
        ["INF", None, "", "-0044"],
    ],
    "v": [["9.223372036854776e18", "true", "", "-0044"], ["1e16", "true", "X", None], ["0", "false", "Y", "0900"]],
}


@pytest.mark.parametrize("table", ROWS)
def test_rows_are_canonical_text_in_the_order_of_the_file(table: str, file: Path) -> None:
    before = file.read_bytes()
    assert list(sqlite_rows(file, table, FIELDS)) == ROWS[table]
    assert (file.read_bytes(), [entry.name for entry in file.parent.iterdir()]) == (before, [file.name])


# table → what is wrong with it
UNREADABLE = {
    "nothing": 'the file has no table "nothing"',
    "blobs": 'SQLite cannot read "blobs": "a" has a BLOB',
}


@pytest.mark.parametrize("table", UNREADABLE)
def test_what_cannot_be_read_is_said(table: str, file: Path) -> None:
    with pytest.raises(UnreadableFileError) as error:
        list(sqlite_rows(file, table, FIELDS))
    assert str(error.value) == UNREADABLE[table]


def test_a_view_that_does_not_end_is_stopped(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.publish.release.read_back.sqlite_rows.MAX_STEPS", 100_000)
    with pytest.raises(UnreadableFileError, match=r'^the view "endless" did not end within'):
        list(sqlite_rows(file, "endless", FIELDS))


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_damaged_file_is_no_traceback(size: int, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:size])
    with pytest.raises(UnreadableFileError):
        list(sqlite_rows(file, "t", FIELDS))


def test_a_missing_file_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match='SQLite cannot read "t": unable to open database file'):
        list(sqlite_rows(tmp_path / "none.sqlite", "t", FIELDS))
    assert list(tmp_path.iterdir()) == []
