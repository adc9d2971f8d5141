"""Layer 3, rules: what a Table Schema cannot say, as named functions over typed frames, run by pandera.

A rules file is Python that the person who runs the check chose; it is never taken from a descriptor or from the folder
that is being judged.
"""

from __future__ import annotations

import importlib.util
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.errors import PackageError

if TYPE_CHECKING:
    import pandas as pd

    from packpress.package.model import Package


@dataclass(frozen=True)
class Fault:
    """A row (its label in the frame's index) that breaks a rule, the column at fault, and what to do."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Tables:
    """The typed frames of a package by resource name; row labels count records from 0."""

    package: Package
    frames: Mapping[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]


RuleFunction = Callable[[str, "Tables"], Iterable[Fault]]


@dataclass(frozen=True)
class Rule:
    """A named rule, the tables that it binds, and the function that finds its faults in one of them."""

    name: str
    tables: tuple[str, ...]
    find: RuleFunction

    @property
    def meaning(self) -> str:
        """What the rule says: the first line of its function's docstring."""
        return (inspect.getdoc(self.find) or "").split("\n")[0]


def rule(name: str, *tables: str) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a function that takes the name of the table that it judges and all tables, and gives the faults."""

    def bind(find: RuleFunction) -> Rule:
        return Rule(name, tables, find)

    return bind


def load_rules(file: Path) -> tuple[Rule, ...]:
    """The rules of a Python file in the order in which they stand. Raises PackageError when it cannot be loaded."""
    if not file.is_file():
        raise PackageError(f"{file}: the rules file is not there")
    spec = importlib.util.spec_from_file_location("packpress_rules", file)
    if spec is None or spec.loader is None:
        raise PackageError(f"{file}: the rules file must be Python; its name ends in .py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise PackageError(f"{file}: the rules cannot be loaded: {type(error).__name__}: {error}") from error
    rules = tuple(value for value in vars(module).values() if isinstance(value, Rule))
    names = [rule.name for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PackageError(f"{file}: two rules are named {twice[0]}; give each a name of its own")
    return rules
