"""The words of the code: docstrings begin with a verb, a public name means one thing, and phrases to avoid do not return."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "packpress"
VERBS = frozenset(
    "Adds Appends Builds Calls Checks Closes Compares Copies Counts Creates Discards Does Ends Flushes Formats Gives Holds "
    "Imports Locks Makes Maps Moves Opens Pairs Parses Prints Processes Puts Raises Reads Rejects Removes Replaces Reports "
    "Returns Runs Stores Surveys Writes Yields".split()
)
"""How the docstring of a function begins: it describes what the function does, which no rule of pydocstyle checks."""
# public name → why several modules define it
SHARED = {
    "HELP": "every command has one",
    "add_options": "every command has one",
    "run": "every command has one",
    "links": "every kind of pages has one",
    "pages": "every kind of pages has one",
    "PATH": "every kind of pages has one",
    "Field": "a column that is checked, and one that pages show",
    "Table": "a table that is checked, and one that pages show",
    "Row": "a row that is read, and one that pages show",
    "Page": "a page of Parquet, and one of a site",
    "Cells": "the cells that changed, and those that pages show",
    "Words": "numbers as words of a processor, and the words of a language",
    "READ": "what is read of an archive, and the pages that are read",
}
# phrases that are no English of the field; each costs a native reader a second reading
AVOIDED = re.compile(
    r"\bmend(?:s|ed|ing)?\b|\bstands? (?:twice|alone|beside)\b|\bh[oe]ld against\b|\bat fault\b|\botherwise than\b|\bfor to\b"
    r"|\b(?:that|what|where it|which) is none\b|\btells? nothing\b|\btold (?:once|from|a)\b|\bwhoever made\b|\bis asked\b"
)


def _name(file: Path) -> str:
    return file.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".")


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


MODULES = {_name(file): file for file in sorted(SOURCE.rglob("*.py"))}


def _functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef]:
    """Every function and method with a docstring; a property is a noun, and a magic method is named by Python."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _functions(node.body)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            is_property = any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
            if not is_property and ast.get_docstring(node):
                yield node


def _public_names(tree: ast.Module) -> Iterator[str]:
    """The public names that a module defines, without those that it imports."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            yield from (item.id for item in ast.walk(target) if isinstance(item, ast.Name))


@pytest.mark.parametrize("module", MODULES)
def test_the_docstring_of_a_function_begins_with_a_verb(module: str) -> None:
    first_words = {node.name: str(ast.get_docstring(node)).split()[0] for node in _functions(_tree(MODULES[module]).body)}
    assert {name: word for name, word in first_words.items() if word not in VERBS} == {}


def test_a_public_name_means_one_thing() -> None:
    homes = defaultdict(list)
    for module, file in MODULES.items():
        if not module.endswith("__init__"):
            for name in sorted({*_public_names(_tree(file))}):
                if not name.startswith("_"):
                    homes[name].append(module)
    shared = {name: tuple(modules) for name, modules in homes.items() if len(modules) > 1 and name not in SHARED}
    assert shared == {}


@pytest.mark.parametrize("module", MODULES)
def test_no_phrase_to_avoid_returns(module: str) -> None:
    lines = enumerate(MODULES[module].read_text(encoding="utf-8").splitlines(), 1)
    assert [(number, line.strip()) for number, line in lines if AVOIDED.search(line)] == []


@pytest.mark.parametrize("file", sorted((SOURCE / "catalogue").glob("*.toml")), ids=lambda file: file.stem)
def test_no_phrase_to_avoid_returns_to_the_catalogue(file: Path) -> None:
    assert AVOIDED.findall(file.read_text(encoding="utf-8")) == []
