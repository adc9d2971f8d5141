"""What the package offers is there under its names, and costs nothing before it is asked for."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import packpress
from packpress.issue import Issue

if TYPE_CHECKING:
    from tests.conftest import PackageMaker


@pytest.mark.parametrize("name", packpress.__all__)
def test_a_public_name_is_what_its_module_says(name: str) -> None:
    (home,) = (home for home, names in packpress._HOMES.items() if name in names)
    assert getattr(importlib.import_module(f"packpress.{home}"), name) is getattr(packpress, name)


def test_the_public_names_are_listed_before_they_are_asked_for() -> None:
    code = "import packpress; print(set(packpress.__all__) <= set(dir(packpress)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


def test_a_name_that_there_is_not_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'loud'"):
        _ = packpress.loud


def test_importing_the_package_imports_nothing_that_takes_long() -> None:
    code = "import packpress, sys; print(sorted({'numpy', 'pyarrow', 'pandas'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("first", ["packpress.check.rules.rule", "packpress.issue", "packpress.check.validate"])
def test_the_names_stay_what_they_are_when_a_module_is_imported_first(first: str) -> None:
    code = f"import {first}, packpress; print(all(callable(getattr(packpress, name)) for name in packpress.__all__))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


class Place:
    """A path of somebody else's making."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return os.fspath(self.path)


def no_fault(table: str, tables: packpress.Tables) -> Iterable[packpress.Fault]:
    """Nothing is wrong."""
    return ()


# public function → its arguments, of which each path is made by ``as_path``
CALLS: dict[str, Callable[[Callable[[Path], Any], Path], Any]] = {
    "pandera_schema": lambda as_path, root: list(packpress.pandera_schema(as_path(root), "table").columns),
    "read_edtf": lambda as_path, root: packpress.read_edtf("2024-02"),
    "rule": lambda as_path, root: packpress.rule("a-rule", "table")(no_fault),
    "validate": lambda as_path, root: (
        packpress.validate(as_path(root)),
        packpress.validate(as_path(root), full=True, rules=as_path(root / "rules.py")),
    ),
}


def test_every_public_function_is_called_here() -> None:
    functions = {name for name in packpress.__all__ if inspect.isfunction(getattr(packpress, name))}
    wrapped = {name for name in packpress.__all__ if hasattr(getattr(packpress, name), "__wrapped__")}
    assert functions | wrapped == set(CALLS)


@pytest.mark.parametrize("as_path", [str, Path, Place])
@pytest.mark.parametrize("name", CALLS)
def test_a_path_may_be_a_string_or_anything_like_a_path(
    name: str, as_path: Callable[[Path], Any], make_package: PackageMaker
) -> None:
    root = make_package({"fields": [{"name": "a", "type": "string"}]}, "a\nb\n")
    (root / "rules.py").write_text("", encoding="utf-8")
    assert CALLS[name](as_path, root) == CALLS[name](Path, root)


def test_a_report_lists_as_many_issues_as_one_asks_for(make_package: PackageMaker) -> None:
    root = make_package({"fields": [{"name": "n", "type": "integer"}]}, "n\n" + "x\n" * 300)
    reports = [packpress.validate(root), packpress.validate(root, limit=2)]
    issues = [
        Issue("data.csv", line, "n", "", "type-integer", "error", "is not a whole number; write digits only", "x")
        for line in range(2, 302)
    ]
    assert [(report.issues, report.errors, report.limit) for report in reports] == [
        (tuple(issues), 300, 100_000),
        (tuple(issues[:2]), 300, 2),
    ]
