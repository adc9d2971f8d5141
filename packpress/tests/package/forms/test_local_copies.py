"""Local copies of schemas and dialects that a descriptor names by their address."""

from __future__ import annotations

import json
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
    message = 'resource "a": the {} is at the address "{}"; nothing is fetched: save it and add --map {}=FILE'
    assert [(i.path, i.rule, i.message) for i in validate(package).issues] == [
        ("datapackage.json", "path-unsafe", message.format("dialect", DIALECT, DIALECT)),
        ("datapackage.json", "path-unsafe", message.format("schema", SCHEMA, SCHEMA)),
    ]


def test_the_copies_are_used_in_the_block_and_not_after(package: Path) -> None:
    with using_copies({SCHEMA: package / "copies" / "schema.json", DIALECT: package / "copies" / "dialect.json"}):
        assert [(i.path, i.line, i.column, i.rule) for i in validate(package).issues] == [("a.csv", 3, "x", "type-integer")]
    assert validate(package).errors == 2


@pytest.mark.parametrize("command", ["validate", "build"])
def test_the_option_gives_copies(package: Path, command: str, capsys: Capture) -> None:
    copies = package / "copies"
    maps = ("--map", f"{SCHEMA}={copies / 'schema.json'}", "--map", f"{DIALECT}={copies / 'dialect.json'}")
    assert main([command, str(package), *maps]) == 1
    assert capsys.readouterr().out.startswith('a.csv:3:x: "b" is not a whole number')


WRONG = {
    "no file": (f"{SCHEMA}=absent.json", '"absent.json": no such file'),
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
    assert main(["validate", str(package)]) == 1
    assert capsys.readouterr().out.count("[path-unsafe]") == 2
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
