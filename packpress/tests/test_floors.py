"""The floors of the house: a module imports its own floor and those below it, never one above, and never in a circle."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "packpress"
# the folders from the ground up; the modules beside them are the ground floor, but for those of ROOF
FLOORS = (
    "",
    "filesystem",
    "arrow",
    "pattern",
    "types",
    "package",
    "derived",
    "read",
    "fidelity",
    "layout",
    "check",
    "proof",
    "changes",
    "publish",
    "site",
    "describe",
    "export",
    "edit",
    "catalogue",
    "report",
    "settings",
    "commands",
)
ROOF = ("__init__", "__main__", "cli")
"""What imports from every floor: the public names, and the command."""
MOST = 12
"""How many modules a folder may have."""
# folder → why it may have more
LARGER = {
    "commands": "a module for each command",
    "types": "a module for each family of types, and what several share",
}


def _name(file: Path) -> str:
    return file.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".")


MODULES: Mapping[str, Path] = {_name(file): file for file in sorted(SOURCE.rglob("*.py"))}


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules of packpress that the code imports, wherever the import stands; those of the public API as ``__init__``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "packpress":
            for alias in node.names:
                yield _module(f"{node.module}.{alias.name}")
        elif isinstance(node, ast.Import):
            yield from (_module(alias.name) for alias in node.names if alias.name.partition(".")[0] == "packpress")


def _module(name: str) -> str:
    """The module that the dotted name is, or is in."""
    parts = name.split(".")[1:]
    while True:
        for found in (".".join(parts), ".".join([*parts, "__init__"])):
            if found in MODULES:
                return found
        parts.pop()


@cache
def graph() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(imports(ast.parse(file.read_text(encoding="utf-8")))) - {name} for name, file in MODULES.items()}


def floor(module: str) -> int:
    """The number of the floor that the module stands on, from the ground up."""
    folder, _, rest = module.partition(".")
    if module in ROOF:
        return len(FLOORS)
    return FLOORS.index(folder if rest else "")


def test_every_folder_has_its_floor() -> None:
    assert {name.partition(".")[0] for name in MODULES if "." in name} == {*FLOORS} - {""}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_import_goes_up(module: str) -> None:
    assert [name for name in sorted(graph()[module]) if floor(name) > floor(module)] == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_folder_is_too_large_to_look_through() -> None:
    counts = Counter(name.rpartition(".")[0] for name in MODULES if not name.endswith("__init__"))
    assert {folder for folder, count in counts.items() if count > MOST} == {*LARGER}


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("from packpress.check.validate import validate", "check.validate"),
        ("from packpress.arrow import compute as pc", "arrow.compute"),
        ("def f():\n    from packpress import pattern", "pattern.__init__"),
        ("import packpress.read.csv.blocks", "read.csv.blocks"),
        ("from packpress import validate", "__init__"),
        ("import json", ""),
    ],
)
def test_imports_are_seen(code: str, wanted: str) -> None:
    assert "".join(imports(ast.parse(code))) == wanted
