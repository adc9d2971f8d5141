"""The reader's package stands on the standard library and pyarrow, and imports little until it is asked."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reader.conftest import PACKAGE, fc

FILES = sorted(PACKAGE.rglob("*.py"))
LARGE = {"numpy", "pandas", "polars", "pyarrow"}


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The level and the first name of every import; level 0 is absolute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, (node.module or "").partition(".")[0]


def at_import(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The imports that run when the module is imported: outside functions, and not for type checkers alone."""
    for node in tree.body:
        is_for_types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not is_for_types and not isinstance(node, ast.FunctionDef):
            yield from imports(node)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_module_imports_the_standard_library_pyarrow_pandas_and_polars_alone(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    allowed = {(0, name) for name in sys.stdlib_module_names | {"pyarrow", "pandas", "polars"}}
    allowed |= {(1, other.stem) for other in FILES}
    assert set(imports(tree)) - allowed == set()
    assert {name for level, name in at_import(tree) if level == 0} & LARGE == set()


# what is done → which large libraries are imported for it
STEPS = {
    "": set[str](),
    "fc.tables(); fc.cite()": set(),
    "fc.load('areas', 'arrow'); fc.record('MEX')": {"pyarrow"},
    "repr(fc.record('e-white-paper-release-2025')); fc.cite('wp-7-008', as_='bibtex')": {"pyarrow"},
    # pyarrow imports pandas, if it is installed, as soon as it makes an array of Python values
    "fc.verdicts_for('e-white-paper-release-2025', 'arrow')": {"pyarrow", "pandas"},
    "fc.load('areas', as_='polars')": {"pyarrow", "polars"},
    "fc.load('areas')": {"pyarrow", "pandas"},
}


@pytest.mark.parametrize("step", STEPS)
def test_nothing_large_is_imported_before_it_is_needed(step: str) -> None:
    code = f"import sys, {fc.__name__} as fc; {step}\nprint(*{LARGE} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    # whether pyarrow and Polars import numpy is theirs to say
    assert set(done.stdout.split()) - {"numpy"} == STEPS[step]


def test_the_package_is_small() -> None:
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert max(lines.values()) <= 150, lines
    assert sum(lines.values()) <= 750, lines
