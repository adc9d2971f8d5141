"""The wheels of the dataset and of packpress have the same bytes whenever and wherever they are built."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.release.conftest import git


def wheels(checkout: Path, out: Path, umask: int, environment: Mapping[str, str]) -> dict[str, bytes]:
    """The wheels that the workflow of a release builds, by name."""
    for project in (checkout, checkout / "packpress"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
        subprocess.run(command, cwd=project, env={**os.environ, **environment}, check=True, capture_output=True, umask=umask)
    return {file.name: file.read_bytes() for file in out.iterdir()}


@pytest.mark.slow  # four wheels take 15 s
def test_two_builds_give_the_same_wheels(checkout: Path, tmp_path: Path) -> None:
    first = wheels(checkout, tmp_path / "one", 0o022, {"TZ": "UTC", "PYTHONHASHSEED": "0"})
    copy = tmp_path / "a deep" / "folder"
    git(checkout, "clone", "--quiet", "--no-hardlinks", str(checkout), str(copy))
    second = wheels(copy, tmp_path / "two", 0o077, {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"})
    assert [name.partition("-")[0] for name in sorted(first)] == ["fentanyl_control_data", "packpress"]
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
