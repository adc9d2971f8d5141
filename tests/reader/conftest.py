"""What the tests of the reader's package share: the package under its name, the files of the dataset, and a wheel."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import fentanyl_control as fc

__all__ = ["DESCRIPTOR", "PACKAGE", "RECORD_TABLES", "ROOT", "STATED", "TABLES", "fc", "rows"]
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(fc.__file__).parent
DESCRIPTOR: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
TABLES = tuple(resource["name"] for resource in DESCRIPTOR["resources"] if resource["format"] == "csv")
RECORD_TABLES = ("measures", "agreements", "events", "statistics")
STATED = "s-us-synthetic-opioid-deaths-2023-stated"


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of the CSV file, as text."""
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel that is built without a network, from a copy of the checkout in which the reader's package is the only one."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "checkout"
    shutil.copytree(PACKAGE, copy / "src" / "fentanyl_control", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data", "schemas", "views"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("datapackage.json", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, env=os.environ | {"PIP_NO_INDEX": "1"})
    (built,) = folder.glob("*.whl")
    return built
