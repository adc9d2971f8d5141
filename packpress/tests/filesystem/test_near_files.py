"""A path that leads nowhere gets the file that it probably means, in bounded time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from packpress.check.validate import validate
from packpress.errors import PackageError
from packpress.filesystem.near_files import NearFiles, hint_at_path
from packpress.package.located import missing_descriptor

FILES = (
    "books.csv", "data/loans.csv", "data/readers.csv", "schemas/books.json", "schemas/loans.json", ".hidden/members.csv",
    "node_modules/x/members.csv", "a/b/c/deep.csv", "a/b/c/d/deeper.csv",
)  # fmt: skip


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path in FILES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("a\n1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# path → what is suggested
FOUND = {
    "loans.csv": ["data/loans.csv"],
    "data/Loans.CSV": ["data/loans.csv"],
    "data/loan.csv": ["data/loans.csv"],
    "data/raeders.csv": ["data/readers.csv"],
    "book.csv": ["books.csv"],
    "books.tsv": ["books.csv"],
    "books.json": ["schemas/books.json"],
    "schemas/readers.json": [],
    "members.csv": [],
    "deep.csv": ["a/b/c/deep.csv"],
    "deeper.csv": [],
    "zzzzzz.csv": [],
}


@pytest.mark.parametrize("path", FOUND)
def test_a_missing_file_gets_one_of_the_same_or_a_similar_name(path: str, root: Path) -> None:
    assert NearFiles(root).find(path) == FOUND[path]


# path on the command line → what is suggested
HINTS = {
    "loans.csv": '; did you mean "data/loans.csv"?',
    "data/loan.csv": '; did you mean "data/loans.csv"?',
    "dta": '; did you mean "data"?',
    "dta/loan.csv": '; did you mean "data"?',
    "./shcemas": '; did you mean "schemas"?',
    "../zzzzzz/loans.csv": "",
    "zzzzzz": "",
}


@pytest.mark.parametrize("path", HINTS)
def test_a_path_that_leads_nowhere_gets_one_that_leads_somewhere(path: str, root: Path) -> None:
    assert hint_at_path(Path(path)) == HINTS[path]
    assert hint_at_path(root / "data" / "loan.csv") == f'; did you mean "{root}/data/loans.csv"?'


def test_a_large_folder_and_many_missing_files_take_no_time(tmp_path: Path) -> None:
    for number in range(2_100):
        (tmp_path / f"{'ab' * 20}{number:06}.csv").touch()
    fields = {"fields": [{"name": "a"}]}
    resources = [{"name": f"t{n}", "path": f"{'ba' * 20}{n:06}.csv", "schema": fields} for n in range(100)]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    begin = time.process_time()
    report = validate(tmp_path)
    assert time.process_time() - begin < 20
    assert (report.errors, sum("did you mean" in issue.message for issue in report.issues)) == (100, 5)


def test_a_missing_table_and_a_missing_schema_name_the_file_that_is_meant(root: Path) -> None:
    resources = [
        {"name": "books", "path": "books.csv", "schema": "books.json"},
        {"name": "loans", "path": "loans.csv", "schema": {"fields": [{"name": "a"}]}},
    ]
    (root / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    assert [(issue.path, issue.rule, issue.message) for issue in validate(root).issues] == [
        ("books.json", "descriptor-json", 'the file is missing; did you mean "schemas/books.json"?'),
        ("loans.csv", "file-missing", 'the file is missing; did you mean "data/loans.csv"?'),
    ]


def _descriptor(file: Path) -> None:
    file.write_text(json.dumps({"resources": []}), encoding="utf-8")


def _said(root: Path) -> str:
    error = missing_descriptor(root, "datapackage.json")
    assert isinstance(error, PackageError)
    said = str(error).removeprefix("datapackage.json: not found in ")
    return said.replace(str(root), "ROOT") if root.is_absolute() else said


def test_a_folder_of_tables_is_named_with_init(root: Path) -> None:
    shown = "(books.csv, data/loans.csv, data/readers.csv and 1 more)"
    assert _said(root) == f'the folder ROOT, which has tables {shown}; "packpress init" in that folder describes them'
    assert _said(Path()) == f'this folder, which has tables {shown}; "packpress init" describes them'
    nested = (
        'the folder ROOT, which has tables (b/c/deep.csv, b/c/d/deeper.csv); "packpress init" in that folder describes them'
    )
    assert _said(root / "a") == nested
    one = 'the folder ROOT, which has a table (deeper.csv); "packpress init" in that folder describes it'
    assert _said(root / "a" / "b" / "c" / "d") == one


def test_a_descriptor_below_or_of_another_name_is_named(root: Path) -> None:
    _descriptor(root / "tables.json")
    assert _said(root) == 'the folder ROOT; did you mean "ROOT/tables.json"?'
    _descriptor(root / "data" / "datapackage.json")
    init = '"packpress init" in that folder makes a package of all its tables'
    assert _said(root) == f'the folder ROOT; did you mean "ROOT/data/datapackage.json"?; {init}'


def test_a_folder_of_nothing_says_what_to_give(tmp_path: Path) -> None:
    init = '"packpress init" in that folder describes tables once it has some'
    assert _said(tmp_path) == f"the folder ROOT; give a package's folder, its descriptor or a table's file; {init}"
