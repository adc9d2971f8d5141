"""The database in sqlite.zip has every cell, and refuses what the schema refuses."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pyarrow as pa
import pytest

from packpress.publish.release.content_hash import canonical_rows, fields_of
from packpress.publish.release.files.sqlite_zip import APPLICATION_ID, write_sqlite_zip
from packpress.publish.release.left_out import LeftOut
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.read_back.sqlite_rows import sqlite_rows

if TYPE_CHECKING:
    from tests.publish.release.files.conftest import ReleaseMaker

Tables = Mapping[str, tuple[Mapping[str, Any], str]]
ID = {"name": "id", "type": "string", "constraints": {"required": True}}
# two tables that refer to each other and to themselves, with a column of every storage class
CIRCLE: Tables = {
    "people": (
        {
            "fields": [
                ID,
                {"name": "height", "type": "number", "title": "Height", "packpress:unit": "m"},
                {"name": "kind", "type": "string", "categories": [{"value": "a", "label": "Adult"}, {"value": "c"}]},
                {"name": "is_here", "type": "boolean"},
                {"name": "parent", "type": "string"},
                {"name": "home", "type": "string"},
                {"name": "words", "type": "string"},
            ],
            "primaryKey": ["id"],
            "foreignKeys": [
                {"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}},
                {"fields": ["home"], "reference": {"resource": "houses", "fields": ["id"]}},
            ],
        },
        "id,height,kind,is_here,parent,home,words\nann,1.5,a,true,,h1,A café\nbob,2,c,false,ann,h1,the café's = owner\n",
    ),
    "houses": (
        {
            "fields": [ID, {"name": "owner", "type": "string"}],
            "primaryKey": ["id"],
            "foreignKeys": [{"fields": ["owner"], "reference": {"resource": "people", "fields": ["id"]}}],
        },
        "id,owner\nh1,bob\n",
    ),
}
# a change of the file → what SQLite says
REFUSED = {
    "no such record": ("UPDATE people SET home = 'h9'", "FOREIGN KEY constraint failed"),
    "text in a number": ("UPDATE people SET height = 'tall'", "cannot store TEXT value in REAL column people.height"),
    "unknown code": ("UPDATE people SET kind = 'x'", "CHECK constraint failed"),
    "third truth value": ("UPDATE people SET is_here = 2", "CHECK constraint failed"),
    "required": ("INSERT INTO houses (owner) VALUES ('ann')", "NOT NULL constraint failed: houses.id"),
    "repeated key": ("INSERT INTO houses VALUES ('h1', 'ann')", "UNIQUE constraint failed: houses.id"),
}


def database(release: Release) -> Path:
    """The only member of the archive, unpacked beside the release."""
    with ZipFile(release.folder / "sqlite.zip") as archive:
        (name,) = archive.namelist()
        return Path(archive.extract(name, release.folder.parent / "unpacked"))


def read(release: Release, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(database(release))) as connection:
        return connection.execute(statement).fetchall()


def rows_of(release: Release, table: str) -> list[list[str | None]]:
    published = next(t for t in release.tables if t.name == table)
    return list(sqlite_rows(database(release), table, fields_of(published)))


def change(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute(statement)
    connection.execute("COMMIT")


def test_every_cell_reads_back(example: Release) -> None:
    (file,) = write_sqlite_zip(example)
    assert [entry.name for entry in example.folder.iterdir()] == [file.path]
    for table in example.tables:
        assert rows_of(example, table.name) == [list(row) for row in canonical_rows(table)]


def test_the_database_is_named_for_the_package(make_release: ReleaseMaker) -> None:
    release = make_release(CIRCLE, name="ferries")
    write_sqlite_zip(release)
    assert database(release).name == "ferries.sqlite"


@pytest.mark.parametrize("fault", REFUSED)
def test_the_file_refuses_what_the_schema_refuses(fault: str, make_release: ReleaseMaker) -> None:
    release = make_release(CIRCLE)
    assert write_sqlite_zip(release) == (
        ReleaseFile("sqlite.zip", "All tables as one SQLite database, with keys and full-text search", "application/zip", 3),
    )
    statement, message = REFUSED[fault]
    with closing(sqlite3.connect(database(release), isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN")
        with pytest.raises(sqlite3.IntegrityError) as error:
            change(connection, statement)
    assert str(error.value).startswith(message)


def test_tables_in_a_circle_are_whole_and_describe_themselves(make_release: ReleaseMaker) -> None:
    release = make_release(
        CIRCLE,
        title="An example",
        licenses=[{"name": "CC0-1.0"}, {"title": "Mine", "path": "https://example.org/mine"}],
        homepage="https://example.org",
    )
    write_sqlite_zip(release)
    assert read(release, "PRAGMA foreign_key_check") == []
    assert read(release, "PRAGMA integrity_check") == [("ok",)]
    assert read(release, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert read(release, "SELECT name, value FROM metadata WHERE name NOT IN ('notes', 'search') ORDER BY rowid") == [
        ("name", "example"),
        ("title", "An example"),
        ("version", "1.2.0"),
        ("licenses", "CC0-1.0, Mine"),
        ("created", "2026-01-31"),
        ("homepage", "https://example.org"),
    ]
    assert read(release, "SELECT * FROM columns WHERE title IS NOT NULL OR codes IS NOT NULL") == [
        ("people", 2, "height", "number", "REAL", "Height", None, "m", None),
        ("people", 3, "kind", "string", "TEXT", None, None, None, "a = Adult; c"),
    ]
    indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
    assert read(release, indexes) == [("houses by owner",), ("people by home",), ("people by parent",)]


def test_words_are_found_whatever_their_accents_and_read_from_the_tables(make_release: ReleaseMaker) -> None:
    release = make_release(CIRCLE)
    write_sqlite_zip(release)
    found = "SELECT resource, key, snippet(search, 2, '[', ']', '…', 9) FROM search WHERE text MATCH 'cafe' ORDER BY rowid"
    assert read(release, found) == [("people", "ann", "ann\nA [café]\n"), ("people", "bob", "bob\nthe [café]'s = owner\n")]
    with closing(sqlite3.connect(database(release))) as connection:
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")  # raises an error if it differs


def test_rows_without_a_reference_are_in_no_index_which_joins_still_use(make_release: ReleaseMaker) -> None:
    release = make_release(CIRCLE)
    write_sqlite_zip(release)
    statement = "SELECT sql FROM sqlite_schema WHERE name = 'people by parent'"
    assert read(release, statement) == [('CREATE INDEX "people by parent" ON "people" ("parent") WHERE "parent" IS NOT NULL',)]
    join = "SELECT a.id, b.id FROM people AS a CROSS JOIN people AS b ON b.parent = a.id"
    assert read(release, join) == [("ann", "bob")]
    assert "USING INDEX people by parent" in read(release, f"EXPLAIN QUERY PLAN {join}")[1][3]


PATTERN = {"constraints": {"pattern": "[^0-9]*"}}
CODED: Tables = {
    "things": (
        {
            "fields": [
                ID,
                {"name": "code", "type": "string", **PATTERN},
                {"name": "title", "type": "string", **PATTERN},
                {"name": "original", "type": "string", **PATTERN},
                {"name": "tag", "type": "string"},
            ],
            "primaryKey": ["id"],
        },
        "id,code,title,original,tag\na,x-y,Two words,禁毒,blue\nb,x-z,x,禁毒,x\n",
    )
}


def test_codes_with_a_pattern_are_no_words(make_release: ReleaseMaker) -> None:
    release = make_release(CODED)
    write_sqlite_zip(release)
    assert read(release, "SELECT key, text FROM search ORDER BY rowid") == [
        ("a", "a\nTwo words\n禁毒\nblue\n"),
        ("b", "b\nx\n禁毒\nx\n"),
    ]


@pytest.mark.parametrize("most", [0, 100], ids=["many rows", "few rows"])
def test_hits_are_ranked_whether_or_not_the_numbers_of_words_are_stored(
    most: int, make_release: ReleaseMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packpress.publish.release.files.sqlite_zip._MANY_ROWS", most)
    release = make_release(CODED)
    write_sqlite_zip(release)
    found = "SELECT resource, key FROM search WHERE text MATCH 'x' ORDER BY rank"
    assert read(release, found) == [("things", "b")]
    assert read(release, "SELECT key FROM search WHERE text MATCH 'a OR x' ORDER BY rank") == [("b",), ("a",)]
    assert read(release, "SELECT count(*) FROM sqlite_schema WHERE name = 'search_docsize'") == [(int(most == 0),)]


def test_a_file_without_fts5_says_so(make_release: ReleaseMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.publish.release.files.sqlite_zip.has_full_text", lambda connection: False)
    release = make_release(CIRCLE)
    write_sqlite_zip(release)
    assert read(release, "SELECT value FROM metadata WHERE name = 'search'") == [
        ("There is no full-text search: SQLite was compiled without FTS5.",)
    ]
    assert read(release, "SELECT name FROM sqlite_schema WHERE name LIKE 'search%'") == []


ODD = {
    "order": (
        {
            "fields": [
                {"name": "rowid", "type": "string", "constraints": {"required": True}},
                {"name": 'a "quoted" name', "type": "string"},
                {"name": "select from", "type": "integer"},
                {"name": "名称", "type": "string", "constraints": {"enum": ["it's", "名"]}},
            ],
            "primaryKey": ["rowid"],
        },
        'rowid,"a ""quoted"" name",select from,名称\nb,x,1,it\'s\na,,2,名\n',
    ),
    "search": ({"fields": [ID, {"name": "n", "type": "integer"}], "primaryKey": ["id", "n"]}, "id,n\nword,7\n"),
    "numbers": ({"fields": [{"name": "n", "type": "integer"}]}, "n\n2\n1\n"),
    "columns": ({"fields": [{"name": "n", "type": "integer"}], "primaryKey": ["n"]}, "n\n10\n9\n"),
}


def test_names_of_all_kinds_are_kept_and_ours_give_way(make_release: ReleaseMaker) -> None:
    release = make_release(ODD)
    write_sqlite_zip(release)
    for table in release.tables:
        assert rows_of(release, table.name) == [list(row) for row in canonical_rows(table)]
    assert rows_of(release, "order") == [["b", "x", "1", "it's"], ["a", None, "2", "名"]]
    found = "SELECT resource, key FROM packpress_search WHERE text MATCH 'word OR x' ORDER BY 1"
    assert read(release, found) == [("order", "b"), ("search", '["word",7]')]
    assert read(release, "SELECT count(*) FROM packpress_columns") == [(8,)]
    assert read(release, "SELECT value FROM metadata WHERE name = 'name'") == [("example",)]


# names of columns and of the table → what is said of them
LEFT_OUT = {
    "columns that differ in case": (
        ["a", "b", "A"],
        "t",
        'SQLite ignores case in names, so it cannot have both "a" and "A" of the table "t"; rename one of the fields',
    ),
    "a name of SQLite": (
        ["a"],
        "sqlite_t",
        'SQLite keeps names that begin with "sqlite_" for itself; rename the resource "sqlite_t"',
    ),
    "a name with NUL": (["a", "b\0"], "t", 'a name in the table "t" contains NUL, which SQL cannot; rename the field'),
    "too many columns": (
        [f"c{number}" for number in range(2001)],
        "t",
        '"t" has more than 2,000 columns, which is the limit; split the table',
    ),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_sqlite_cannot_have_is_left_out_with_the_reason(case: str, arrow_release: Callable[..., Release]) -> None:
    names, table, message = LEFT_OUT[case]
    release = arrow_release({name: pa.array(["1"]) for name in names}, name=table)
    with pytest.raises(LeftOut) as error:
        write_sqlite_zip(release)
    assert str(error.value) == f"sqlite.zip is left out: {message}"
    assert list(release.folder.iterdir()) == []


def test_any_text_is_kept(arrow_release: Callable[..., Release]) -> None:
    texts = ["", "\0", "a\0b", "\r\n", "'", '"', "\ufffe", "😀", "1", "=1", None]
    release = arrow_release({"text": pa.array(texts)})
    write_sqlite_zip(release)
    assert rows_of(release, "t") == [[text] for text in texts]


NUMBERS = {
    "numbers": (
        {
            "fields": [
                {"name": "id", "type": "integer", "constraints": {"required": True}},
                {"name": "with_nan", "type": "number", "constraints": {"enum": [0.1, "NaN", 2]}},
                {"name": "infinite", "type": "number"},
                {"name": "decimal", "type": "number"},
                {"name": "year", "type": "year", "constraints": {"enum": ["1999", "2000"]}},
                {"name": "day", "type": "date", "constraints": {"enum": ["2024-02-29", "0001-01-01"]}},
                {"name": "moment", "type": "datetime"},
                {"name": "truth", "type": "boolean", "constraints": {"enum": [True]}},
            ],
            "primaryKey": ["id"],
        },
        "id,with_nan,infinite,decimal,year,day,moment,truth\n"
        "-9223372036854775808,0.1,-INF,1234567890.123456789,1999,2024-02-29,2024-01-01T00:00:00.5Z,true\n"
        "9223372036854775807,NaN,1e300,0.1,,0001-01-01,,\n",
    )
}


def test_numbers_that_sqlite_would_change_are_text(make_release: ReleaseMaker) -> None:
    release = make_release(NUMBERS)
    write_sqlite_zip(release)
    assert read(release, "SELECT name, stored_as FROM columns") == [
        ("id", "INTEGER"),
        ("with_nan", "TEXT"),
        ("infinite", "REAL"),
        ("decimal", "TEXT"),
        ("year", "INTEGER"),
        ("day", "TEXT"),
        ("moment", "TEXT"),
        ("truth", "INTEGER"),
    ]
    assert rows_of(release, "numbers") == [
        ["-9223372036854775808", "0.1", "-INF", "1234567890.123456789", "1999", "2024-02-29", "2024-01-01T00:00:00.5Z", "true"],
        [
            "9223372036854775807",
            "NaN",
            rows_of(release, "numbers")[1][2],
            "0.1",
            None,
            "0001-01-01",
            None,
            None,
        ],
    ]
    assert [list(row) for row in canonical_rows(release.tables[0])] == rows_of(release, "numbers")
    (sql,) = read(release, "SELECT sql FROM sqlite_schema WHERE name = 'numbers'")[0]
    checks = [line.partition(" CHECK ")[2].rstrip(",") for line in sql.splitlines() if " CHECK " in line]
    assert checks == [
        "(\"with_nan\" IN ('NaN', '0.1', '2'))",
        '("year" IN (1999, 2000))',
        "(\"day\" IN ('2024-02-29', '0001-01-01'))",
        '("truth" IN (1))',
    ]


VIEWS = [
    # the SELECT gives the published rows, with 1 for true
    {"name": "tall", "path": "tall.sql", "sql": "SELECT id, height > 1.7 AS is_tall FROM people ORDER BY id DESC;\n"},
    # a moment of the file has another notation than the cell that the SELECT was written for
    {"name": "late", "path": "late.sql", "sql": "SELECT id, length(at) AS size FROM visits ORDER BY id"},
]
SCHEMAS = {
    "tall": {"fields": [ID, {"name": "is_tall", "type": "boolean"}], "primaryKey": ["id"]},
    "late": {"fields": [ID, {"name": "size", "type": "integer"}]},
}
VISITS = ({"fields": [ID, {"name": "at", "type": "datetime"}], "primaryKey": ["id"]}, "id,at\ne,2024-01-01T00:00:00+02:00\n")


def test_views_are_views_where_their_select_gives_the_published_rows(make_release: ReleaseMaker) -> None:
    views = [{**view, "schema": SCHEMAS[view["name"]]} for view in VIEWS]
    release = make_release({**CIRCLE, "visits": VISITS}, **{"packpress:views": views})
    write_sqlite_zip(release)
    kinds = read(release, "SELECT name, type FROM sqlite_schema WHERE name IN ('tall', 'late') ORDER BY name")
    assert kinds == [("late", "table"), ("tall", "view")]
    assert rows_of(release, "tall") == [["bob", "true"], ["ann", "false"]]
    assert rows_of(release, "late") == [["e", "25"]]
