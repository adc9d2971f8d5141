"""What stands in .github and the action: legal by GitHub's own schemas, without a finding of zizmor, and true to the rest."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from packpress.cli import COMMANDS

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
TEMPLATE = ROOT / ".github" / "pull_request_template.md"
GUIDE = ROOT / "packpress" / "docs" / "pull-requests.md"

# schema of GitHub → the files that follow it
SCHEMAS: dict[str, list[Path]] = {
    "vendor.github-workflows": sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    "vendor.github-actions": [ROOT / "packpress" / "action.yml"],
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_file_is_as_github_wants_it(schema: str) -> None:
    assert SCHEMAS[schema]
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", schema, *map(str, SCHEMAS[schema])]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_zizmor_finds_nothing() -> None:
    command = [str(BIN / "zizmor"), "--pedantic", "--offline", "--format=json", ".github", "packpress/action.yml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def words() -> dict[str, str]:
    """The texts for people: each form, the template of a pull request, the guide."""
    return {file.name: file.read_text(encoding="utf-8") for file in (*FORMS, TEMPLATE, GUIDE)}


@pytest.mark.parametrize("name", words())
def test_every_command_and_file_that_is_named_exists(name: str) -> None:
    text = words()[name]
    for command in re.findall(r"`packpress ([a-z]+)", text):
        assert command in COMMANDS
    house = ROOT / "packpress" if name == GUIDE.name else ROOT
    for path in re.findall(r"\b(?:data|docs|schemas|scripts)/[\w./-]*|\b[A-Z]+\.md\b", text):
        assert (house / path.rstrip(".")).exists(), path


def test_the_tasks_of_the_template_are_those_of_the_guide_for_contributors() -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert set(re.findall(r"`(data/\w+\.csv)`", text)) <= set(re.findall(r"data/\w+\.csv", read("CONTRIBUTING.md")))
    for task in ("Correct a value", "Add a record", "Add a column", "Withdraw a record"):
        assert f"## {task}" in read("CONTRIBUTING.md")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_a_form_asks_for_each_thing_once() -> None:
    assert len(FORMS) == 3
    for form in FORMS:
        body: Any = yaml.safe_load(form.read_text(encoding="utf-8"))["body"]
        asked = [item["id"] for item in body if item["type"] != "markdown"]
        assert asked == list(dict.fromkeys(asked))


def test_the_example_of_a_wrong_value_is_a_record_with_that_column() -> None:
    body: Any = yaml.safe_load(FORMS[0].read_text(encoding="utf-8"))["body"]
    example = {item["id"]: item["attributes"]["placeholder"] for item in body if "placeholder" in item["attributes"]}
    tables = [file.read_text(encoding="utf-8").splitlines() for file in (ROOT / "data").glob("*.csv")]
    (header,) = (table[0] for table in tables if any(row.startswith(f"{example['record']},") for row in table))
    assert example["column"] in header.split(",")


def test_the_guide_has_every_input_output_hook_and_format() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    action: Any = yaml.safe_load(read("packpress/action.yml"))
    hooks: Any = yaml.safe_load(read(".pre-commit-hooks.yaml"))
    from packpress.commands.shared.options import REPORT_FORMATS

    rows = set(re.findall(r"^\| `([\w-]+)` \|", guide, re.MULTILINE))
    assert rows == {*action["inputs"], *action["outputs"], *REPORT_FORMATS}
    assert re.findall(r"- id: (\S+)", guide) == [hook["id"] for hook in hooks]
    assert {action["runs"]["steps"][1]["uses"].partition("@")[0]} == {"actions/cache"}
    (checkout,) = re.findall(r"uses: (actions/checkout@.+)", guide)
    assert {checkout} == set(re.findall(r"uses: (actions/checkout@.+)", read(".github/workflows/validate.yml")))


def test_no_step_of_the_action_has_an_expression_in_its_script() -> None:
    action: Any = yaml.safe_load(read("packpress/action.yml"))
    assert [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")] == []
