"""What packpress says of itself: its floors hold, one module speaks, versions agree, its pages are fresh, its lock is small."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

import packpress

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "packpress"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS = sorted(path.name for path in (ROOT / "scripts").iterdir() if path.suffix == "" and path.name != "unicode-tables")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def speaks(node: ast.AST) -> bool:
    """Whether the code prints, or takes a stream on which one can."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("stdout", "stderr", "__stdout__", "__stderr__") and ast.unparse(node.value) == "sys"
    if isinstance(node, ast.ImportFrom):
        return node.module == "sys" and any(name.name in ("stdout", "stderr") for name in node.names)
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "input", "pprint", "Console", "os.write")


def test_every_line_goes_out_through_one_module() -> None:
    found = {
        (file.relative_to(PACKAGE).as_posix(), ast.unparse(node))
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if speaks(node)
    }
    bar = ("commands/shared/progress.py", "Console(file=self.terminal)")
    assert bar in found  # what moves on a terminal is drawn by a library
    bytes_of_files = {(file, code) for file, code in found if file == "filesystem/write.py" and code.startswith("os.write(")}
    assert {file for file, _ in found - {bar} - bytes_of_files} == {"output.py"}


@pytest.mark.parametrize(
    "code", ["print(1)", "sys.stdout.write(x)", "x = sys.stderr", "from sys import stdout", "os.write(1, x)"]
)
def test_code_that_writes_is_known(code: str) -> None:
    assert any(map(speaks, ast.walk(ast.parse(code))))


def test_every_module_says_what_it_is_in_one_line() -> None:
    for file in SOURCES:
        doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
        assert doc, file.name
        assert doc.splitlines()[0].endswith((".", "?")), file.name


def test_the_versions_agree() -> None:
    released = re.findall(r"^## (\S+) \(\S+\)$", read("CHANGELOG.md"), re.MULTILINE)
    assert {released[0], PYPROJECT["project"]["version"], packpress.__version__} == {packpress.__version__}


def test_the_command_says_its_version_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"version": "9.9.9", "resources": []}', encoding="utf-8")
    command = [str(Path(sys.executable).with_name("packpress")), "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"packpress {packpress.__version__}\n"


def test_the_licences_agree() -> None:
    assert PYPROJECT["project"]["license"] == "MIT"
    assert read("LICENSE").startswith("MIT License\n")
    assert "[MIT](LICENSE)" in read("README.md")


def test_the_changelog_opens_each_release_with_whether_a_user_must_act() -> None:
    releases = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert releases
    assert [release.split("\n")[0] for release in releases if release.split("\n\n")[1].startswith(("#", "-"))] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_run_stops_at_the_first_fault_and_says_what_it_does(name: str) -> None:
    lines = read(f"scripts/{name}").splitlines()
    assert os.access(ROOT / "scripts" / name, os.X_OK)
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert "set -euo pipefail" in lines


def test_the_page_of_the_rules_says_in_its_first_line_what_made_it() -> None:
    assert re.match(r"<!-- Made by `scripts/rules-page` from .+ Do not edit\. -->\n", read("docs/rules.md"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel of this folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    held = {name for name in wheel.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    assert held == {path.relative_to(PACKAGE.parent).as_posix() for path in files}


def test_the_wheel_needs_four_libraries_and_names_its_extra(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    lines = wheel.read(name).decode("utf-8").partition("\n\n")[0].splitlines()
    needed = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert [name.partition(">")[0] for name in needed] == ["argcomplete", "numpy", "pyarrow", "pyyaml"]
    assert {"License-File: LICENSE", "License-Expression: MIT", "Provides-Extra: publish"} <= set(lines)


LOCKED = re.compile(r"^([a-z0-9._-]+)==([0-9][^ ]*) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def test_the_lock_of_the_action_pins_ten_packages_at_most_by_hash_and_names_no_place() -> None:
    lock = read("requirements.lock")
    names = [name for name, _, _ in LOCKED.findall(lock)]
    assert re.findall(r"^[a-z0-9][a-z0-9._-]*", lock, re.MULTILINE) == names == sorted(names)
    assert {re.split("[>=<]", needed)[0].lower() for needed in PYPROJECT["project"]["dependencies"]} <= set(names)
    assert len(names) <= 10
    assert "://" not in lock


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-full.lock"])
def test_the_lock_of_the_action_is_a_part_of_the_development_lock(lock: str) -> None:
    whole = ROOT.parent / "requirements.lock"
    if not whole.is_file():
        pytest.skip("packpress stands alone, without the repository that locks its development environment")
    known = {name: (version, hashes) for name, version, hashes in LOCKED.findall(whole.read_text(encoding="utf-8"))}
    found = {name: (version, hashes) for name, version, hashes in LOCKED.findall(read(lock))}
    assert found == {name: known[name] for name in found}


def test_the_lock_of_a_full_check_has_everything_of_the_other_and_the_extra() -> None:
    small, whole = ({name: rest for name, *rest in LOCKED.findall(read(f"requirements{end}.lock"))} for end in ("", "-full"))
    extra = {re.split(r"[\[>=<]", needed)[0] for needed in PYPROJECT["project"]["optional-dependencies"]["publish"]}
    assert {name: whole.get(name) for name in small} == small
    assert extra <= whole.keys()


@pytest.mark.slow  # it makes an environment
def test_the_wheel_checks_a_foreign_package_without_the_checkout(tmp_path: Path) -> None:
    done = subprocess.run(
        [ROOT / "scripts" / "check-wheel", sys.executable, tmp_path], capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.splitlines()
    assert said[0].startswith(str(tmp_path / "environment"))
    assert said[1:] == [
        "valid: 0 errors, 0 warnings (checked: files, cells)",
        'things.csv:2:n: "x" is not a whole number; write digits only [type-integer]',
        "not valid: 1 error, 0 warnings (checked: files, cells)",
    ]
