"""The result of a view has one order, is the same for any order of the tables, and obeys its schema like any table."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packpress.check.session import Session
from packpress.check.validate import validate
from packpress.check.views import database, run_view
from packpress.check.views.opened_views import opened_views
from packpress.errors import PackpressError
from packpress.issue import Findings, Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import PackageMaker, ViewAsker

PACKAGES = Path(__file__).resolve().parents[2] / "packages"
KEY = "sort by a key of the result at the end of ORDER BY"
OPEN = f"as another row, so their order is open; {KEY}"
DEPENDS = "depends on the order of the rows in the tables; sort by a key in each subquery whose order matters, and round sums"
# statement → the columns and the message
ORDERS: dict[str, tuple[Mapping[str, str], str]] = {
    "SELECT id FROM ferries": (
        {"id": "string"}, f"the rows of the result have no order of their own; {KEY}, by the names of its columns"),
    "SELECT id FROM ferries ORDER BY lower(id)": (
        {"id": "string"}, f"the rows of the result have no order of their own; {KEY}, by the names of its columns"),
    "SELECT port, id FROM ferries ORDER BY port": (
        {"port": "string", "id": "string"}, f"row 3 of the result has the same port {OPEN}"),
    "SELECT port, count(*) AS n FROM ferries GROUP BY port ORDER BY n": (
        {"port": "string", "n": "integer"}, f"row 2 of the result has the same n {OPEN}"),
    "SELECT port, group_concat(id) AS ids FROM ferries GROUP BY port ORDER BY port": (
        {"port": "string", "ids": "string"}, f"line 3 of the result {DEPENDS} of decimals"),
    "SELECT DISTINCT first_value(id) OVER () AS id FROM ferries": (
        {"id": "string"}, f"line 2 of the result {DEPENDS} of decimals"),
}  # fmt: skip


@pytest.mark.parametrize("sql", ORDERS)
def test_an_order_left_to_the_database_is_refused(sql: str, ask: ViewAsker) -> None:
    types, message = ORDERS[sql]
    assert validate(ask(sql, types)).issues == (Issue("views/asked.sql", 0, "", "", "view-order", "error", message),)


LIMITED = {
    "SELECT id\nFROM ferries\nLIMIT 1": 3,
    "SELECT id FROM (\n  SELECT * FROM ferries LIMIT 3) ORDER BY id": 2,
    "SELECT (SELECT id FROM ferries LIMIT 1) AS id": 1,
}


@pytest.mark.parametrize("sql", LIMITED)
def test_a_limit_on_rows_in_no_order_is_refused(sql: str, ask: ViewAsker) -> None:
    message = "takes any rows, with LIMIT but no ORDER BY; sort by a key before LIMIT"
    assert validate(ask(sql)).issues == (Issue("views/asked.sql", LIMITED[sql], "", "", "view-order", "error", message),)


RIGHT = {
    "SELECT (SELECT id FROM ferries ORDER BY id LIMIT 1) AS id": {"id": "string"},
    "SELECT count(*) AS n FROM ferries": {"n": "integer"},
    "SELECT 1 AS n UNION ALL SELECT 1 ORDER BY 1": {"n": "integer"},
    "SELECT port, id FROM ferries ORDER BY port NULLS FIRST, id": {"port": "string", "id": "string"},
    "SELECT group_concat(id) AS ids FROM (SELECT id FROM ferries ORDER BY id)": {"ids": "string"},
    "SELECT id FROM ferries WHERE id < 'a' ORDER BY note": {"id": "string"},
}


@pytest.mark.parametrize("sql", RIGHT)
def test_a_result_with_one_order_is_right(sql: str, ask: ViewAsker) -> None:
    assert validate(ask(sql, RIGHT[sql])).issues == ()


# fault → statement, types, rest of the schema, and the issue's column, key, rule, message and value
JUDGED: dict[str, tuple[str, dict[str, str], dict[str, Any], tuple[str, str, str, str, str]]] = {
    "a type": (
        "SELECT id FROM ferries WHERE id = 'f-2' ORDER BY id", {"id": "integer"}, {},
        ("id", "", "type-integer", "is not a whole number; write digits only (line 2 of the result)", "f-2")),
    "a fraction for a whole number": (
        "SELECT 1 AS id, 5.0 AS n", {"id": "integer", "n": "integer"}, {"primaryKey": ["id"]},
        ("n", "1", "type-integer", "is not a whole number; write digits only (line 2 of the result)", "5.0")),
    "a constraint": (
        "SELECT id FROM ports WHERE id <> 'cx' ORDER BY id", {},
        {"fields": [{"name": "id", "type": "string", "constraints": {"enum": ["aa"]}}]},
        ("id", "", "constraint-enum", "is not one of aa (line 3 of the result)", "bg")),
    "a missing value": (
        "SELECT note AS id FROM ferries WHERE id IN ('f-1', 'f-2') ORDER BY id DESC", {},
        {"fields": [{"name": "id", "type": "string", "constraints": {"required": True}}]},
        ("id", "", "required", "the cell is empty; the field must have a value (line 3 of the result)", "")),
    "a key twice": (
        "SELECT 'a' AS id, name FROM ports WHERE id < 'c' ORDER BY name", {"id": "string", "name": "string"},
        {"primaryKey": ["id"]},
        ("id", "a", "primary-key", "duplicates the id of line 2; change or remove one (line 3 of the result)", "a")),
    "a reference": (
        "SELECT id FROM ports UNION SELECT 'zz' ORDER BY id", {"id": "string"},
        {"foreignKeys": [{"fields": ["id"], "reference": {"resource": "ports", "fields": ["id"]}}]},
        ("id", "", "foreign-key", "no row of ports has this id; add one or correct the reference (line 5 of the result)",
         "zz")),
    "a blob": (
        "SELECT x'00' AS id", {"id": "string"}, {},
        ("", "", "view-value", '"id" of the result is a BLOB; cast it to text', "")),
    "text in no encoding": (
        "SELECT CAST(x'ff' AS TEXT) AS id", {"id": "string"}, {},
        ("", "", "view-sql",
         "cannot be run by SQLite: Could not decode to UTF-8 column 'id' with text '\ufffd'; correct the statement", "")),
    "a whole number that is too large": (
        "SELECT sum(n) AS id FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1)", {"id": "integer"}, {},
        ("", "", "view-sql", "cannot be read by SQLite: integer overflow; correct the statement", "")),
}  # fmt: skip


@pytest.mark.parametrize("case", JUDGED)
def test_a_result_is_judged_by_its_schema(case: str, ask: ViewAsker) -> None:
    sql, types, schema, (column, key, rule, message, value) = JUDGED[case]
    expected = Issue("views/asked.sql", 0, column, key, rule, "error", message, value)
    assert validate(ask(sql, types, **schema)).issues == (expected,)


def test_a_date_of_edtf_is_judged_without_the_rules(ask: ViewAsker) -> None:
    root = ask("SELECT '2024-02-30' AS id", fields=[{"name": "id", "type": "string", "packpress:edtf": True}])
    assert [(issue.column, issue.rule, issue.value) for issue in validate(root).issues] == [("id", "edtf-date", "2024-02-30")]


ENDLESS = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n ORDER BY id"
GROWING = (
    "WITH RECURSIVE n(i, id) AS (SELECT 1, 'aa' UNION ALL SELECT i + 1, id || id FROM n WHERE i < 40) "
    "SELECT id FROM n ORDER BY id"
)
MANY = "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 50) SELECT id FROM n ORDER BY id"
# limit → the module, its constant, the value for the test, the statement and the message
LIMITS: dict[str, tuple[Any, str, int, str, str]] = {
    "steps": (
        database, "MAX_STEPS", 100_000, ENDLESS,
        "did not end within 100,000 steps of SQLite; end a recursion, and join tables by keys"),
    "seconds": (
        database, "MAX_SECONDS", -1, ENDLESS,
        "the views took more than -1 seconds together; make them simpler, or remove some"),
    "text": (database, "TEXT_BYTES", 1_000, GROWING, "makes a text of more than 1,000 bytes; make shorter ones"),
    "rows": (
        run_view, "RESULT_ROWS", 20, MANY,
        "the result has more than 20 rows or 100,000,000 bytes; select fewer, or group them"),
    "bytes": (
        run_view, "RESULT_BYTES", 20, MANY,
        "the result has more than 1,000,000 rows or 20 bytes; select fewer, or group them"),
}  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS)
def test_a_view_without_end_ends_with_an_issue(limit: str, ask: ViewAsker, monkeypatch: pytest.MonkeyPatch) -> None:
    module, constant, value, sql, message = LIMITS[limit]
    monkeypatch.setattr(module, constant, value)
    assert validate(ask(sql)).issues == (Issue("views/asked.sql", 0, "", "", "view-limit", "error", message),)


def test_ctrl_c_ends_a_view(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> float:
        raise KeyboardInterrupt

    opened = database.Database()
    monkeypatch.setattr("packpress.check.views.database.time", SimpleNamespace(monotonic=interrupt))
    with pytest.raises(KeyboardInterrupt), opened.limited():
        opened.connection.execute(ENDLESS).fetchall()
    opened.close()


def test_a_full_disk_ends_with_words(ferries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create = database.Database.create

    def create_full(self: database.Database, table: str, types: Mapping[str, str]) -> None:
        create(self, table, types)
        self.connection.execute("PRAGMA max_page_count = 4")

    monkeypatch.setattr(database.Database, "create", create_full)
    with (ferries / "data" / "ports.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"p{number:04},{'name ' * 20},true,\n" for number in range(200))
    with pytest.raises(PackpressError) as caught:
        validate(ferries)
    message = "the tables cannot be copied for the views of the package: database or disk is full; free temporary space"
    assert str(caught.value) == message


NUMBERS: dict[str, tuple[str, str]] = {
    "more digits than a float has": ("12345678901234567890.5", "number"),
    "no number": ("NaN", "number"),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_a_number_that_sqlite_would_change_is_refused_where_it_is_read(case: str, make_package: PackageMaker) -> None:
    cell, kind = NUMBERS[case]
    fields = [{"name": "id", "type": "integer"}, {"name": "size", "type": kind}]
    views = [
        {"name": "sizes", "path": "sizes.sql", "schema": {"fields": [{"name": "size", "type": "number"}]}},
        {"name": "ids", "path": "ids.sql", "schema": {"fields": [{"name": "id", "type": "integer"}]}},
    ]
    root = make_package({"fields": fields}, f"id,size\n1,{cell}\n", descriptor={"packpress:views": views})
    (root / "sizes.sql").write_text('SELECT size FROM "table"', encoding="utf-8")
    (root / "ids.sql").write_text('SELECT id FROM "table"', encoding="utf-8")
    message = "reads table.size, which has numbers that SQLite cannot store exactly; leave the column out"
    assert validate(root).issues == (Issue("sizes.sql", 0, "size", "", "view-value", "error", message),)


# ---- what the tables are for SQL


def result_of(root: Path) -> list[list[str]]:
    """The result of the view named asked, as rows of CSV."""
    session = Session.open(root, Findings())
    with opened_views(session) as views:
        for table in session.tables():
            for batch in table.batches():
                views.add(table, batch)
        session.finish()
        results = views.finish()
    assert session.report().valid
    return list(csv.reader(io.StringIO(results["asked"].data.decode("utf-8"), newline="")))


def test_the_tables_have_their_published_columns_and_types(ask: ViewAsker) -> None:
    columns = "id port began began_min began_max began_precision year seats note".split()
    sql = "SELECT {} FROM ferries WHERE id = 'f-3'".format(", ".join(f"typeof({name}) AS {name}" for name in columns))
    assert result_of(ask(sql, dict.fromkeys(columns, "string"))) == [
        columns,
        ["text", "text", "text", "text", "text", "text", "integer", "null", "text"],
    ]
    sql = "SELECT typeof(is_open) AS a, sum(is_open) AS b, typeof(depth) AS c FROM ports WHERE depth IS NOT NULL"
    assert result_of(ask(sql, {"a": "string", "b": "integer", "c": "string"})) == [["a", "b", "c"], ["integer", "2", "real"]]


def test_values_of_a_result_are_written_as_cells(ask: ViewAsker) -> None:
    sql = "SELECT NULL AS a, '' AS b, 1 AS c, 0 AS d, 2.0 AS e, 0.1 AS f, 1e300 AS g, 9e999 AS h, 'x, \"y\"' AS i"
    kinds = "string string boolean boolean number number number number string".split()
    assert result_of(ask(sql, dict(zip("abcdefghi", kinds, strict=True)))) == [
        [*"abcdefghi"],
        ["", "", "true", "false", "2", "0.1", "1e+300", "INF", 'x, "y"'],
    ]


def test_dates_and_years_in_a_format_are_those_of_the_standard(make_package: PackageMaker) -> None:
    fields = [
        {"name": "day", "type": "date", "format": "%d.%m.%Y"},
        {"name": "odd", "type": "date", "format": "any"},
        {"name": "year", "type": "year"},
        {"name": "moment", "type": "datetime"},
        {"name": "yes", "type": "boolean", "trueValues": ["ja"], "falseValues": ["nee"]},
    ]
    kinds = {"day": "date", "odd": "date", "year": "year", "moment": "datetime", "yes": "boolean"}
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()]}
    root = make_package(
        {"fields": fields},
        "day,odd,year,moment,yes\n29.02.2024,2024-03-01,0999,2024-02-29T13:05:07Z,nee\n",
        descriptor={"packpress:views": [{"name": "asked", "path": "asked.sql", "schema": schema}]},
    )
    (root / "asked.sql").write_text(
        "SELECT day, odd, printf('%04d', year) AS year, moment, yes FROM \"table\"", encoding="utf-8"
    )
    assert result_of(root) == [[*kinds], ["2024-02-29", "2024-03-01", "0999", "2024-02-29T13:05:07Z", "false"]]


LOADED = """
import sys
from packpress.cli import main
assert main(["validate", sys.argv[1]]) == 0
print(*sorted({"sqlite3", "packpress.check.views.judge_views", "packpress.edtf"} & sys.modules.keys()))
"""


@pytest.mark.parametrize(
    ("package", "loaded"), [("every-type", ""), ("ferries", "packpress.check.views.judge_views packpress.edtf sqlite3")]
)
def test_a_package_without_views_loads_no_database(package: str, loaded: str) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED, str(PACKAGES / package)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[1:], done.stderr) == (0, [loaded], "")


def test_views_do_not_run_on_a_package_with_errors(ask: ViewAsker) -> None:
    root = ask(ENDLESS)
    (root / "data" / "ports.csv").write_text("id,name,is_open,depth\naa,Aarhus,true,deep\n", encoding="utf-8")
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    raw["packpress:views"][0]["path"] = "views/fleet.sql"
    raw["packpress:views"][0]["schema"] = "views/fleet.json"
    (root / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    report = validate(root)
    assert {issue.rule for issue in report.issues} == {"type-number", "foreign-key"}
    assert report.layers == ("files", "cells")


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8)
ROWS = st.dictionaries(
    st.integers(-(2**63), 2**63 - 1),
    st.tuples(TEXTS, st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.0), st.booleans(), st.dates()),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_a_table_comes_back_equal(make_package: PackageMaker, rows: dict[int, tuple[Any, ...]]) -> None:
    kinds = {"id": "integer", "a": "string", "b": "number", "c": "boolean", "d": "date"}
    schema = {"fields": [{"name": name, "type": kind} for name, kind in kinds.items()], "primaryKey": ["id"]}
    cells = [[*kinds]]
    for key, (a, b, c, d) in sorted(rows.items()):
        cells.append([str(key), a, repr(b).removesuffix(".0"), str(c).lower(), d.isoformat()])
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(cells)
    views = [{"name": "asked", "path": "asked.sql", "schema": schema}]
    root = make_package(schema, text.getvalue(), descriptor={"packpress:views": views})
    (root / "asked.sql").write_text('SELECT * FROM "table" ORDER BY id', encoding="utf-8")
    assert result_of(root) == cells
