"""What the package offers is there under its names, and costs nothing before it is asked for."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import fentanyl_control


@pytest.mark.parametrize("name", fentanyl_control.__all__)
def test_a_public_name_is_what_its_module_says(name: str) -> None:
    found = getattr(fentanyl_control, name)
    assert getattr(importlib.import_module(found.__module__), name) is found


def test_the_public_names_are_listed_before_they_are_asked_for() -> None:
    code = "import fentanyl_control as fc; print(set(fc.__all__) <= set(dir(fc)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


def test_a_name_that_there_is_not_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'loud'"):
        _ = fentanyl_control.loud


def test_importing_the_package_imports_nothing_that_takes_long() -> None:
    code = "import fentanyl_control, sys; print(sorted({'numpy', 'pyarrow', 'pandas'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("first", ["fentanyl_control.dataset", "fentanyl_control.issue", "fentanyl_control.check.validate"])
def test_the_names_stay_what_they_are_when_a_module_is_imported_first(first: str) -> None:
    code = f"import {first}, fentanyl_control as fc; print(all(callable(getattr(fc, name)) for name in fc.__all__))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"
