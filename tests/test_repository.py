"""The repository's own word: packpress knows no dataset, versions agree, nothing of ours comes from an index."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packpress.package.problems.checksum import HASH_DIGITS
from packpress.package.problems.property_types import PROPERTIES
from packpress.package.site.shapes import SITE, ShapePart
from packpress.types import TYPES

import fentanyl_control as fc

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTOR: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


SOURCES = sorted((ROOT / "src").rglob("*.py"))
RULES = sorted((ROOT / "schemas" / "rules").glob("*.py"))
SCRIPTS = (
    "scripts/build",
    "scripts/release",
    "scripts/setup",
    "scripts/site",
    "scripts/social-image",
    "scripts/test",
    "scripts/validate",
    ".ci/run",
)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git tracks or would track, and that holds text."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    files = sorted({ROOT / name for name in listed if name})
    return tuple(file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:8192])


# ---- packpress knows no dataset

PACKPRESS = tuple(file for file in committed() if file.is_relative_to(ROOT / "packpress"))
# plain words that are columns here and mean nothing of this dataset in the tests, docs and benchmarks of packpress
PLAIN = frozenset(
    "access category decision first kind language note origin place published reason second status target terms".split()
)


def dataset_names() -> set[str]:
    """The names of the dataset's tables and columns."""
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "schemas").glob("*.json")]
    columns = {field["name"] for schema in schemas for field in schema["fields"]}
    return columns | {resource["name"] for resource in DESCRIPTOR["resources"]}


def words_of_the_standard() -> set[str]:
    """Names of properties, types and hashes of Data Package 2.0, which some columns share: id, name, sources …"""
    names = {name for properties in PROPERTIES.values() for name in properties}
    return names | TYPES.keys() | HASH_DIGITS.keys() | {"value"}  # of a category


def words_of_the_extensions() -> dict[str, str]:
    """Words of packpress' extensions to the standard, which some columns share, with the extension that has them."""
    parts = DESCRIPTOR["packpress:provenance"]
    roles = {role for part in parts.values() for role in part}
    named = dict.fromkeys({*parts, *roles}, "packpress:provenance of the descriptor") | {"unit": "packpress:unit of a field"}
    return dict.fromkeys(_properties(SITE), "packpress:site of the descriptor") | named


def _properties(shape: Mapping[str, ShapePart]) -> Iterator[str]:
    """The properties of an object of packpress:site, and of those in it."""
    for name, part in shape.items():
        yield name
        yield from _properties(part.shape or {})


def file_names() -> set[str]:
    """The dataset's own files, with and without their folders; those named by a word of the extensions only with them."""
    paths = {path for resource in DESCRIPTOR["resources"] for path in (resource["path"], resource["schema"])}
    shared = words_of_the_extensions().keys()
    return paths | {Path(path).name for path in paths if Path(path).stem not in shared}


def names_in(file: Path) -> Iterator[tuple[int, str]]:
    """The names that a file may use: the strings of Python without docstrings, else what stands in quotes or backquotes."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix == ".py":
        tree = ast.parse(text)
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield node.lineno, node.value
        return
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, a or b) for a, b in re.findall(r'"([^"]+)"|`([^`]+)`', line))


def test_packpress_names_no_table_and_no_column_of_the_dataset() -> None:
    forbidden = dataset_names() - words_of_the_standard() - words_of_the_extensions().keys()
    assert {"measures", "statistics", "statistic_id", "source_id", "parties_open"} <= forbidden - PLAIN
    found = []
    for file in PACKPRESS:
        names = forbidden - (frozenset() if file.is_relative_to(ROOT / "packpress" / "src") and file.suffix == ".py" else PLAIN)
        found += [f"{file.relative_to(ROOT)}:{line}: {name}" for line, name in names_in(file) if name in names]
    assert found == []


def test_packpress_names_no_file_of_the_dataset() -> None:
    pattern = re.compile(rf"(?<![\w/.-])({'|'.join(map(re.escape, sorted(file_names())))})(?![\w-])")
    assert pattern.search("a row of data/measures.csv:3")
    texts = ((file, file.read_text(encoding="utf-8", errors="replace")) for file in PACKPRESS)
    assert [(str(file.relative_to(ROOT)), found) for file, text in texts for found in pattern.findall(text)] == []


def test_packpress_does_not_name_the_dataset() -> None:
    pattern = re.compile("fentanyl|white.?paper", re.IGNORECASE)
    texts = ((file, file.read_text(encoding="utf-8", errors="replace")) for file in PACKPRESS)
    assert [(str(file.relative_to(ROOT)), found) for file, text in texts for found in pattern.findall(text)] == []
    assert [file for file in PACKPRESS if pattern.search(file.name)] == []


def test_the_rules_take_nothing_of_packpress_but_its_public_names() -> None:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in RULES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert {module for module in modules if module.partition(".")[0] == "packpress"} == {"packpress"}
    assert {node.level for node in nodes if isinstance(node, ast.ImportFrom)} <= {0, 1}


def test_a_module_of_the_rules_has_less_than_200_lines() -> None:
    lengths = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in RULES}
    assert {name: length for name, length in lengths.items() if length >= 200} == {}
    assert {"__init__.py", "evidence.py"} <= set(lengths)


# ---- nothing of ours comes from an index: whoever registers the name there would run code here

OURS = r"(?:packpress|fentanyl[-_.]control[-_.]data)"
FROM_AN_INDEX = {
    "a command": re.compile(
        rf"\b(?:pip3?|pipx|uv|uvx|poetry|pdm|conda|mamba|hatch)\b[^\n`]*?\b(?:install|add|run|download|wheel|sync|x|tool)\b"
        rf"[^\n`]*?(?<![\w./\\-]){OURS}(?![\w/.-])",
        re.IGNORECASE,
    ),
    "an extra of a name": re.compile(rf"(?<![\w./\\-]){OURS}\[(?!tool)", re.IGNORECASE),
    "a version of a name": re.compile(rf"(?<![\w./\\-]){OURS} ?(?:===?|>=|<=|~=|!=) ?[0-9*]", re.IGNORECASE),
    "uvx or pipx": re.compile(rf"\b(?:uvx|pipx run) +{OURS}\b", re.IGNORECASE),
}
TOOL, DATA = "packpress", "fentanyl-control-data"
INSTALLS = {
    "a command": [f"pip install -U {TOOL}", f"uv add --dev {DATA}", f"python -m pip download {TOOL}"],
    "an extra of a name": [f'"{TOOL}[publish]"', f"{DATA}[pandas]"],
    "a version of a name": [f"{TOOL}==0.1.0", f'"{TOOL}>=0.1"'],
    "uvx or pipx": [f"uvx {TOOL} validate"],
}
LOCAL = [f"pip install ./{TOOL}", f'pip install "./{TOOL}[publish]"', "pip install .", f"[tool.{TOOL}]", f"{TOOL} 0.1.0"]


@pytest.mark.parametrize("what", FROM_AN_INDEX)
def test_nothing_takes_our_names_from_an_index(what: str) -> None:
    pattern = FROM_AN_INDEX[what]
    assert all(map(pattern.search, INSTALLS[what]))
    assert [text for text in LOCAL if pattern.search(text)] == []
    found = []
    for file in committed():
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        found += [f"{file.relative_to(ROOT)}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if pattern.search(line)]
    assert found == []


def required(table: Any) -> Iterator[str]:
    """Every requirement of a pyproject.toml: of the build, the project, its extras and its groups."""
    project = table.get("project", {})
    lists = [table["build-system"]["requires"], project.get("dependencies", [])]
    lists += [*project.get("optional-dependencies", {}).values(), *table.get("dependency-groups", {}).values()]
    yield from (item for found in lists for item in found if isinstance(item, str))


@pytest.mark.parametrize("house", [".", "packpress"])
def test_no_requirement_is_one_of_ours(house: str) -> None:
    table = tomllib.loads(read(f"{house}/pyproject.toml"))
    names = [re.split(r"[^\w.-]", needed)[0] for needed in required(table)]
    assert "hatchling" in names
    assert [name for name in names if re.fullmatch(OURS, name)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "packpress/requirements.lock"])
def test_a_lock_pins_every_package_by_hash_and_names_no_place_and_none_of_ours(lock: str) -> None:
    text = read(lock)
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > (50 if lock == "requirements.lock" else 1)
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[0-9][^ ]*( ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}", entry), entry[:80]
        assert not re.match(OURS, entry)
    assert {line.split()[0] for line in text.splitlines() if line.startswith("-")} == set()
    assert "://" not in text


def test_our_packages_are_installed_from_this_checkout_alone() -> None:
    installs = re.findall(r"^pip install (.+)$", read("scripts/setup"), re.MULTILINE)
    options = "--no-index --no-deps --no-build-isolation --editable"
    assert installs == [f"{options} ./packpress", f"{options} ."]


def test_the_development_lock_and_the_group_have_what_packpress_needs() -> None:
    locked = set(re.findall(r"^([a-z0-9._-]+)==", read("requirements.lock"), re.MULTILINE))
    project = tomllib.loads(read("packpress/pyproject.toml"))["project"]
    needed = {*project["dependencies"], *project["optional-dependencies"]["publish"]}
    assert {re.split(r"[^\w.-]", name)[0] for name in needed} <= locked
    assert needed <= set(PYPROJECT["dependency-groups"]["publish"])
    dev = PYPROJECT["dependency-groups"]["dev"]
    assert [name for name in project["optional-dependencies"]["dask"] if name not in dev] == []


def test_a_second_setup_does_nothing_and_says_nothing() -> None:
    subprocess.run(["scripts/setup"], cwd=ROOT, capture_output=True, check=True)
    stamp = ROOT / ".venv" / "made-from"
    before = stamp.stat().st_mtime_ns
    done = subprocess.run(["scripts/setup"], cwd=ROOT, capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr, stamp.stat().st_mtime_ns) == ("", "", before)


# ---- versions, licences, scripts


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


def test_every_module_says_what_it_is_in_one_line() -> None:
    for file in (*SOURCES, *RULES):
        doc = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
        assert doc, file.name
        assert doc.splitlines()[0].endswith((".", "?")), file.name


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


def test_the_codebook_says_in_its_first_line_what_made_it() -> None:
    assert re.match(r"<!-- Made by `packpress build` from .+ Do not edit\. -->\n", read("docs/codebook.md"))


def test_ci_calls_the_script_that_people_call() -> None:
    run = [line for line in read(".ci/run").splitlines() if line.startswith(("scripts/", "CI="))]
    assert run == ["scripts/test", 'CI="${CI:-true}" scripts/test --slow']
    assert "run: scripts/test" in read(".github/workflows/validate.yml")
    assert "run: scripts/validate . " in read(".github/workflows/validate.yml")


def test_both_houses_are_tested_by_one_script() -> None:
    run = re.findall(r"^run_in (.+?)(?: &)?$", read("scripts/test"), re.MULTILINE)
    for house in (".", "packpress"):
        assert f"{house} mypy" in run
        assert [line for line in run if line.startswith(f"{house} pytest -n auto")] != []


def test_the_workflow_runs_the_oldest_and_the_newest_that_are_promised() -> None:
    jobs = yaml.safe_load(read(".github/workflows/validate.yml"))["jobs"]
    oldest, newest = jobs["promised"]["strategy"]["matrix"]["include"]
    for house in (".", "packpress"):
        project = tomllib.loads(read(f"{house}/pyproject.toml"))["project"]
        pythons = re.findall(r"Python :: (3\.[0-9]+)", "\n".join(project["classifiers"]))
        assert (f">={oldest['python']}", oldest["python"], newest["python"]) == (
            project["requires-python"],
            pythons[0],
            pythons[-1],
        )
        for needed in project["dependencies"]:
            assert f"{needed.replace('>=', '==')}." in oldest["libraries"]
            assert needed.partition(">")[0] in newest["libraries"].split()
        assert [name for name in project["classifiers"] if "Operating System" in name] == ["Operating System :: POSIX :: Linux"]


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


# workflow → job → its rights, where they are more than to read the repository
RIGHTS: dict[str, dict[str, dict[str, str]]] = {
    "release.yml": {
        "publish": {"contents": "write", "id-token": "write", "attestations": "write"},
        "wheels": {"id-token": "write"},
    }
}


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_no_right_that_it_does_not_ask_for(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert re.search(r"^permissions: \{\}$", text, re.MULTILINE)
    assert not re.search(r"pull_request_target|workflow_run|secrets[.\[]|write-all|read-all", text)
    jobs = yaml.safe_load(text)["jobs"]
    rights = RIGHTS.get(workflow.name, {})
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        name: rights.get(name, {"contents": "read"}) for name in jobs
    }
    assert text.count("persist-credentials: false") == text.count("uses: actions/checkout@")


def test_a_job_that_may_write_runs_nothing_of_the_repository() -> None:
    for name, rights in RIGHTS.items():
        jobs = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))["jobs"]
        for job in rights:
            assert not [step for step in jobs[job]["steps"] if "checkout" in step.get("uses", "")]


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
