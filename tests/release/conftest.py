"""What the tests of the dataset's release share: a commit of the files as they are, and its release, made once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("packpress")
VERSION: str = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["version"]
_DAY = "2026-01-02T03:04:05Z"


def git(folder: Path, *arguments: str) -> str:
    """Run git with an identity and a day of its own, and without the settings of the user; what it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment |= {"GIT_AUTHOR_DATE": _DAY, "GIT_COMMITTER_DATE": _DAY}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit_files(folder: Path) -> Path:
    """A repository in the folder whose only commit has the files that git tracks or would track here."""
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Copy the files")
    return folder


def run_release(
    checkout: Path,
    out: Path,
    *more: str,
    environment: Mapping[str, str] | None = None,
    umask: int = 0o022,
    runner: Sequence[str] = (),
) -> Path:
    """The folder of the release that the command writes, run by another command if one is given."""
    command = [*runner, str(COMMAND), "release", "--out", str(out), *more]
    given = {**os.environ, **(environment or {})}
    done = subprocess.run(command, cwd=checkout, env=given, umask=umask, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return out / VERSION


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the files as they are; not to be changed."""
    return commit_files(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="session")
def released(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the release; not to be changed."""
    environment = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    return run_release(checkout, tmp_path_factory.mktemp("released"), environment=environment)
