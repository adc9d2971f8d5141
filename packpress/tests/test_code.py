"""Which code of a judged package runs: its own rules where the command stands in its folder, and else none whatever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from packpress.check.validate import validate
from packpress.cli import main
from packpress.publish.streamed import build_streamed

BIN = Path(sys.executable).parent
COMMAND = [str(BIN / "packpress")]
MODULE = [sys.executable, "-m", "packpress"]
# what a package may bring along that something might import: modules of Python, of ours, of libraries and their plug-ins
IMPORTED = (
    "json", "typing", "ctypes", "argparse", "atexit", "__future__", "tomllib", "sitecustomize", "usercustomize", "numpy",
    "pyarrow", "pandas", "pandera", "frictionless", "frictionless_more", "rich", "edtf", "rules", "packpress_rules", "conftest",
)  # fmt: skip
RULES = """
from packpress.check.rules.rule import rule
@rule("t-own", "t")
def own(table, tables):
    '''Nothing is wrong.'''
    return ()
"""


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A package that brings code of every sort along; each leaves its name in the file ``ran`` beside the package."""
    root = tmp_path / "judged"
    root.mkdir()
    for name in IMPORTED:
        (root / f"{name}.py").write_text(leaves_mark(tmp_path, name), encoding="utf-8")
    (root / "packpress").mkdir()
    (root / "packpress" / "cli.py").write_text(leaves_mark(tmp_path, "packpress.cli"), encoding="utf-8")
    (root / "own.py").write_text(leaves_mark(tmp_path, "own") + RULES, encoding="utf-8")
    (root / "pyproject.toml").write_text("[tool.packpress]\nrules = 'own.py'\n", encoding="utf-8")
    (root / "t.csv").write_text("id\na\n", encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
    table = {"name": "t", "type": "table", "path": "t.csv", "schema": schema}
    made = {"name": "t-parquet", "path": "t.parquet", "format": "parquet", "packpress:madeFrom": "t"}
    package: dict[str, Any] = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "example"}
    package |= {"version": "1.0.0", "created": "2026-01-02T00:00:00Z"}
    (root / "datapackage.json").write_text(json.dumps({**package, "resources": [table, made]}), encoding="utf-8")
    build_streamed(root)
    return root


def leaves_mark(folder: Path, name: str) -> str:
    return f"with open({str(folder / 'ran')!r}, 'a') as marks: marks.write({name + chr(10)!r})\n"


def marks(folder: Path) -> set[str]:
    file = folder / "ran"
    return set(file.read_text(encoding="utf-8").split()) if file.exists() else set()


# how the command is called, where, with what → whether the package's own rules run; nothing else may
CALLS: dict[str, tuple[list[str], str, Sequence[str], bool]] = {
    "validate": (COMMAND, "judged", ["validate"], False),
    "validate --no-rules": (COMMAND, "judged", ["validate", "--full", "--no-rules"], False),
    "validate --full": (COMMAND, "judged", ["validate", "--full"], True),
    "validate --full .": (COMMAND, "judged", ["validate", "--full", "."], True),
    "validate from elsewhere": (COMMAND, ".", ["validate", "--full", "judged"], False),
    "validate from below": (COMMAND, "judged/packpress", ["validate", "--full", ".."], False),
    "build --full": (COMMAND, "judged", ["build", "--full"], True),
    "build --no-rules": (COMMAND, "judged", ["build", "--full", "--no-rules"], False),
    "build": (COMMAND, "judged", ["build"], False),
    "build from elsewhere": (COMMAND, ".", ["build", "--full", "judged"], False),
    "release": (COMMAND, "judged", ["release"], True),
    "release --no-rules": (COMMAND, "judged", ["release", "--no-rules"], False),
    "release from elsewhere": (COMMAND, ".", ["release", "judged"], False),
    "explain of a table": (COMMAND, "judged", ["explain", "t"], False),
    "explain of an own rule": (COMMAND, "judged", ["explain", "t-own"], True),
    "explain --no-rules": (COMMAND, "judged", ["explain", "t-own", "--no-rules"], False),
    "format": (COMMAND, "judged", ["format", "--check"], False),
    "diff": (COMMAND, "judged", ["diff", ".", "."], False),
    "hook validate": (COMMAND, "judged", ["hook", "validate", "--", "t.csv"], False),
    "hook format": (COMMAND, "judged", ["hook", "format", "--", "t.csv"], False),
    "schema": (COMMAND, "judged", ["schema", "t", "--as", "pandera"], False),
    "trace": (COMMAND, "judged", ["trace", "--texts", "."], False),
    "python -m, validate --full": (MODULE, "judged", ["validate", "--full"], True),
    "python -m, validate --no-rules": (MODULE, "judged", ["validate", "--full", "--no-rules"], False),
    "python -m, validate": (MODULE, "judged", ["validate"], False),
    "python -m, build": (MODULE, "judged", ["build", "--full", "--no-rules"], False),
    "python -P -m, validate": ([sys.executable, "-P", "-m", "packpress"], "judged", ["validate"], False),
}


# of the calls that import pandera, which takes seconds, those that other calls resemble least
OFTEN = ("validate --full", "validate --no-rules", "release from elsewhere", "python -m, build")


def is_slow(arguments: Sequence[str]) -> bool:
    return "--full" in arguments or arguments[0] == "release"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(call, marks=pytest.mark.slow) if is_slow(arguments) and call not in OFTEN else call
        for call, (_, _, arguments, _) in CALLS.items()
    ],
)
def test_no_code_of_a_package_runs_but_the_rules_of_ones_own(call: str, judged: Path, tmp_path: Path) -> None:
    command, folder, arguments, runs_rules = CALLS[call]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
    done = subprocess.run(
        [*command, *arguments], cwd=tmp_path / folder, env=environment, capture_output=True, check=False, text=True
    )
    assert "Traceback" not in done.stderr
    assert marks(tmp_path) == ({"own"} if runs_rules else set())
    if arguments[0] in ("validate", "build"):
        assert done.returncode == 0, done.stdout + done.stderr
        assert (", own rules" in done.stdout) == runs_rules


def test_the_report_says_whether_rules_of_a_file_ran(judged: Path) -> None:
    (judged / "rules.py").write_text(RULES, encoding="utf-8")
    for name in IMPORTED[:-1]:
        (judged / f"{name}.py").unlink(missing_ok=name != "rules")
    (judged / "own.py").write_text(RULES, encoding="utf-8")
    layers = [validate(judged, full=True, rules=rules).layers for rules in (None, judged / "own.py")]
    assert layers == [
        ("files", "cells", "rules", "second opinion"),
        ("files", "cells", "rules", "own rules", "second opinion"),
    ]


def test_a_rules_file_finds_nothing_beside_it(judged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (judged / "own.py").write_text("import conftest_of_nobody\n", encoding="utf-8")
    (judged / "conftest_of_nobody.py").write_text(leaves_mark(tmp_path, "beside"), encoding="utf-8")
    assert main(["validate", "--full", str(judged), "--rules", str(judged / "own.py")]) == 2
    assert "No module named 'conftest_of_nobody'" in capsys.readouterr().err
    assert marks(tmp_path) == set()


@pytest.mark.parametrize("command", ["validate", "build"])
@pytest.mark.parametrize(
    "options",
    [["--rules", "own.py"], ["--no-rules"], ["--full", "--no-rules", "--rules", "own.py"]],
    ids=" ".join,
)
def test_rules_that_would_not_run_are_wrong_usage(
    command: str, options: list[str], judged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(judged)
    try:
        status: object = main([command, *options])
    except SystemExit as stopped:
        status = stopped.code
    assert status == 2
    assert "rules" in capsys.readouterr().err
