"""The views of a descriptor are read, and each fault of one is reported where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from packpress.issue import Findings
from packpress.package.descriptor import read_package
from packpress.package.views import read_views

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}
VIEW: dict[str, Any] = {"name": "all", "path": "views/all.sql", "schema": SCHEMA}
REFERS = {**SCHEMA, "foreignKeys": [{"fields": ["id"], "reference": {"resource": "nowhere", "fields": ["id"]}}]}
HERE = "datapackage.json"
# what is wrong → the property, and the issues as (path, rule, message)
FAULTY: dict[str, tuple[Any, list[tuple[str, str, str]]]] = {
    "no array": (
        VIEW,
        [(HERE, "view-property", '"packpress:views" must be an array of objects, each with "name", "path" and "schema"')],
    ),
    "no object": (["all"], [(HERE, "view-property", 'view 1 must be an object with "name", "path" and "schema"')]),
    "nothing in it": (
        [{}],
        [(HERE, "view-property", f'view 1 has no "{name}"; add it') for name in ("name", "path", "schema")],
    ),
    "a misspelt property": (
        [{**VIEW, "titel": "All"}],
        [(HERE, "view-property", 'view 1 has the property "titel", which has no meaning here; did you mean "title"?')],
    ),
    "an unknown property": (
        [{**VIEW, "x": "All"}],
        [
            (
                HERE,
                "view-property",
                'view 1 has the property "x", which has no meaning here; '
                'a view has "name", "path", "schema", "title" and "description"',
            )
        ],
    ),
    "a wrong type": ([{**VIEW, "title": 5}], [(HERE, "view-property", 'view 1: "title" must be a string')]),
    "a name that is no file name": (
        [{**VIEW, "name": "All/x"}],
        [
            (
                HERE,
                "view-property",
                'view "All/x": "name" must be lower-case letters, digits, ".", "-" and "_", safe as a file name',
            )
        ],
    ),
    "the name of a resource": (
        [{**VIEW, "name": "things"}],
        [(HERE, "view-property", 'view "things" has the name of a resource; give it a name of its own')],
    ),
    "a name twice": (
        [VIEW, VIEW],
        [(HERE, "view-property", 'view "all" has the name of another view; give it a name of its own')],
    ),
    "a path outside": (
        [{**VIEW, "path": "../all.sql"}],
        [
            (
                HERE,
                "path-unsafe",
                'view "all": the path "../all.sql" contains \'..\'; name a file below the descriptor\'s folder',
            )
        ],
    ),
    "a missing file": (
        [{**VIEW, "path": "views/none.sql"}],
        [("views/none.sql", "view-sql", 'the file is missing; add it or correct the path of view "all"')],
    ),
    "another encoding": (
        [{**VIEW, "path": "views/latin.sql"}],
        [("views/latin.sql", "view-sql", "is not UTF-8; save it as UTF-8")],
    ),
    "NUL": ([{**VIEW, "path": "views/nul.sql"}], [("views/nul.sql", "view-sql", "contains NUL; remove it")]),
    "too long": (
        [{**VIEW, "path": "views/long.sql"}],
        [("views/long.sql", "view-sql", "has more than 100,000 bytes; write a shorter one")],
    ),
    "a faulty schema": (
        [{**VIEW, "schema": {"fields": []}}],
        [(HERE, "schema-fields", 'view "all": the schema has no "fields"; list every column in order')],
    ),
    "a missing schema": (
        [{**VIEW, "schema": "views/none.json"}],
        [("views/none.json", "descriptor-json", "the file is missing; add it or correct the path in the descriptor")],
    ),
    "a reference to nothing": (
        [{**VIEW, "schema": REFERS}],
        [
            (
                HERE,
                "schema-keys",
                'view "all": the foreign key on id refers to the resource "nowhere", which does not exist; name another',
            )
        ],
    ),
    "too many": (
        [{**VIEW, "name": f"v{number}"} for number in range(101)],
        [(HERE, "view-property", '"packpress:views" has more than 100 views, which exceeds the limit; remove some')],
    ),
}


@pytest.fixture
def root(make_package: PackageMaker) -> Path:
    folder = make_package(SCHEMA, "id\n1\n", resource={"name": "things"})
    (folder / "views").mkdir()
    (folder / "views" / "all.sql").write_bytes(b"\xef\xbb\xbfSELECT id FROM things ORDER BY id\n")
    (folder / "views" / "latin.sql").write_bytes(b"SELECT '\xe9'\n")
    (folder / "views" / "nul.sql").write_bytes(b"SELECT '\0'\n")
    (folder / "views" / "long.sql").write_bytes(b"-" * (read_views.MAX_SQL + 1))
    return folder


def described(make: PackageMaker, views: Any) -> Path:
    return make(SCHEMA, "id\n1\n", resource={"name": "things"}, descriptor={"packpress:views": views})


@pytest.mark.parametrize("case", FAULTY)
def test_a_fault_of_a_view_is_reported(case: str, root: Path, make_package: PackageMaker) -> None:
    views, expected = FAULTY[case]
    _, issues = read_package(described(make_package, views))
    assert [(issue.path, issue.rule, issue.message) for issue in issues] == expected
    assert {issue.severity for issue in issues} == {"error"}


def test_a_view_has_its_sql_its_schema_and_its_words(root: Path, make_package: PackageMaker) -> None:
    words = {"title": "All", "description": "What is there?", "example:mood": "calm"}
    package, issues = read_package(described(make_package, [{**VIEW, **words}]))
    assert issues == ()
    (view,) = package.views
    assert (view.name, view.path, view.table.title, view.table.description) == ("all", "views/all.sql", "All", "What is there?")
    assert (view.sql, view.table.schema.names) == ("SELECT id FROM things ORDER BY id\n", ("id",))


def test_the_check_of_one_table_reads_no_view(root: Path, make_package: PackageMaker) -> None:
    package, issues = read_package(described(make_package, [{}]), Findings(), "data.csv")
    assert (package.views, issues) == ((), ())
