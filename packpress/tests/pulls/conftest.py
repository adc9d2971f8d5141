"""What the tests of pull requests share: a repository with a small package, and a stand-in for the runner."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LIBRARY = Path(__file__).parent / "library"
_NOBODY = {
    "GIT_AUTHOR_NAME": "A. Curator",
    "GIT_AUTHOR_EMAIL": "curator@example.org",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "A. Curator",
    "GIT_COMMITTER_EMAIL": "curator@example.org",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


@dataclass(frozen=True)
class Repository:
    """A repository of one package, with its good state committed."""

    root: Path

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.root), "-c", "core.compression=0", *arguments]
        return subprocess.run(command, env=os.environ | _NOBODY, capture_output=True, check=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "--all", ".")
        self.git("commit", "--quiet", "--message", "x")

    def write(self, path: str, data: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return file

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def release(self, version: str, line: str) -> None:
        """Raise the version, and say in the changelog what changed."""
        self.replace("datapackage.json", '"version": "1.0.0"', f'"version": "{version}"')
        self.replace("CHANGELOG.md", "## 1.0.0", f"## {version}\n\n### Data\n\n- {line}\n\n## 1.0.0")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    shutil.copytree(LIBRARY, made.root)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit()
    return made


@dataclass(frozen=True)
class Run:
    """What a step left behind: how it exited, what it printed, and the files that it wrote for the runner."""

    status: int
    log: str
    complaints: str
    summary: str
    outputs: Mapping[str, str]


def read_outputs(text: str) -> dict[str, str]:
    """The outputs as the runner reads them: ``name=value``, or a value of several lines between marks."""
    outputs: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, sign, value = line.partition("=")
        if "<<" in name or not sign:
            name, _, mark = line.partition("<<")
            taken = []
            while (said := next(lines)) != mark:
                taken.append(said)
            value = "\n".join(taken)
        outputs[name] = value
    return outputs


@pytest.fixture
def run_action(tmp_path: Path) -> Callable[..., Run]:
    """Runs the steps of action.yml, each with bash as the runner does, on a folder as the workspace.

    The step that installs packpress is run only where a test asks for it: else the command is the one of this environment.
    The other actions that it uses are not run.
    """
    action: Any = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

    def run(workspace: Path, *, with_installation: bool = False, **inputs: str) -> Run:
        given = {name: str(asked["default"]) for name, asked in action["inputs"].items()} | inputs
        files = {name: tmp_path / name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for file in files.values():
            file.write_bytes(b"")
        runner = {name: str(file) for name, file in files.items()} | {
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_ACTIONS": "true",
            "RUNNER_TEMP": str(tmp_path),
        }
        log = complaints = ""
        status = 0
        if not with_installation and not (tmp_path / "packpress").exists():
            (tmp_path / "packpress").mkdir()
            (tmp_path / "packpress" / "bin").symlink_to(Path(sys.executable).parent)
        steps = [step for step in action["runs"]["steps"] if "run" in step]
        for step in steps if with_installation else steps[-1:]:
            assert step["shell"] == "bash"
            environment = {name: _evaluate(value, given) for name, value in step.get("env", {}).items()}
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(
                command, cwd=workspace, env=os.environ | runner | environment, capture_output=True, check=False, text=True
            )
            log, complaints, status = log + done.stdout, complaints + done.stderr, done.returncode
            if status:
                break
        summary, outputs = (file.read_text(encoding="utf-8") for file in files.values())
        return Run(status, log, complaints, summary, read_outputs(outputs))

    return run


def _evaluate(expression: str, inputs: Mapping[str, str]) -> str:
    """The value of an expression that names one input; the action has no other."""
    name = expression.removeprefix("${{ inputs.").removesuffix(" }}")
    return inputs[name]
