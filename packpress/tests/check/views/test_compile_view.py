"""A statement that does more than read the tables, or is wrong, is refused with its file, its line and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from packpress.check.validate import validate
from packpress.check.views.compile_view import FUNCTIONS
from packpress.issue import Issue

if TYPE_CHECKING:
    from tests.conftest import ViewAsker

READ = "cannot be read by SQLite: "
CORRECT = "; correct the statement"
BY_TABLE = "write its table before it, or in ORDER BY the name that AS gives to a column of the result"
UNKNOWN = ", which may give another result elsewhere or later, or is unknown; leave it out"
MORE = "does more than read the tables of the package; write one SELECT on them"
NAMES = "; name it with AS, or correct the schema"
# statement → the rule, the line and the message
FAULTS: dict[str, tuple[str, int, str]] = {
    "SELECT id\nFROM ferries\nWERE id = 1 ORDER BY id": ("view-sql", 3, f'{READ}near "id": syntax error{CORRECT}'),
    "SELECT id FROM FROM\nFROM ferries": ("view-sql", 1, f'{READ}near "FROM": syntax error{CORRECT}'),
    "SELECT id FROM (SELECT id": ("view-sql", 0, f"{READ}incomplete input{CORRECT}"),
    "SELECT id\nFROM ferries WHERE note = 'old": ("view-sql", 2, f"{READ}unrecognized token: \"'old\"{CORRECT}"),
    "SELECT id,\n nope FROM ferries": ("view-sql", 2, f"{READ}no such column: nope{CORRECT}"),
    'SELECT id,\n "no pe" FROM ferries': ("view-sql", 2, f"{READ}no such column: no pe{CORRECT}"),
    "SELECT id FROM ferries\nWHERE nope\n AND nope": ("view-sql", 0, f"{READ}no such column: nope{CORRECT}"),
    "SELECT id\nFROM boats": ("view-sql", 2, f"{READ}no such table: boats{CORRECT}"),
    "SELECT f.id FROM ferries f\nJOIN ports p ON p.id = port\nWHERE id = 1": (
        "view-sql", 0, f"{READ}ambiguous column name: id; {BY_TABLE}"),
    "SELECT random() AS id": ("view-sql", 1, f"calls random{UNKNOWN}"),
    "SELECT id FROM ferries\nWHERE began < date('now')": ("view-sql", 2, f"calls date{UNKNOWN}"),
    "SELECT\ncurrent_date AS id": ("view-sql", 2, f"calls current_date{UNKNOWN}"),
    "SELECT load_extension('x') AS id": ("view-sql", 1, f"calls load_extension{UNKNOWN}"),
    "SELECT name FROM sqlite_master": (
        "view-sql", 1, "reads sqlite_master, which is no table of the package; read the package's tables only"),
    "SELECT count(*) AS id FROM sqlite_master": (
        "view-sql", 1, "reads sqlite_master, which is no table of the package; read the package's tables only"),
    "SELECT name AS id FROM pragma_table_info('ferries')": ("view-sql", 0, MORE),
    "SELECT value AS id FROM json_each('[1]')": ("view-sql", 0, MORE),
    "SELECT rowid AS id FROM ferries": (
        "view-sql", 0, "uses the row number of a table, which is no column of it; use its key"),
    "WITH x AS (SELECT 1) DELETE FROM ferries": ("view-sql", 0, MORE),
    "WITH x AS (SELECT 1) INSERT INTO ports (id) SELECT 'x'": ("view-sql", 0, MORE),
    "SELECT 1; DROP TABLE ferries": ("view-sql", 1, "has more than one statement; a view is one SELECT"),
    "SELECT id AS ID FROM ferries": (
        "view-columns", 0, f'column 1 of the result is "ID", but field 1 of the schema is "id"{NAMES}'),
    "SELECT upper(id) FROM ferries": (
        "view-columns", 0, f'column 1 of the result is "upper(id)", but field 1 of the schema is "id"{NAMES}'),
    "SELECT id, port FROM ferries": (
        "view-columns", 0,
        "the result has 2 columns, but the schema has 1 fields; describe every column of the result, in order"),
}  # fmt: skip


@pytest.mark.parametrize("sql", FAULTS)
def test_a_wrong_statement_is_refused(sql: str, ask: ViewAsker) -> None:
    rule, line, message = FAULTS[sql]
    assert validate(ask(sql)).issues == (Issue("views/asked.sql", line, "", "", rule, "error", message),)


def test_a_table_that_sql_cannot_have_is_missing_with_its_reason(ask: ViewAsker) -> None:
    root = ask("SELECT id FROM ferries ORDER BY id")
    for path in ("schemas/ferries.json", "data/ferries.csv"):
        file = root / path
        file.write_text(file.read_text(encoding="utf-8").replace("note", "began_MIN"), encoding="utf-8")
    message = f"{READ}no such table: ferries: it has columns whose names differ only in letter case, which SQL ignores{CORRECT}"
    assert validate(root).issues == (Issue("views/asked.sql", 1, "", "", "view-sql", "error", message),)


def test_a_statement_is_judged_before_any_table_is_read(ask: ViewAsker) -> None:
    root = ask("SELECT nope AS id")
    (root / "data" / "ports.csv").write_text("id,name,is_open,depth\naa,Aarhus,maybe,\n", encoding="utf-8")
    assert {issue.rule for issue in validate(root).issues} >= {"view-sql", "type-boolean"}


RIGHT = (
    "SELECT id FROM ferries ORDER BY id",
    "select F.ID as id from Ferries as F order by id;\n-- the end",
    "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 9) SELECT id FROM n ORDER BY id",
    "WITH n AS (SELECT id FROM ferries) SELECT count(*) AS id FROM n",
    "SELECT (SELECT count(*) FROM ferries) AS id",
    "SELECT [id] FROM `ferries` ORDER BY 1",
    "SELECT id FROM ports UNION SELECT id FROM ferries ORDER BY id",
    "SELECT DISTINCT first_value(id) OVER (PARTITION BY port ORDER BY id) AS id FROM ferries ORDER BY id",
)


@pytest.mark.parametrize("sql", RIGHT)
def test_a_select_on_the_tables_is_right(sql: str, ask: ViewAsker) -> None:
    assert validate(ask(sql, {"id": "any"})).issues == ()


def test_no_function_of_time_or_chance_is_allowed() -> None:
    fixed = {"random", "randomblob", "date", "datetime", "julianday", "strftime", "time", "unixepoch", "changes"}
    assert FUNCTIONS & (fixed | {"last_insert_rowid", "load_extension", "sqlite_version", "current_timestamp"}) == set()
