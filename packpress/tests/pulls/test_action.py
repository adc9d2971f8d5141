"""The action on a good and a bad pull request, as golden files; it runs nothing of the package that it judges."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import Command
    from tests.pulls.conftest import Repository, Run

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "pulls"
LIBRARY = Path(__file__).parent / "library"


def good(repository: Repository) -> None:
    """A year was turned, one book is new, and the version and the changelog say so."""
    forgetful(repository)
    repository.release("1.1.0", "b-great-expectations is new; b-persuasion is of 1817.")


def forgetful(repository: Repository) -> None:
    """The same changes, of which neither the version nor the changelog tells."""
    repository.replace("data/books.csv", "a-austen,1871", "a-austen,1817")
    repository.replace("data/books.csv", "b-hard-times", "b-great-expectations,Great Expectations,a-dickens,1861\nb-hard-times")


def bad(repository: Repository) -> None:
    """A year with a letter, an author who is not there, and a title that is gone."""
    repository.replace("data/books.csv", "1816", "181O")
    repository.replace("data/books.csv", "a-bronte,1847", "a-brontë,1847")
    repository.replace("data/books.csv", "Persuasion,", ",")


# pull request → what it changes, how the step exits
PULLS = {"good": (good, 0), "forgetful": (forgetful, 1), "bad": (bad, 1)}


@pytest.mark.parametrize("name", PULLS)
def test_a_pull_request_gets_what_it_needs(name: str, repository: Repository, run_action: Callable[..., Run]) -> None:
    change, status = PULLS[name]
    change(repository)
    repository.commit()
    done = run_action(repository.root, base="HEAD^1")
    assert (done.status, done.complaints) == (status, "")
    golden = {kind: (GOLDEN / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("log", "summary.md", "outputs.json")}
    assert {"log": done.log, "summary.md": done.summary, "outputs.json": json.dumps(done.outputs, indent=2) + "\n"} == golden


def test_without_a_base_every_issue_is_named_all_the_same(
    repository: Repository, run_action: Callable[..., Run], read_commands: Callable[[str], list[Command]]
) -> None:
    bad(repository)
    done = run_action(repository.root)
    assert [(c.name, c.properties["file"], c.properties["line"]) for c in read_commands(done.log)] == [
        ("error", "data/books.csv", "2"),
        ("error", "data/books.csv", "4"),
        ("error", "data/books.csv", "5"),
    ]


def test_a_package_in_a_folder_has_the_paths_of_the_repository(
    repository: Repository, run_action: Callable[..., Run], read_commands: Callable[[str], list[Command]]
) -> None:
    (repository.root / "deep er").mkdir()
    for name in ("data", "datapackage.json"):
        (repository.root / name).rename(repository.root / "deep er" / name)
    repository.replace("deep er/data/books.csv", "1816", "1.5")
    done = run_action(repository.root, package="deep er")
    assert [command.properties["file"] for command in read_commands(done.log)] == ["deep er/data/books.csv"]


def test_nothing_of_the_judged_package_is_run(repository: Repository, run_action: Callable[..., Run]) -> None:
    mark = repository.root.parent / "ran"
    code = f"from pathlib import Path\nPath({str(mark)!r}).touch()\n"
    for name in ("rules.py", "conftest.py", "sitecustomize.py", "pyarrow.py", "packpress/__init__.py", "setup.py"):
        repository.write(name, code)
    repository.write("pyproject.toml", "[tool.packpress]\nrules = 'rules.py'\n")
    repository.write("scripts/setup", f"#!/bin/sh\ntouch '{mark}'\n").chmod(0o755)
    repository.write(".gitattributes", "*.csv diff=odd\n")
    repository.replace("data/books.csv", "1816", "1815")
    repository.release("1.0.1", "b-emma is of 1815.")
    done = run_action(repository.root, base="HEAD")
    assert (done.status, done.outputs["valid"]) == (0, "true")
    assert not mark.exists()


def test_the_action_runs_no_rules_even_of_a_package_in_its_own_folder() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    install, validate = (step["run"] for step in action["runs"]["steps"])
    assert install == '"$GITHUB_ACTION_PATH/scripts/install" "$RUNNER_TEMP/packpress"'
    assert validate.splitlines()[-1].endswith(' "$workspace/$PACKAGE" "$BASE"')


@pytest.mark.slow  # it fetches the packages of the lock
def test_the_action_installs_packpress_by_its_lock_and_runs_it(repository: Repository, run_action: Callable[..., Run]) -> None:
    done = run_action(repository.root, with_installation=True)
    steps = ["install: making", "install: installing the packages of requirements.lock", "install: installing packpress"]
    said = done.complaints.splitlines()
    assert [line.startswith(step) for line, step in zip(said, steps, strict=True)] == [True, True, True]
    assert (done.status, done.log) == (0, "valid: 0 errors, 0 warnings (checked: files, cells)\n")


def test_packpress_is_installed_over_nothing_that_is_not_an_environment(tmp_path: Path) -> None:
    (tmp_path / "of mine").mkdir()
    (tmp_path / "of mine" / "file").touch()
    done = subprocess.run([ROOT / "scripts" / "install", tmp_path / "of mine"], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert (tmp_path / "of mine" / "file").exists()


# what the action is asked → what is said
ASKED = {
    "a folder that is not there": ({"package": "gone"}, ""),
    "a folder that is a command": ({"package": "$(touch ran)`touch ran`;touch ran"}, ""),
    "a folder that is an option": ({"package": "--help"}, ""),
    "a base that is an option": ({"base": "--output=ran"}, "git cannot compare with --output=ran"),
    "a base that is a command": ({"base": "$(touch ran)\n::error::"}, r"git cannot compare with $(touch ran)\n::error::"),
    "a base that is not there": ({"base": "v9"}, "git cannot compare with v9"),
}


@pytest.mark.parametrize(("inputs", "said"), ASKED.values(), ids=ASKED)
def test_what_cannot_be_done_is_said_in_one_line(
    inputs: dict[str, str], said: str, repository: Repository, run_action: Callable[..., Run]
) -> None:
    done = run_action(repository.root, **inputs)
    assert done.status == 2
    assert done.complaints.startswith(f"packpress: {said}")
    assert said or ": does not exist; give a package's folder" in done.complaints
    assert done.complaints.count("\n") == 1
    assert repository.git("status", "--porcelain") == ""


def test_an_unreadable_package_is_an_annotation_too(
    repository: Repository, run_action: Callable[..., Run], read_commands: Callable[[str], list[Command]]
) -> None:
    repository.write("datapackage.json", "{")
    done = run_action(repository.root, base="HEAD")
    (command,) = read_commands(done.log)
    assert (done.status, command.name, command.properties["title"]) == (2, "error", "package-unreadable")
    assert done.outputs == {"valid": "false", "errors": "1", "bump": ""}
    assert "## The data are not valid" in done.summary


def test_before_the_first_push_there_is_no_base(repository: Repository, run_action: Callable[..., Run]) -> None:
    assert run_action(repository.root, base="0" * 40).status == 0


def test_a_folder_is_a_base_as_well_without_lines_that_are_touched(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    forgetful(repository)
    assert main(["validate", str(repository.root), "--base", str(LIBRARY), "--format", "outputs"]) == 1
    assert capsys.readouterr().out == "valid=false\nerrors=2\nbump=minor\n"
