"""Local copies of schemas and dialects that a descriptor names by their address."""

from __future__ import annotations

import json
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
