"""The action on a good and a bad pull request, as golden files; it runs nothing of the package that it judges."""

from __future__ import annotations

import json
import re
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
    inputs = action["inputs"]
    assert (inputs["rules"]["default"], inputs["full"]["default"]) == ("", "false")
    _, install, validate = (step["run"] for step in action["runs"]["steps"] if "run" in step)
    assert install == '"$GITHUB_ACTION_PATH/scripts/install" "$RUNNER_TEMP/packpress" "$FULL"'
    assert 'if [[ "$FULL" == true && -z "$RULES" ]]; then options+=(--no-rules); fi' in validate.splitlines()


def test_the_environment_is_kept_under_the_name_of_all_that_it_is_made_from() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (name,) = (step["run"] for step in action["runs"]["steps"] if step.get("id") == "environment")
    (kept,) = (step for step in action["runs"]["steps"] if "uses" in step)
    assert re.fullmatch("actions/cache@[0-9a-f]{40}", kept["uses"])
    assert kept["with"]["path"] == "${{ runner.temp }}/packpress"
    assert kept["with"]["key"].endswith("${{ steps.environment.outputs.key }}")
    assert '/scripts/install" --key ' in name
    keys = [
        subprocess.run([ROOT / "scripts" / "install", "--key", "x", full], capture_output=True, check=True, text=True).stdout
        for full in ("true", "false", "false")
    ]
    assert all(re.fullmatch("key=[0-9a-f]{64}\n", key) for key in keys)
    assert keys[0] != keys[1] == keys[2]


def lowered(repository: Repository) -> None:
    """A pull request that breaks the data and ignores what is broken."""
    repository.replace("data/books.csv", "1816", "181O")
    repository.write("pyproject.toml", '[tool.packpress]\nignore = ["type-year", "type-integer"]\n')


def test_a_pull_request_cannot_switch_off_its_own_check(
    repository: Repository, run_action: Callable[..., Run], read_commands: Callable[[str], list[Command]]
) -> None:
    lowered(repository)
    repository.commit()
    done = run_action(repository.root, base="HEAD^1")
    titles = [(command.name, command.properties["title"]) for command in read_commands(done.log)]
    assert (done.status, done.outputs["errors"]) == (1, "1")
    assert ("warning", "ignore: settings-changed") in titles


def test_the_settings_of_the_base_count_and_none_without_a_base(repository: Repository, run_action: Callable[..., Run]) -> None:
    lowered(repository)
    repository.commit()
    with_base = run_action(repository.root, base="HEAD")
    assert (with_base.status, with_base.outputs["errors"]) == (0, "0")
    assert "ignored: type-" in with_base.log
    assert "ignored: type&#45;" in with_base.summary or "ignored" in with_base.summary
    assert "ignored" not in run_action(repository.root).log


def test_rules_can_be_ignored_by_an_input(repository: Repository, run_action: Callable[..., Run]) -> None:
    repository.replace("data/books.csv", "1816", "181O")
    done = run_action(repository.root, ignore="type-integer, type-year")
    assert (done.status, done.outputs["valid"]) == (0, "true")


def test_errors_may_only_warn_but_a_package_must_be_readable(repository: Repository, run_action: Callable[..., Run]) -> None:
    repository.replace("data/books.csv", "1816", "181O")
    done = run_action(repository.root, **{"warn-only": "true"})
    assert (done.status, done.outputs["valid"], done.outputs["errors"]) == (0, "false", "1")
    repository.write("datapackage.json", "{")
    assert run_action(repository.root, **{"warn-only": "true"}).status == 2


def test_a_full_check_runs_no_rules_of_the_package_unless_they_are_named(
    repository: Repository, run_action: Callable[..., Run]
) -> None:
    repository.write("own.py", "raise SystemExit(9)\n")
    repository.write("pyproject.toml", "[tool.packpress]\nrules = 'own.py'\n")
    repository.commit()
    done = run_action(repository.root, base="HEAD", full="true")
    assert (done.status, "(checked: files, cells, rules, second opinion, changes)" in done.log) == (0, True)
    assert run_action(repository.root, full="true", rules="own.py").status == 9


def test_rules_need_a_full_check(repository: Repository, run_action: Callable[..., Run]) -> None:
    done = run_action(repository.root, rules="own.py")
    assert (done.status, done.complaints) == (
        2,
        "packpress: --rules: rules run only with --full; add --full or remove --rules\n",
    )


def test_log_and_summary_have_the_paths_of_the_repository(repository: Repository, run_action: Callable[..., Run]) -> None:
    (repository.root / "inner").mkdir()
    for name in ("data", "datapackage.json"):
        (repository.root / name).rename(repository.root / "inner" / name)
    repository.replace("inner/data/books.csv", "1816", "1.5")
    done = run_action(repository.root, package="inner")
    assert done.log.startswith("inner/data/books.csv:")
    assert "<code>inner/data/books.csv" in done.summary


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
    assert capsys.readouterr().out == "valid=false\nerrors=1\nbump=minor\n"
