"""Layers 1 and 2 answer without the libraries that take seconds to import."""

from __future__ import annotations

import importlib.util
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from packpress.check.session import Session
from packpress.issue import Findings

PACKAGE = Path(__file__).parents[0] / "packages" / "every-type"
HEAVY = ("distributed", "frictionless", "pandas", "pandera", "polars", "rich")
SCRIPT = f"""
import sys
from packpress.cli import main
status = main(["validate", sys.argv[1]])
assert not (found := set({HEAVY}) & set(sys.modules)), found
sys.exit(status)
"""


def _validate(package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", SCRIPT, str(package)], capture_output=True, text=True, check=False)


def _broken(folder: Path) -> Path:
    """A copy of the package with a fault in every column, a repeated key and an orphan."""
    root = shutil.copytree(PACKAGE, folder / "broken")
    header, row, _ = (root / "data" / "things.csv").read_text(encoding="utf-8").splitlines()
    wrong = ",".join("=\u20ac" for _ in header.split(","))
    orphan = row.replace("1,a,", "1,b,", 1)
    (root / "data" / "things.csv").write_text(f"{header}\n{row}\n{wrong}\n{orphan}\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("name", HEAVY)
def test_the_heavy_libraries_are_installed_so_that_the_next_tests_mean_something(name: str) -> None:
    assert importlib.util.find_spec(name) is not None


def test_a_check_of_a_right_package_imports_nothing_heavy() -> None:
    done = _validate(PACKAGE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "valid: 0 errors, 0 warnings (checked: files, cells)\n", "")


def test_a_check_of_a_wrong_package_imports_nothing_heavy(tmp_path: Path) -> None:
    done = _validate(_broken(tmp_path))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-1].startswith("not valid: ")


def test_repeated_keys_and_orphans_are_found_without_anything_heavy(tmp_path: Path) -> None:
    root = shutil.copytree(PACKAGE, tmp_path / "keys")
    (root / "data" / "kinds.csv").write_text("kind,parent\na,\na,c\n", encoding="utf-8")
    done = _validate(root)
    assert (done.returncode, done.stderr) == (1, "")
    assert [rule for rule in ("primary-key", "foreign-key") if f"[{rule}]" not in done.stdout] == []


@pytest.mark.parametrize("package", [PACKAGE, PACKAGE.with_name("ferries")], ids=["every type", "views and dates"])
def test_a_check_of_a_right_package_does_without_the_help_of_every_function_of_arrow(package: Path) -> None:
    script = SCRIPT.replace(repr(HEAVY), repr(("pyarrow.compute",)))
    done = subprocess.run([sys.executable, "-c", script, str(package)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_keys_of_another_process_import_nothing_heavy() -> None:
    session = Session.open(PACKAGE, Findings())
    for table in session.tables():
        table.read()
    keys = [checker.keys for checker in session.checked.values()]
    assert any(block.rises for table in keys for block in getattr(table, "blocks", ()))
    script = f"import pickle, sys; pickle.load(sys.stdin.buffer); print({set(HEAVY)} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], input=pickle.dumps(keys), capture_output=True, check=True)
    assert done.stdout.decode() == "set()\n"
