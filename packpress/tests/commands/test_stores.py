"""``validate`` reads the package at an address in a store; every other address is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.conftest import PackageFolder
from tests.memory_store import MemoryStore

from packpress.cli import main

ONLY = "only the PATH of packpress validate may be an address in a store; its rules, its base and its reports are files of this"
# name → the arguments, and what is printed to standard error
REFUSED: Mapping[str, tuple[list[str], str]] = {
    "command": (
        ["build", "s3://b/p?region=x"],
        's3://b/p: only "packpress validate" reads object stores; copy the package to a folder for "packpress build"',
    ),
    "option": (
        ["release", "--key=s3://b/k"],
        's3://b/k: only "packpress validate" reads object stores; copy the package to a folder for "packpress release"',
    ),
    "rules": (["validate", "s3://b/p", "--full", "--rules", "s3://b/r.py"], f"{ONLY} machine"),
    "report": (["validate", "p", "--save", "json", "s3://b/r.json"], f"{ONLY} machine"),
    "base": (
        ["validate", "s3://b/p", "--base", "main"],
        "s3://b/p: --base compares with a git repository, and a store has none; remove --base, or check a clone",
    ),
    "two-paths": (["validate", "--save", "json", "s3://b/p", "s3://b/p"], f"{ONLY} machine"),
    "other-address": (
        ["validate", "https://example.org/p"],
        "https://example.org/p: is not the address of an object store; only s3://, gs:// and az:// are read; save it and give "
        "the file",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_an_address_that_is_not_read_is_refused(
    arguments: list[str], message: str, memory_store: MemoryStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert (*capsys.readouterr(), memory_store.requests) == ("", f"packpress: {message}\n", {})


@pytest.mark.parametrize("address", ["s3://bucket/a b/p", "s3://bucket/a b/p/", "s3://bucket/a b/p/datapackage.json"])
@pytest.mark.parametrize("form", ["text", "json", "github", "markdown", "sarif"])
def test_a_report_on_a_store_is_that_on_the_folder(
    form: str, address: str, letters: PackageFolder, memory_store: MemoryStore, capsys: pytest.CaptureFixture[str]
) -> None:
    letters.set("letters", "l-bergen", written="yesterday")
    memory_store.put_folder(letters.root, "bucket/a b/p")
    found = [(main(["validate", path, "--format", form]), capsys.readouterr()) for path in (str(letters.root), address)]
    assert found[0][0] == 1
    assert found[0] == found[1]


def test_a_table_in_a_store_is_checked_alone(
    letters: PackageFolder, memory_store: MemoryStore, capsys: pytest.CaptureFixture[str]
) -> None:
    memory_store.put_folder(letters.root, "bucket/p")
    assert main(["validate", "s3://bucket/p/data/letters.csv"]) == 0
    assert capsys.readouterr().out == "valid: 0 errors, 0 warnings (checked: files, cells, of data/letters.csv alone)\n"


def test_rules_in_a_store_are_never_run(ferries: Path, memory_store: MemoryStore, capsys: pytest.CaptureFixture[str]) -> None:
    (ferries / "pyproject.toml").write_text('[tool.packpress]\nrules = "rules.py"\nignore = ["type-number"]\n', "utf-8")
    (ferries / "rules.py").write_text("raise SystemExit('run')", encoding="utf-8")
    (ferries / "data" / "ports.csv").write_text("id,name,is_open,depth\naa,Aarhus,true,deep\n", encoding="utf-8")
    memory_store.put_folder(ferries, "bucket/p")
    assert main(["validate", "s3://bucket/p", "--full"]) == 1
    assert "[type-number]" in capsys.readouterr().out
    assert memory_store.requests.keys() & {"bucket/p/rules.py", "bucket/p/pyproject.toml"} == set()


def test_a_report_on_a_store_is_saved_on_this_machine(ferries: Path, memory_store: MemoryStore, tmp_path: Path) -> None:
    memory_store.put_folder(ferries, "bucket/p")
    assert main(["validate", "s3://bucket/p", "-q", "--save", "json", str(tmp_path / "r.json")]) == 0
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["errors"] == 0


def test_a_program_gets_a_report_if_there_is_no_package(memory_store: MemoryStore, capsys: pytest.CaptureFixture[str]) -> None:
    memory_store.put("bucket/p/other", b"")
    assert main(["validate", "s3://bucket/p", "--format", "json"]) == 2
    assert [issue["rule"] for issue in json.loads(capsys.readouterr().out)["issues"]] == ["package-unreadable"]


def test_a_path_on_the_disk_may_look_like_an_address(
    tmp_path: Path, ferries: Path, monkeypatch: pytest.MonkeyPatch, memory_store: MemoryStore
) -> None:
    (tmp_path / "s3:" / "bucket").mkdir(parents=True)
    ferries.rename(tmp_path / "s3:" / "bucket" / "p")
    monkeypatch.chdir(tmp_path)
    assert (main(["validate", "s3:/bucket/p", "-q"]), memory_store.requests) == (0, {})
