"""``--save``: no report goes over a file of the package, of its base or of its texts, however it is named."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
TEXT = "id\na\n"


@pytest.fixture
def package(make_package: PackageMaker) -> Path:
    """A package whose descriptor names a schema, a dialect, an output, a missing table and a picture, with links to a table."""
    root = make_package(SCHEMA, TEXT)
    (root / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (root / "dialect.json").write_text("{}", encoding="utf-8")
    table = {"name": "table", "type": "table", "path": "data.csv", "schema": "schema.json", "dialect": "dialect.json"}
    made = {"name": "made", "path": "out/table.parquet", "format": "parquet", "schema": "out/table.json"}
    missing = {"name": "missing", "type": "table", "path": "missing.csv", "schema": "schema.json"}
    resources = [table, made | {"packpress:madeFrom": "table"}, missing]
    descriptor = {"name": "example", "image": "picture.png", "resources": resources}
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (root / "picture.png").write_bytes(b"PNG")
    (root / "link.csv").symlink_to("data.csv")
    os.link(root / "data.csv", root / "hard.csv")
    (root.parent / "outside").symlink_to(root)
    return root


OWN = (
    "datapackage.json data.csv schema.json dialect.json out/table.parquet out/table.json missing.csv picture.png "
    "docs/codebook.md CHANGELOG.md pyproject.toml DATA.csv link.csv hard.csv ./data.csv out/../data.csv ../outside/data.csv"
).split()


def state(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", ["json", "markdown"])
@pytest.mark.parametrize("file", OWN)
def test_no_file_of_the_package_is_overwritten_or_added_to(
    file: str, form: str, package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(package)
    before = state(package)
    assert main(["validate", "--save", form, file]) == 2
    said = f"packpress: --save {Path(file)}: is a file of the package; name another file for the report\n"
    assert capsys.readouterr() == ("", said)
    assert state(package) == before


@pytest.mark.parametrize("file", ["report.json", "docs/report.json", "data.csv.json", "../report.json"])
def test_another_file_gets_the_report(file: str, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package)
    assert main(["validate", "--save", "json", file]) == 1
    assert json.loads(Path(file).read_text(encoding="utf-8"))["valid"] is False


@pytest.mark.parametrize("file", ["way", "folder/kept"])
def test_no_link_in_the_package_leads_a_report_out_of_it(
    file: str, package: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "kept").write_text("kept", encoding="utf-8")
    (package / "way").symlink_to(outside / "kept")
    (package / "folder").symlink_to(outside)
    assert main(["validate", "--save", "json", str(package / file), str(package)]) == 2
    said = f"--save {package / file}: leads out of the package through a link; name another file for the report"
    assert capsys.readouterr() == ("", f"packpress: {said}\n")
    assert (outside / "kept").read_text(encoding="utf-8") == "kept"


def test_a_report_takes_the_place_of_an_older_one(package: Path) -> None:
    report = package / "report.json"
    report.write_text("x" * 100_000, encoding="utf-8")
    assert main(["validate", "--save", "json", str(report), str(package)]) == 1
    assert json.loads(report.read_text(encoding="utf-8"))["valid"] is False


def test_where_the_descriptor_cannot_be_read_no_file_in_its_folder_is_overwritten(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "datapackage.json").write_text("{", encoding="utf-8")
    for file, code in (
        ("data.csv", "is a file of the package, whose datapackage.json cannot be read"),
        ("new.json", "is not JSON"),
    ):
        assert main(["validate", "--full", "--save", "json", str(package / file), str(package)]) == 2
        assert code in capsys.readouterr().err
    assert (package / "data.csv").read_text(encoding="utf-8") == TEXT
    assert (package / "new.json").is_file()


def test_the_base_the_texts_and_the_rules_are_not_overwritten(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, texts = tmp_path / "base.zip", tmp_path / "texts"
    base.write_bytes(b"PK")
    texts.mkdir()
    (texts / "s.txt").write_bytes(b"text")
    (tmp_path / "rules.py").write_bytes(b"")
    calls = (
        (["validate", "--full", "--base", str(base)], base, "is the base"),
        (["validate", "--base", str(package)], package / "data.csv", "is a file of the package"),
        (["validate", "--full", "--rules", str(tmp_path / "rules.py")], tmp_path / "rules.py", "is the rules file"),
        (["trace", "--texts", str(texts)], texts / "s.txt", "is one of the texts"),
    )
    before = state(tmp_path)
    for command, file, said in calls:
        assert main([*command, "--save", "json", str(file), str(package)]) == 2
        assert capsys.readouterr().err == f"packpress: --save {file}: {said}; name another file for the report\n"
    assert state(tmp_path) == before


@pytest.mark.parametrize(
    ("file", "said"),
    [("own_rules.py", "is the rules file"), (".git/HEAD", "is one of git's files"), (".git/new", "is one of git's files")],
)
def test_what_stands_beside_a_package_is_not_overwritten(
    file: str, said: str, package: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "pyproject.toml").write_text('[tool.packpress]\nrules = "own_rules.py"\n', encoding="utf-8")
    (package / "own_rules.py").write_text("# the only copy\n", encoding="utf-8")
    (package / ".git").mkdir()
    (package / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    monkeypatch.chdir(package)
    before = state(package)
    assert main(["validate", "--save", "text", file]) == 2
    assert capsys.readouterr().err == f"packpress: --save {file}: {said}; name another file for the report\n"
    assert state(package) == before
