"""A session of a check: its files come before its tables, and whatever its caller pulls, all of it is checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PackageMaker

from packpress.check.session import Session
from packpress.check.typed_table import read_tables
from packpress.issue import Findings, Report
from packpress.read.csv import scanner
from packpress.read.open_reader import open_reader

SCHEMA = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": "id"}
REFERS = {**SCHEMA, "foreignKeys": [{"fields": ["id"], "reference": {"resource": "a", "fields": ["id"]}}]}
ROWS = "id\n1\n2\n2\nx\n"
FOUND = [(4, "primary-key"), (5, "type-integer")]


def _open(make: PackageMaker, data: str = ROWS, **descriptor: Any) -> Session:
    return Session.open(make(SCHEMA, data, descriptor=descriptor), Findings())


def _found(report: Report) -> list[tuple[int, str]]:
    return [(issue.line, issue.rule) for issue in report.issues]


def _tables(*more: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": "a", "path": "data.csv", "schema": SCHEMA}, *more]


@pytest.mark.parametrize("pulled", [0, 1, 9])
def test_blocks_that_the_caller_does_not_pull_are_checked_too(
    pulled: int, make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "CHUNK", 4)
    session = _open(make_package)
    for table in session.tables():
        for _ in zip(range(pulled), table.batches(), strict=False):
            pass
    assert _found(session.finish()) == FOUND


def test_files_are_checked_before_the_first_table_is_given(make_package: PackageMaker) -> None:
    session = _open(make_package, resources=_tables({"name": "b", "path": "gone.csv", "schema": SCHEMA, "bytes": 1}))
    next(session.tables())
    assert [(issue.path, issue.rule) for issue in session.report().issues] == [("gone.csv", "file-missing")]


def test_a_file_that_goes_before_its_table_is_read_is_reported_once(make_package: PackageMaker) -> None:
    session = _open(make_package, "id\n1\n")
    for table in session.tables():
        (session.package.root / "data.csv").unlink()
        assert list(table.batches()) == []
    assert _found(session.finish()) == [(0, "file-missing")]
    assert session.checked == {}


def test_a_table_that_is_not_judged_is_given_where_one_refers_to_it_and_its_issues_are_not_reported(
    make_package: PackageMaker,
) -> None:
    others = ({"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in (("b", REFERS), ("c", SCHEMA)))
    package = _open(make_package, resources=_tables(*others)).package
    for name in "bc":
        (package.root / f"{name}.csv").write_text("id\n1\n", encoding="utf-8")
    session = Session(package, Findings(), judged=[package.resource("b")])
    assert [table.name for table in session.tables()] == ["a", "b"]
    assert session.finish().issues == ()


def test_outputs_are_checked_only_where_the_caller_wants_them(make_package: PackageMaker) -> None:
    output = {"name": "b", "path": "b.parquet", "format": "parquet", "packpress:madeFrom": "a"}
    session = _open(make_package, "id\n1\n", resources=_tables(output, {"name": "notes", "path": "notes.txt"}))
    list(session.tables())
    assert session.finish().issues == ()
    assert session.check_outputs() == {}
    assert [issue.path for issue in session.report().issues] == ["b.parquet", "notes.txt"]


def test_a_report_names_the_layers_that_ran(make_package: PackageMaker) -> None:
    session = _open(make_package)
    assert session.report().layers == ()
    list(session.tables())
    assert session.finish().layers == ("files", "cells")


def test_typed_tables_are_those_that_are_right(make_package: PackageMaker) -> None:
    tables = read_tables(_open(make_package, "id\n1\n\n2\n", resources=_tables()))
    assert tables == {}
    tables = read_tables(_open(make_package, "id\n1\n2\n", resources=_tables()))
    assert {name: table.values.to_pydict() for name, table in tables.items()} == {"a": {"id": [1, 2]}}
    assert tables["a"].place(1) == ("data.csv", 3)


def test_no_table_is_kept_where_a_file_has_an_error(make_package: PackageMaker) -> None:
    (table,) = _tables()
    assert read_tables(_open(make_package, "id\n1\n", resources=[{**table, "bytes": 1}])) == {}


def test_judging_a_block_leaves_the_table_as_it_is(make_package: PackageMaker, tmp_path: Path) -> None:
    session = _open(make_package)
    (table,) = session.tables()
    reader = open_reader(session.package.root, "data.csv", table.resource, Findings())
    before = session.report(), table.rows, table.keys.rows
    judged = [table.judge.judge_block(reader, block) for block in reader.blocks()]
    assert all(judged)
    assert (session.report(), table.rows, table.keys.rows) == before
