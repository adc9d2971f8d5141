"""The source distribution holds the dataset and its reader, and neither packpress nor what a build left; both install alone."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def checkout(folder: Path) -> Path:
    """A copy of what git tracks or would track, with the leftovers of builds in both houses."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for left in ("dist/0.1.0/left.zip", "packpress/dist/left.whl", "src/dist/left.txt"):
        (folder / left).parent.mkdir(parents=True, exist_ok=True)
        (folder / left).write_bytes(b"")
    return folder


def sdist(project: Path) -> set[str]:
    """The names of the files in the source distribution of a project, without the folder that they stand in."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(project / "made")]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = (project / "made").glob("*.tar.gz")
    with tarfile.open(built) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_the_source_distribution_of_the_dataset_has_no_packpress_and_no_leftovers(tmp_path: Path) -> None:
    names = sdist(checkout(tmp_path))
    files = {
        "datapackage.json",
        "data/measures.csv",
        "schemas/rules/__init__.py",
        "src/fentanyl_control/__init__.py",
        "LICENSE",
    }
    assert files <= names
    assert [name for name in names if name.startswith("packpress/") or "dist" in name.split("/")] == []


def test_the_source_distribution_of_packpress_is_whole_and_has_no_leftovers(tmp_path: Path) -> None:
    names = sdist(checkout(tmp_path) / "packpress")
    assert {"LICENSE", "README.md", "requirements.lock", "src/packpress/__init__.py", "tests/conftest.py"} <= names
    assert [name for name in names if "dist" in name.split("/")] == []


def fresh_environment(folder: Path, project: Path) -> Path:
    """The folder of commands of an environment into which pip installed the project and what it names, and nothing else."""
    venv.create(folder, with_pip=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
    command = [str(folder / "bin" / "pip"), "-qq", "--no-input", "install", str(project)]
    subprocess.run(command, check=True, env=environment, cwd=folder)
    return folder / "bin"


def rows_of_each_table() -> dict[str, int]:
    """How many rows the CSV of each table has, in the order of the descriptor."""
    resources = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    counts = {}
    for resource in resources:
        if resource["path"].startswith("data/") and resource["path"].endswith(".csv"):
            with (ROOT / resource["path"]).open(encoding="utf-8", newline="") as stream:
                counts[resource["name"]] = sum(1 for _ in csv.DictReader(stream))
    return counts


@pytest.mark.slow  # it fetches what packpress needs
def test_packpress_alone_checks_a_package(tmp_path: Path) -> None:
    commands = fresh_environment(tmp_path / "fresh", checkout(tmp_path / "checkout") / "packpress")
    done = subprocess.run([commands / "packpress", "validate"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "valid: 0 errors, 0 warnings (checked: files, cells, views)"


@pytest.mark.slow  # it fetches what the reader needs
def test_the_reader_alone_reads_its_data(tmp_path: Path) -> None:
    commands = fresh_environment(tmp_path / "fresh", checkout(tmp_path / "checkout"))
    code = "import fentanyl_control as fc; print({name: fc.load(name, as_='arrow').num_rows for name in fc.tables()})"
    done = subprocess.run([commands / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{rows_of_each_table()}\n", "")
