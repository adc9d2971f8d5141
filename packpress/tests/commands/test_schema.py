"""``schema``: where the text goes, and what is said of a table, a file or an option that does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import packpress
from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageFolder, PackageMaker

Capture = pytest.CaptureFixture[str]
SCHEMA = {"fields": [{"name": "id", "type": "string"}, {"name": "Id", "type": "string"}]}


@pytest.mark.parametrize("target", ["pandera", "json-schema", "sql", "arrow", "polars"])
def test_a_file_gets_what_would_be_printed(target: str, letters: PackageFolder, tmp_path: Path, capsys: Capture) -> None:
    assert main(["schema", "letters", str(letters.root), "--as", target]) == 0
    printed = capsys.readouterr().out
    for _ in range(2):  # over the file of an earlier run
        assert main(["schema", "letters", str(letters.root), "--as", target, "--out", str(tmp_path / "new" / "file")]) == 0
        assert (tmp_path / "new" / "file").read_bytes() == printed.encode("utf-8")
        assert capsys.readouterr() == ("", "")


# what is given beside the package → what is said
REFUSED = {
    "a misspelt table": (["leters", "--as", "sql"], 'no table "leters" has a schema; did you mean letters?'),
    "another name": (["x", "--as", "sql"], 'no table "x" has a schema; those with a schema are: '),
    "a dialect of another target": (["letters", "--as", "arrow", "--dialect", "duckdb"], "--dialect goes with --as sql"),
    "a file of the package": (
        ["letters", "--as", "sql", "--out", "data/letters.csv"],
        "--out data/letters.csv: is a file of the package; name another file for the schema",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_said(
    arguments: list[str], said: str, letters: PackageFolder, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(letters.root)
    before = letters.path("letters").read_bytes()
    assert main(["schema", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith(f"packpress: {said}")) == ("", True)
    assert letters.path("letters").read_bytes() == before


# what the file is → what is said of it
KEPT = {
    "a link": "is a link",
    "a file of another program": 'exists and does not begin with "Made by `packpress schema …`"',
    "a folder": "is not a file",
}


@pytest.mark.parametrize("kind", KEPT)
def test_no_file_that_the_command_did_not_make_is_overwritten(
    kind: str, letters: PackageFolder, tmp_path: Path, capsys: Capture
) -> None:
    other, file = tmp_path / "other", tmp_path / "file"
    other.write_text("kept", encoding="utf-8")
    if kind == "a folder":
        file.mkdir()
    elif kind == "a link":
        file.symlink_to(other)
    else:
        file.write_text("kept", encoding="utf-8")
    assert main(["schema", "letters", str(letters.root), "--as", "sql", "--out", str(file)]) == 2
    said = f"packpress: --out {file}: {KEPT[kind]}; remove it, or name another file for the schema\n"
    assert capsys.readouterr() == ("", said)
    assert (other.read_text("utf-8"), file.is_dir() or file.read_text("utf-8")) == ("kept", kind == "a folder" or "kept")


def test_names_that_differ_in_case_are_refused_by_sql_alone(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package(SCHEMA, "id,Id\na,b\n")
    assert main(["schema", "table", str(root), "--as", "polars"]) == 0
    capsys.readouterr()
    assert main(["schema", "table", str(root), "--as", "sql"]) == 2
    assert capsys.readouterr().err == 'packpress: SQL cannot have both columns "id" and "Id": names ignore case in it\n'


def test_a_table_whose_schema_is_wrong_is_named_with_its_fault(make_package: PackageMaker, capsys: Capture) -> None:
    root = make_package({"fields": [{"name": "a", "type": "text"}]}, "a\n1\n")
    assert main(["schema", "table", str(root), "--as", "sql"]) == 2
    assert capsys.readouterr().err.startswith('packpress: no valid schema of a table "table"; datapackage.json: ')


def test_the_public_schema_names_the_extra_that_is_missing(make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    root = make_package(SCHEMA, "id,Id\na,b\n")
    monkeypatch.setitem(sys.modules, "pandera.pandas", None)
    with pytest.raises(packpress.MissingExtraError, match=r'^pandera is not installed; it comes with the extra "publish"'):
        packpress.pandera_schema(root, "table")
