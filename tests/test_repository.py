"""The repository's own word: the engine knows no dataset, versions agree, the lock and the workflow are tight."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from packpress.package.checksum import DIGITS
from packpress.package.schema import TYPES
from packpress.package.shape import PROPERTIES

import fentanyl_control as fc

ROOT = Path(__file__).resolve().parents[1]
READER = sorted((ROOT / "src").rglob("*.py"))
TOOL = sorted((ROOT / "packpress" / "src").rglob("*.py"))
DESCRIPTOR: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GENERATED = ("docs/codebook.md", "packpress/docs/rules.md")
SCRIPTS = ("scripts/build", "packpress/scripts/rules-page", "scripts/setup", "scripts/test", "scripts/validate", ".ci/run")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git tracks or would track, and that holds text."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    files = sorted({ROOT / name for name in listed if name})
    return tuple(file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:8192])


def dataset_names() -> set[str]:
    """The names of the dataset's tables and columns."""
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "schemas").glob("*.json")]
    columns = {field["name"] for schema in schemas for field in schema["fields"]}
    return columns | {resource["name"] for resource in DESCRIPTOR["resources"]}


def words_of_the_standard() -> set[str]:
    """Names of properties, types and hashes of Data Package 2.0, which some columns share: id, name, sources …"""
    return (
        {name for properties in PROPERTIES.values() for name in properties} | TYPES | DIGITS.keys() | {"value"}
    )  # of a category


def words_of_the_extensions() -> dict[str, str]:
    """Words of our own extensions to the standard, which some columns share, with the extension that has them."""
    parts = DESCRIPTOR["packpress:provenance"]
    roles = {role for part in parts.values() for role in part}
    return dict.fromkeys({*parts, *roles}, "packpress:provenance of the descriptor") | {"unit": "packpress:unit of a field"}


def constants(file: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a module, without its docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_packpress_names_no_table_and_no_column_of_the_dataset() -> None:
    forbidden = dataset_names() - words_of_the_standard() - words_of_the_extensions().keys()
    assert {"measures", "statistics", "statistic_id", "qualifier", "source_id", "verdict"} <= forbidden
    found = [f"{file.name}:{line}: {text}" for file in TOOL for line, text in constants(file) if text in forbidden]
    assert found == []


def test_packpress_names_no_file_of_the_dataset() -> None:
    paths = {path for resource in DESCRIPTOR["resources"] for path in (resource["path"], resource["schema"])}
    names = {Path(path).name for path in paths}
    found = [f"{file.name}:{line}: {text}" for file in TOOL for line, text in constants(file) if text in paths | names]
    assert found == []


def test_every_module_says_what_it_is_in_one_line() -> None:
    for file in (*READER, *TOOL, ROOT / "schemas" / "rules.py"):
        doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
        assert doc, file.name
        assert doc.splitlines()[0].endswith((".", "?")), file.name


def test_the_versions_agree() -> None:
    (citation,) = re.findall(r"^version: (.+)$", read("CITATION.cff"), re.MULTILINE)
    (newest, _) = re.findall(r"^## (\S+) \((\S+)\)$", read("CHANGELOG.md"), re.MULTILINE)[0]
    assert {citation, newest, DESCRIPTOR["version"], PYPROJECT["project"]["version"], fc.__version__} == {fc.__version__}


def test_the_dates_agree() -> None:
    (citation,) = re.findall(r"^date-released: (.+)$", read("CITATION.cff"), re.MULTILINE)
    (_, newest) = re.findall(r"^## (\S+) \((\S+)\)$", read("CHANGELOG.md"), re.MULTILINE)[0]
    assert {citation, newest, DESCRIPTOR["created"][:10]} == {citation}


def test_the_licences_agree() -> None:
    assert [licence["name"] for licence in DESCRIPTOR["licenses"]] == ["CC-BY-4.0"]
    assert PYPROJECT["project"]["license"] == "MIT AND CC-BY-4.0"
    assert re.findall(r"^  - (CC-BY-4.0|MIT)$", read("CITATION.cff"), re.MULTILINE) == ["CC-BY-4.0", "MIT"]
    assert "SPDX-License-Identifier: MIT AND CC-BY-4.0" in read("LICENSE")
    assert "Code: MIT. Data and documents: [CC BY 4.0]" in read("README.md")


def test_every_change_is_under_a_heading_for_its_kind() -> None:
    for release in re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]:
        headings = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert headings == [heading for heading in ("Data", "Schema", "Code") if heading in headings]
        assert not release.split("\n\n")[1].startswith(("#", "-"))  # it opens with whether a reader must act


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_script_can_be_run_stops_at_the_first_fault_and_says_what_it_does(path: str) -> None:
    lines = read(path).splitlines()
    assert os.access(ROOT / path, os.X_OK)
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1].startswith("# ")
    assert "set -euo pipefail" in lines


@pytest.mark.parametrize("path", GENERATED)
def test_a_generated_page_says_in_its_first_line_what_made_it(path: str) -> None:
    assert re.match(r"<!-- Made by `(packpress build|packpress/scripts/rules-page)` from .+ Do not edit\. -->\n", read(path))


def test_ci_calls_the_script_that_people_call() -> None:
    run = [line for line in read(".ci/run").splitlines() if line.startswith(("scripts/", "CI="))]
    assert run == ["scripts/test", 'CI="${CI:-true}" scripts/test --slow']
    assert "run: scripts/test" in read(".github/workflows/validate.yml")
    assert "run: scripts/validate . " in read(".github/workflows/validate.yml")
    assert "/scripts/validate" in read("action.yml")


def test_the_lock_pins_every_package_by_hash_and_names_no_place() -> None:
    entries = re.split(r"^(?=[a-z0-9])", read("requirements.lock"), flags=re.MULTILINE)[1:]
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[0-9][^ ]*( ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    options = {line.split()[0] for line in read("requirements.lock").splitlines() if line.startswith("-")}
    assert options == set()
    assert "://" not in read("requirements.lock")


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_no_right_that_it_does_not_ask_for(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    assert not re.search(r"pull_request_target|workflow_run|secrets[.\[]|: write|write-all|read-all", text)
    assert re.findall(r"^ +contents: (\w+)", text, re.MULTILINE) == ["read"]
    assert text.count("persist-credentials: false") == text.count("uses: actions/checkout@")


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(workflow: Path) -> None:
    used = re.findall(r"uses: *(.+)$", workflow.read_text(encoding="utf-8"), re.MULTILINE)
    assert used
    assert [line for line in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9.]+", line)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_no_words_of_a_stranger_reach_a_shell(workflow: Path) -> None:
    steps = re.findall(r"run: *(\|\n(?: {10,}.*\n)+|.+)", workflow.read_text(encoding="utf-8"))
    assert steps
    assert [step for step in steps if "${{" in step] == []


PLACES = {
    "a registry": re.compile(r"\b(pypi\.org|pythonhosted\.org|registry\.npmjs|crates\.io|conda\.anaconda)", re.IGNORECASE),
    "a path of one machine": re.compile(r"(?<![\w.)])/(home|root|work|Users)/\w"),
    "a made-up address": re.compile(r"(github|gitlab)\.com/[\w-]*fentanyl|fentanyl-?control\.(org|com|io|net|dev)\b"),
    "a key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{20}|\bAKIA[0-9A-Z]{16}"),
}


@pytest.mark.parametrize("what", PLACES)
def test_no_file_holds_what_is_of_one_place(what: str) -> None:
    found = []
    for file in committed():
        for number, line in enumerate(file.read_bytes().decode("utf-8", "replace").splitlines(), 1):
            if PLACES[what].search(line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert found == []
