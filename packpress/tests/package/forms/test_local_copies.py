"""Local copies of schemas and dialects that a descriptor names by their address."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from packpress.check.validate import validate
from packpress.cli import main
from packpress.package.forms.local_copies import using_copies

Capture = pytest.CaptureFixture[str]
SCHEMA, DIALECT = "https://example.org/1.0/schema.json", "https://example.org/dialect.json?v=1"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package with a wrong cell, whose schema and dialect are at addresses; the copies are in the folder ``copies``."""
    root = tmp_path / "package"
    (root / "copies").mkdir(parents=True)
    resource = {"name": "a", "path": "a.csv", "schema": SCHEMA, "dialect": DIALECT}
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    (root / "copies" / "schema.json").write_text(
        '{"fields": [{"name": "x", "type": "integer"}, {"name": "y"}]}', encoding="utf-8"
    )
    (root / "copies" / "dialect.json").write_text('{"delimiter": ";"}', encoding="utf-8")
    (root / "a.csv").write_text("x;y\n1;a\nb;c\n", encoding="utf-8")
    return root


def test_without_copies_an_issue_names_each_address_and_the_option(package: Path) -> None:
    message = (
        'resource "a": the {} is at the address "{}", and nothing is fetched, so {} not checked; save it and add --map {}=FILE'
    )
    assert [(i.path, i.severity, i.rule, i.message) for i in validate(package).issues] == [
        ("datapackage.json", "warning", "address-not-fetched", message.format("dialect", DIALECT, "its table was", DIALECT)),
        ("datapackage.json", "warning", "address-not-fetched", message.format("schema", SCHEMA, "its cells were", SCHEMA)),
    ]


def test_the_copies_are_used_in_the_block_and_not_after(package: Path) -> None:
    with using_copies({SCHEMA: package / "copies" / "schema.json", DIALECT: package / "copies" / "dialect.json"}):
        assert [(i.path, i.line, i.column, i.rule) for i in validate(package).issues] == [("a.csv", 3, "x", "type-integer")]
    assert validate(package).warnings == 2


@pytest.mark.parametrize("command", ["validate", "build"])
def test_the_option_gives_copies(package: Path, command: str, capsys: Capture) -> None:
    copies = package / "copies"
    maps = ("--map", f"{SCHEMA}={copies / 'schema.json'}", "--map", f"{DIALECT}={copies / 'dialect.json'}")
    assert main([command, str(package), *maps]) == 1
    assert capsys.readouterr().out.startswith('a.csv:3:x: "b" is not a whole number')


WRONG = {
    "no file": (f"{SCHEMA}=absent.json", '"absent.json": no such file'),
    "a folder": (f"{SCHEMA}=.", "is not a file; save to one what is at"),
    "a device": (f"{SCHEMA}={os.devnull}", "is not a file; save to one what is at"),
    "a local address": ("file:///a.json=a.json", '"file:///a.json" is not an address that begins with https:// or http://'),
    "no address": ("schema.json", '"schema.json" is not an address and a file'),
}


@pytest.mark.parametrize(("given", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_option_is_explained(package: Path, given: str, message: str, capsys: Capture) -> None:
    with pytest.raises(SystemExit):
        main(["validate", str(package), "--map", given])
    assert message in capsys.readouterr().err


def test_the_settings_count_in_the_folder_of_the_package(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    lines = f'[tool.packpress.map]\n"{SCHEMA}" = "copies/schema.json"\n"{DIALECT}" = "copies/dialect.json"\n'
    (package / "pyproject.toml").write_text(lines, encoding="utf-8")
    assert main(["validate", str(package)]) == 0
    assert capsys.readouterr().out.count("[address-not-fetched]") == 2
    monkeypatch.chdir(package)
    assert main(["validate"]) == 1
    assert capsys.readouterr().out.startswith('a.csv:3:x: "b" is not a whole number')


def test_the_settings_name_files_of_the_package_only(package: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (package / "pyproject.toml").write_text(f'[tool.packpress.map]\n"{SCHEMA}" = "../schema.json"\n', encoding="utf-8")
    monkeypatch.chdir(package)
    assert main(["validate"]) == 2
    assert "../schema.json is outside of the package" in capsys.readouterr().err


# command → its arguments for the package here, and a text that it prints only if it has read the schema
COMMANDS: dict[str, tuple[list[str], str]] = {
    "explain": (["explain", "a.x"], "Type:      integer"),
    "schema": (["schema", "a", "--as", "json-schema"], '"integer"'),
    "format": (["format", "--check"], ""),
    "diff": (["diff", "."], "rows: 0 removed, 0 renamed, 0 changed, 0 added"),
    "new": (["new", "a"], "a new record"),
}


def _maps(package: Path) -> list[str]:
    copies = package / "copies"
    return ["--map", f"{SCHEMA}={copies / 'schema.json'}", "--map", f"{DIALECT}={copies / 'dialect.json'}"]


def _settings(package: Path) -> None:
    lines = f'[tool.packpress.map]\n"{SCHEMA}" = "copies/schema.json"\n"{DIALECT}" = "copies/dialect.json"\n'
    (package / "pyproject.toml").write_text(lines, encoding="utf-8")


@pytest.mark.parametrize("way", ["option", "settings"])
@pytest.mark.parametrize(("command", "words"), COMMANDS.values(), ids=COMMANDS)
def test_every_command_that_reads_schemas_uses_the_copies(
    package: Path, command: list[str], words: str, way: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(package)
    if way == "settings":
        _settings(package)
    assert main([*command, *(_maps(package) if way == "option" else [])]) == 0
    found = "".join(capsys.readouterr())
    assert words in found
    assert "--map" not in found


@pytest.mark.parametrize(("work", "status"), [("validate", 1), ("format", 0)])
def test_a_hook_uses_the_copies_of_the_settings(
    package: Path, work: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(package)
    _settings(package)
    assert main(["hook", work, "a.csv"]) == status
    assert "--map" not in capsys.readouterr().out


@pytest.mark.parametrize("way", ["option", "settings"])
@pytest.mark.parametrize(
    "command",
    [["validate", ".", "--save", "json"], ["validate", "a.csv", "--save", "json"], ["schema", "a", "--as", "sql", "--out"]],
    ids=["a package", "a table", "a schema"],
)
def test_a_copy_is_not_overwritten(
    package: Path, command: list[str], way: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(package)
    if way == "settings":
        _settings(package)
    before = (package / "copies" / "schema.json").read_bytes()
    assert main([*command, "copies/schema.json", *(_maps(package) if way == "option" else [])]) == 2
    assert f'copies/schema.json: is the local copy of "{SCHEMA}"; name another file' in capsys.readouterr().err
    assert (package / "copies" / "schema.json").read_bytes() == before


def _commit(package: Path) -> None:
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=package, check=True)


def test_with_a_base_the_copies_are_those_of_its_settings(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(package)
    _settings(package)
    _commit(package)
    (package / "copies" / "lax.json").write_text('{"fields": [{"name": "x"}, {"name": "y"}]}', encoding="utf-8")
    settings = (package / "pyproject.toml").read_text(encoding="utf-8")
    (package / "pyproject.toml").write_text(settings.replace("copies/schema.json", "copies/lax.json"), encoding="utf-8")
    assert main(["validate", "--base", "HEAD"]) == 1
    found = capsys.readouterr().out
    assert 'a.csv:3:x: "b" is not a whole number' in found
    assert f"pyproject.toml:2:map.{SCHEMA}: warning: " in found
    assert main(["validate"]) == 0


def test_the_settings_of_a_base_name_files_of_the_package_only(
    package: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (package / "pyproject.toml").write_text(f'[tool.packpress.map]\n"{SCHEMA}" = "../schema.json"\n', encoding="utf-8")
    _commit(package)
    _settings(package)
    monkeypatch.chdir(package)
    assert main(["validate", "--base", "HEAD"]) == 2
    assert "pyproject.toml in HEAD: [tool.packpress] map: " in capsys.readouterr().err


DATA = "https://example.org/b.csv"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A package of a table here, a table at an address to which it refers, and a table whose schema is at an address."""
    root = tmp_path / "mixed"
    root.mkdir()
    here = {
        "fields": [{"name": "x", "type": "integer"}, {"name": "y", "type": "string"}],
        "foreignKeys": [
            {"fields": "y", "reference": {"resource": "b", "fields": "y"}},
            {"fields": "x", "reference": {"resource": "c", "fields": "x"}},
        ],
    }
    resources = [
        {"name": "a", "path": "a.csv", "schema": here},
        {"name": "b", "path": DATA, "schema": {"fields": [{"name": "y", "type": "string"}], "primaryKey": "y"}},
        {"name": "c", "path": "c.csv", "schema": SCHEMA},
    ]
    (root / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    (root / "a.csv").write_text("x,y\n1,k\nb,l\n", encoding="utf-8")
    (root / "c.csv").write_text("x,y\n1,a\n2\n", encoding="utf-8")
    return root


def test_a_table_here_is_checked_beside_data_and_schemas_at_addresses(mixed: Path) -> None:
    assert [(i.path, i.line, i.rule, i.severity) for i in validate(mixed).issues] == [
        ("a.csv", 3, "type-integer", "error"),
        ("c.csv", 3, "text-ragged-row", "error"),
        ("datapackage.json", 0, "address-not-fetched", "warning"),
        ("datapackage.json", 0, "address-not-fetched", "warning"),
    ]


def test_a_copy_of_data_in_the_package_is_checked_and_one_elsewhere_is_not(mixed: Path, tmp_path: Path) -> None:
    for file in (mixed / "copy.csv", tmp_path / "copy.csv"):
        file.write_text("y\nk\nk\n", encoding="utf-8")
    with using_copies({DATA: mixed / "copy.csv"}):
        found = {(i.path, i.rule) for i in validate(mixed).issues}
    assert {("copy.csv", "primary-key"), ("a.csv", "foreign-key")} <= found | {("a.csv", "foreign-key")}
    with using_copies({DATA: tmp_path / "copy.csv"}):
        assert "copy.csv" not in {i.path for i in validate(mixed).issues}


@pytest.mark.parametrize("more", [(), ("--full",)], ids=["quick", "full"])
def test_the_build_names_the_tables_that_it_leaves_out(mixed: Path, more: tuple[str, ...], capsys: Capture) -> None:
    (mixed / "a.csv").write_text("x,y\n1,k\n", encoding="utf-8")
    (mixed / "c.csv").write_text("x,y\n1,a\n", encoding="utf-8")
    assert main(["build", str(mixed), *more]) == 0
    assert "not built: c (its schema is at an address), b (at an address)\n" in capsys.readouterr().out
    assert sorted(file.name for file in (mixed / "parquet").iterdir()) == ["a.parquet"]


def test_a_table_whose_dialect_is_at_an_address_can_be_named_alone(package: Path) -> None:
    assert [(i.rule, i.severity) for i in validate(package / "a.csv").issues] == [("address-not-fetched", "warning")] * 2
