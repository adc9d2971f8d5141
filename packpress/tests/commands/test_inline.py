"""Inline data goes through every command."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from packpress.cli import main

SCHEMA = {
    "fields": [{"name": "id", "type": "string"}, {"name": "due", "type": "date"}, {"name": "copies", "type": "integer"}],
    "primaryKey": ["id"],
}
# how the same two rows are written inline
WRITTEN: dict[str, dict[str, Any]] = {
    "objects": {"data": [{"id": "L1", "due": "2024-02-01", "copies": 2}, {"id": "L2", "due": None, "copies": 1}]},
    "arrays": {"data": [["id", "due", "copies"], ["L1", "2024-02-01", 2], ["L2", None, 1]]},
    "arrays without a header": {"data": [["L1", "2024-02-01", 2], ["L2", None, 1]], "dialect": {"header": False}},
    "CSV": {"data": "id,due,copies\nL1,2024-02-01,2\nL2,,1\n", "format": "csv"},
}
PLACE = "datapackage.json#/resources/0/data"


def write(folder: Path, resource: dict[str, Any], *others: dict[str, Any]) -> Path:
    listed = [{"name": "loans", "schema": SCHEMA, **resource}, *others]
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "p", "version": "1.0.0"}
    (folder / "datapackage.json").write_text(json.dumps({**descriptor, "resources": listed}), encoding="utf-8")
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def commit(here: Path) -> Callable[[], None]:
    def _commit() -> None:
        for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
            subprocess.run(["git", *command], cwd=here, check=True)

    return _commit


@pytest.mark.parametrize("resource", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("options", [[], ["--full"]], ids=["streamed", "full"])
def test_a_build_writes_the_rows(here: Path, resource: dict[str, Any], options: list[str]) -> None:
    write(here, resource)
    assert main(["build", *options]) == 0
    rows = pq.read_table(here / "parquet" / "loans.parquet").to_pylist()
    assert [(row["id"], str(row["due"]), row["copies"]) for row in rows] == [("L1", "2024-02-01", 2), ("L2", "None", 1)]
    assert main(["build", *options, "--check"]) == 0
    write(here, {"data": [{"id": "L1", "due": None, "copies": 2}]})
    assert main(["build", *options, "--check"]) == 1


def test_a_changed_value_makes_the_output_stale(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = {
        "name": "loans-parquet",
        "path": "out/loans.parquet",
        "format": "parquet",
        "schema": "out/loans.json",
        "packpress:madeFrom": "loans",
    }
    write(here, WRITTEN["objects"], named)
    assert main(["build"]) == 0
    assert main(["validate", "--full"]) == 0
    capsys.readouterr()
    write(here, {"data": [{"id": "L1", "due": None, "copies": 3}]}, named)
    main(["validate"])
    message = "was built from another state of datapackage.json, or by another version of packpress; run the build"
    assert f"out/loans.parquet: warning: {message}" in capsys.readouterr().out


@pytest.mark.parametrize("resource", WRITTEN.values(), ids=WRITTEN)
def test_the_second_opinion_agrees(here: Path, resource: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    write(here, resource)
    assert main(["validate", "--full"]) == 0
    assert capsys.readouterr().out == "valid: 0 errors, 0 warnings (checked: files, cells, rules, second opinion)\n"


@pytest.mark.parametrize("resource", WRITTEN.values(), ids=WRITTEN)
def test_a_diff_compares_the_rows(
    here: Path, resource: dict[str, Any], commit: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, WRITTEN["objects"])
    commit()
    write(here, resource)
    assert main(["diff", "HEAD"]) == 0
    assert "rows: 0 removed, 0 renamed, 0 changed, 0 added" in capsys.readouterr().out
    write(here, {"data": [{"id": "L1", "due": "2024-02-01", "copies": 3}, {"id": "L3", "due": None, "copies": 1}]})
    assert main(["diff", "HEAD"]) == 0
    found = capsys.readouterr().out
    assert "rows: 1 removed, 0 renamed, 1 changed, 1 added" in found
    assert '  copies: "2" → "3"' in found


def test_the_version_must_cover_changed_rows(
    here: Path, commit: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, WRITTEN["objects"])
    commit()
    write(here, {"data": [{"id": "L1", "due": None, "copies": 3}]})
    assert main(["validate", "--base", "HEAD"]) == 0
    assert "[version-bump]" in capsys.readouterr().out


# command → what it says, and its exit code
REFUSED: dict[str, tuple[list[str], str, int]] = {
    "format": (["format"], f"{PLACE}: not formatted: inline data\n", 0),
    "new": (["new", "loans"], 'packpress: "loans" has its rows in datapackage.json itself; add the row there by hand\n', 2),
}


@pytest.mark.parametrize(("command", "words", "status"), REFUSED.values(), ids=REFUSED)
def test_commands_that_write_rows_leave_them_alone(
    here: Path, command: list[str], words: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, WRITTEN["objects"])
    before = (here / "datapackage.json").read_bytes()
    assert main(command) == status
    assert "".join(capsys.readouterr()) == words
    assert (here / "datapackage.json").read_bytes() == before


@pytest.mark.parametrize("target", ["pandera", "json-schema", "sql", "arrow", "polars"])
def test_the_schema_is_printed(here: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, WRITTEN["objects"])
    assert main(["schema", "loans", "--as", target]) == 0
    found = capsys.readouterr().out
    assert "copies" in found
    assert PLACE not in found
    assert main(["explain", "loans"]) == 0
    assert PLACE in capsys.readouterr().out


def test_one_table_is_checked_with_its_references_to_inline_data(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = [{"fields": ["loan"], "reference": {"resource": "loans", "fields": ["id"]}}]
    schema = {"fields": [{"name": "loan", "type": "string"}], "foreignKeys": key}
    write(here, WRITTEN["arrays"], {"name": "fines", "path": "fines.csv", "schema": schema})
    (here / "fines.csv").write_text("loan\nL1\nL9\n", encoding="utf-8")
    assert main(["validate", "fines.csv"]) == 1
    assert capsys.readouterr().out.startswith('fines.csv:3:loan: "L9" no row of loans has this id')
    assert main(["hook", "validate", "fines.csv"]) == 1
    assert main(["hook", "format", "fines.csv", "datapackage.json"]) == 0
