"""``--ignore``, ``--warn`` and ``--error``, and the same as settings, of a package and with ``--base``."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

Capture = pytest.CaptureFixture[str]
FIELDS = {"fields": [{"name": "id"}, {"name": "n", "type": "integer", "constraints": {"minimum": 1}}], "primaryKey": "id"}
MINIMUM = "id,n\na,0\nb,2\n"
TYPE = "id,n\na,x\nb,2\n"


@pytest.fixture
def package(make_package: PackageMaker, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Makes a package in the working directory, with these rows and these settings."""

    def make(rows: str, settings: str = "") -> Path:
        parquet = {"name": "p", "path": "p.parquet", "packpress:madeFrom": "data", "format": "parquet"}
        named = {"name": "data", "path": "data.csv", "schema": FIELDS}
        root = make_package(FIELDS, rows, descriptor={"version": "1.0.0", "resources": [named, parquet]})
        if settings:
            (root / "pyproject.toml").write_text(f"[tool.packpress]\n{settings}\n", encoding="utf-8")
        monkeypatch.chdir(root)
        return root

    return make


def report(capsys: Capture, *options: str) -> tuple[int, dict[str, Any]]:
    status = main(["validate", "--format", "json", *options])
    return status, json.loads(capsys.readouterr().out)


def override(rule: str, outcome: str, issues: int = 1) -> dict[str, Any]:
    return {"rule": rule, "severity": "error", "outcome": outcome, "issues": issues}


# options or settings → exit code, and what became of the value that is too small
WAYS: dict[str, tuple[tuple[str, ...], str, int, list[str]]] = {
    "an option ignores": (("--ignore", "constraint-minimum"), "", 0, ["ignored"]),
    "a list of options": (("--warn", "layout,constraint-minimum"), "", 0, ["warning"]),
    "a setting": ((), 'ignore = ["constraint-minimum"]', 0, ["ignored"]),
    "a setting of a table": ((), '[tool.packpress.tables.data]\nwarn = ["constraint-minimum"]', 0, ["warning"]),
    "a setting of another table": ((), '[tool.packpress.tables.p]\nwarn = ["constraint-minimum"]', 1, []),
    "an option over a setting": (("--error", "constraint-minimum"), 'ignore = ["constraint-minimum"]', 1, []),
}


@pytest.mark.parametrize(("options", "settings", "status", "outcomes"), WAYS.values(), ids=WAYS)
def test_a_rule_can_be_ignored_or_lowered(
    options: tuple[str, ...], settings: str, status: int, outcomes: list[str], package: Callable[..., Path], capsys: Capture
) -> None:
    package(MINIMUM, settings)
    found, document = report(capsys, "--ignore", "file-missing", *options)
    wanted = [override("constraint-minimum", outcome) for outcome in outcomes]
    assert (found, [item for item in document["overrides"] if item["rule"] != "file-missing"]) == (status, wanted)


def test_settings_of_a_package_elsewhere_do_not_count(
    package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = package(MINIMUM, 'ignore = ["constraint-minimum", "file-missing"]')
    monkeypatch.chdir(root.parent)
    status, document = report(capsys, str(root))
    assert (status, document["overrides"]) == (1, [])


def test_the_text_says_what_was_ignored_and_what_was_changed(package: Callable[..., Path], capsys: Capture) -> None:
    package("id,n\na,0\na,2\n")
    assert main(["validate", "--ignore", "constraint-minimum,file-missing", "--warn", "primary-key"]) == 0
    *_, ignored, changed, verdict = capsys.readouterr().out.splitlines()
    assert ignored.startswith("ignored: constraint-minimum 1")
    assert changed == "severity changed: primary-key 1 (from error to warning)"
    assert verdict.startswith("valid: 0 errors, 1 warning ")


# a choice that is refused → what is said
REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a slip": (("--ignore", "constraint-minimun"), "", 'did you mean "constraint-minimum"?'),
    "a rule of one's own that does not run": (("--warn", "q"), "", "a rule of your own needs its rules file"),
    "a slip in a setting": ((), 'warn = ["layuot"]', 'did you mean "layout"?'),
    "a setting misspelt": ((), 'ignored = ["layout"]', 'unknown settings in [tool.packpress]: ignored; did you mean "ignore"?'),
    "two options": (("--ignore", "layout", "--warn", "layout"), "", "--warn layout: the rule has another severity"),
    "two lists": ((), 'warn = ["layout"]\nerror = ["layout"]', 'has the rule "layout" in two lists'),
    "no list": ((), 'ignore = "layout"', 'ignore must be a list of rules, such as ["cell-formula"]'),
    "no such table": ((), "[tool.packpress.tables.dat]\nwarn = []", 'is not a table of datapackage.json; did you mean "data"?'),
    "no tables": ((), "tables = 1", "tables must have a table for each name"),
}


@pytest.mark.parametrize(("options", "settings", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_understood_is_refused(
    options: tuple[str, ...], settings: str, said: str, package: Callable[..., Path], capsys: Capture
) -> None:
    package(MINIMUM, settings)
    assert main(["validate", *options]) == 2
    assert said in capsys.readouterr().err


def test_a_name_that_a_rules_file_may_have_is_looked_up_once_it_runs(package: Callable[..., Path], capsys: Capture) -> None:
    root = package("id,n\na,1\n", 'rules = "own.py"\nignore = ["evn"]')
    source = "from packpress import Fault, rule\n\n@rule('even', 'data')\ndef f(t, ts):\n    yield Fault(0, 'n', 'is odd')\n"
    (root / "own.py").write_text(source, encoding="utf-8")
    assert main(["build"]) == 0
    assert main(["validate"]) == 0
    assert main(["validate", "--full"]) == 2
    assert capsys.readouterr().err.endswith(
        '"evn": no rule of packpress or of the rules file has this name; did you mean "even"?\n'
    )
    assert main(["validate", "--full", "--rules", "own.py", "--warn", "even"]) == 2
    (root / "pyproject.toml").write_text("", encoding="utf-8")
    assert main(["validate", "--full", "--rules", "own.py", "--warn", "even"]) == 0


def test_a_lowered_constraint_is_published_and_not_reported_by_later_layers(
    package: Callable[..., Path], capsys: Capture
) -> None:
    root = package(MINIMUM)
    assert main(["build", "--warn", "constraint-minimum"]) == 0
    assert (root / "p.parquet").is_file()
    assert main(["validate", "--full", "--ignore", "constraint-minimum"]) == 0
    assert "(checked: files, cells, rules, second opinion)" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--ignore", "--warn"])
def test_a_value_that_cannot_be_written_is_not_published(option: str, package: Callable[..., Path], capsys: Capture) -> None:
    root = package(TYPE)
    assert main(["build", option, "type-integer"]) == 1
    *lines, said = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("valid")] == []
    assert said == ("nothing was published: errors of type-integer leave values that cannot be written; correct them first")
    assert not (root / "p.parquet").exists()


def git(root: Path, *arguments: str) -> None:
    name = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(root), *arguments], env=os.environ | name | alone, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")


def test_with_a_base_the_settings_are_those_of_the_base_and_a_change_is_reported(
    package: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    root = package("id,n\na,1\n", 'ignore = ["file-missing"]')
    commit(root)
    text = (
        '[tool.packpress]\nignore = ["constraint-minimum", "file-missing"]\n[tool.packpress.tables.data]\nwarn = ["layout"]\n'
    )
    (root / "pyproject.toml").write_text(text, encoding="utf-8")
    (root / "data.csv").write_text(MINIMUM, encoding="utf-8")
    monkeypatch.chdir(root.parent)  # the settings of the base count wherever the command runs
    status, document = report(capsys, str(root), "--base", "HEAD")
    changed = [item for item in document["issues"] if item["rule"] == "settings-changed"]
    why = "the check used the settings of HEAD, so review this change"
    assert (status, [item["rule"] for item in document["overrides"]]) == (1, ["file-missing"])
    assert [(item["line"], item["column"], item["severity"], item["message"]) for item in changed] == [
        (2, "ignore", "warning", f'the setting was ["file-missing"] in HEAD; {why}'),
        (4, "tables.data.warn", "warning", f"the setting is new since HEAD; {why}"),
    ]


def test_settings_that_are_removed_still_count_until_the_base_has_the_change(
    package: Callable[..., Path], capsys: Capture
) -> None:
    root = package(MINIMUM, 'ignore = ["file-missing", "constraint-minimum"]')
    commit(root)
    (root / "pyproject.toml").unlink()
    status, document = report(capsys, "--base", "HEAD")
    assert (status, [item["column"] for item in document["issues"]]) == (0, ["ignore"])


def test_version_bump_is_an_error_where_it_is_asked_for(package: Callable[..., Path], capsys: Capture) -> None:
    root = package("id,n\na,1\n", 'error = ["version-bump"]')
    assert main(["build"]) == 0
    commit(root)
    (root / "data.csv").write_text("id,n\na,2\n", encoding="utf-8")
    assert main(["build"]) == 0
    assert main(["validate", "--base", "HEAD"]) == 1
    assert main(["validate", "--base", "HEAD", "--warn", "version-bump"]) == 0
