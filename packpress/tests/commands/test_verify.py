"""The command ``verify`` prints what is wrong with a release, and says by its exit code whether anything is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.changes.conftest import Repository, write_package
from tests.publish.verify.tiny_release import JSONL, THINGS, write_release

from packpress.cli import main
from packpress.errors import PackpressError
from packpress.publish import build
from packpress.publish.verify.verify_release import verify_release

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_release(tmp_path / "1.0.0")


def test_a_release_without_faults_is_valid(folder: Path, capsys: Capture) -> None:
    assert main(["verify", str(folder)]) == 0
    assert capsys.readouterr() == ("valid: 0 errors, 0 warnings (checked: release, tables, descriptions)\n", "")
    assert main(["verify", "-q", str(folder)]) == 0
    assert capsys.readouterr() == ("", "")


def test_faults_are_listed_with_file_row_and_column(tmp_path: Path, capsys: Capture) -> None:
    rows = [("a", 1, 0.5, *THINGS[0][3:]), *THINGS[1:]]
    folder = write_release(tmp_path / "1.0.0", {JSONL: rows})
    (folder / "more").write_text("x", encoding="utf-8")
    assert main(["verify", str(folder)]) == 1
    assert capsys.readouterr().out == (
        'jsonl.zip:1:x: "0.5" differs from csv.zip, which has "0.1" in the table "things"; download the release again '
        "[release-cell]\n"
        "more: the file is not part of the release; remove it, or move it elsewhere [release-extra]\n"
        "not valid: 2 errors, 0 warnings (checked: release, tables, descriptions)\n"
    )
    assert main(["verify", str(folder), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(issue["path"], issue["line"], issue["column"], issue["key"], issue["value"]) for issue in report["issues"]] == [
        ("jsonl.zip", 1, "x", "a", "0.5"),
        ("more", 0, "", "", ""),
    ]


WRONG = {
    "no-path": ([], "the following arguments are required: PATH"),
    "no-release": (["."], "is not a release"),
    "absent": (["absent"], "absent: does not exist; give the folder of a release, or one .zip of it"),
    "no-key": (["1.0.0", "--pubkey", "absent"], "absent: cannot be read"),
    "no-repository": (["1.0.0", "--against", "v1.0.0"], "is not in a git repository"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG.values(), ids=WRONG)
def test_wrong_usage_says_what_is_missing(
    arguments: list[str], words: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(folder.parent)
    try:
        status: object = main(["verify", *arguments])
    except SystemExit as stopped:
        status = stopped.code
    assert status == 2
    assert words in capsys.readouterr().err


def test_the_release_of_a_revision_is_made_by_the_settings_of_that_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(build, "ask_frictionless", lambda *_: None)
    repository = Repository(tmp_path)
    repository.git("init", "--quiet")
    schema = {"fields": [{"name": "n", "type": "integer", "constraints": {"minimum": 5}}]}
    write_package(tmp_path, {"t": (schema, "n\n1\n")}, version="1.0.0")
    settings = tmp_path / "pyproject.toml"
    settings.write_text('[tool.packpress]\nignore = ["constraint-minimum"]\nrules = "rules.py"\n', encoding="utf-8")
    (tmp_path / "rules.py").write_text("", encoding="utf-8")
    repository.commit()
    monkeypatch.chdir(tmp_path)
    assert main(["release"]) == 0
    settings.unlink()
    (tmp_path / "rules.py").write_text("raise SystemExit('it ran')", encoding="utf-8")
    repository.commit()
    assert main(["verify", "-q", "dist/1.0.0", "--against", "HEAD~1"]) == 0
    with pytest.raises(PackpressError, match="the package has errors"):
        verify_release(tmp_path / "dist" / "1.0.0", against="HEAD~1")
    capsys.readouterr()
