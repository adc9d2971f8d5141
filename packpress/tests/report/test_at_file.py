"""Reports for programs that show files place an issue of inline data in the descriptor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packpress.cli import main
from packpress.issue import Issue
from packpress.report.at_file import at_file

PLACE = "#/resources/0/data"
# path and line of an issue → its path, line and message in such a report
PLACES = {
    "a row": (f"datapackage.json{PLACE}", 2, ("datapackage.json", 0, "is wrong (row 2 of the inline data)")),
    "the data": (f"a/b.yml{PLACE}", 0, ("a/b.yml", 0, "is wrong (in the inline data)")),
    "a file": ("a.csv", 2, ("a.csv", 2, "is wrong")),
    "a file with a number sign": ("a#/resources/0/data", 2, ("a#/resources/0/data", 2, "is wrong")),
}


@pytest.mark.parametrize(("path", "line", "wanted"), PLACES.values(), ids=PLACES)
def test_an_issue_has_its_file(path: str, line: int, wanted: tuple[str, int, str]) -> None:
    found = at_file(Issue(path, line, "x", "", "type-integer", "error", "is wrong"))
    assert (found.path, found.line, found.message) == wanted


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    schema = {"fields": [{"name": "x", "type": "integer"}]}
    descriptor = {"name": "p", "resources": [{"name": "a", "data": [{"x": 1}, {"x": "b"}], "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_annotation_is_on_the_descriptor(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--format", "github"]) == 1
    annotation = '::error title=x%3A type-integer,file=datapackage.json::"b" is not a whole number; write digits only '
    assert annotation + "(row 2 of the inline data)\n" in capsys.readouterr().out


def test_a_result_of_sarif_is_on_the_descriptor(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--format", "sarif"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "datapackage.json"
    assert result["message"]["text"] == '"b" is not a whole number; write digits only (row 2 of the inline data)'
