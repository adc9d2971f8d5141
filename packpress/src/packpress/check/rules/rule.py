"""Layer 3, rules: what a Table Schema cannot express, as named functions on typed frames, run by pandera.

A rules file, or a folder of them, is Python code chosen by the person who runs the check; it is never taken from a descriptor
or from the folder that is being checked.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packpress.check.rules.load_module import INIT, find_culprit, load_module
from packpress.errors import FULL_LIBRARIES, PackageError, missing_extra
from packpress.filesystem.near_files import hint_at_path

if TYPE_CHECKING:
    import pandas as pd

    from packpress.package.model import Package


@dataclass(frozen=True)
class Fault:
    """A row that breaks a rule.

    ``row`` is its label in the index of the frame, which counts records from 0. ``column`` is the field whose value is wrong,
    and ``message`` says what is wrong and what to do; the report prints the value before it.

    >>> from packpress import Fault
    >>> Fault(1, "copies", "is less than 1; correct it").column
    'copies'
    """

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Tables:
    """The input of a rule: the package, and its tables by resource name, as pandas frames with the types of their schemas.

    Row labels count records from 0. Columns are ``string``, ``Int64`` or smaller, ``float64``, ``boolean`` or ``datetime64``;
    a missing value is NA, NaN or NaT. All rules of a package share the frames, so do not change them. ``package.root`` is the
    folder of the package. In the example, ``tables`` are those of the package ``right``.

    >>> tables["loans"]["copies"].tolist()
    [2, 1]
    >>> tables.package.root.name
    'right'
    """

    package: Package
    frames: Mapping[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]


RuleFunction = Callable[[str, "Tables"], Iterable[Fault]]


@dataclass(frozen=True)
class Rule:
    """A named rule, the tables that it applies to, and the function that finds its faults in one of them.

    >>> from packpress import Rule
    >>> Rule("some-copies", ("loans",), lambda table, tables: []).tables
    ('loans',)
    """

    name: str
    tables: tuple[str, ...]
    find: RuleFunction

    @property
    def meaning(self) -> str:
        """The first line of the function's docstring, which states the rule."""
        return (inspect.getdoc(self.find) or "").split("\n")[0]


def rule(name: str, *tables: str) -> Callable[[RuleFunction], Rule]:
    """Returns a decorator that makes a rule with this name, for these tables, from a function.

    The function takes the name of the table to check, and all tables; it yields a ``Fault`` for each row that breaks the
    rule. The first line of its docstring is the description of the rule in ``packpress explain``. ``validate`` runs the rules
    of the file that is its argument ``rules``, with ``full=True``. A test may call ``find``, with a mapping of frames for the
    tables.

    >>> import pandas as pd
    >>> from packpress import Fault, rule
    >>> @rule("some-copies", "loans")
    ... def some_copies(table, tables):
    ...     '''A loan is of one copy or more.'''
    ...     for row in tables[table].itertuples():
    ...         if row.copies < 1:
    ...             yield Fault(row.Index, "copies", "is less than 1; correct it")
    >>> list(some_copies.find("loans", {"loans": pd.DataFrame({"copies": [2, 0]})}))
    [Fault(row=1, column='copies', message='is less than 1; correct it')]
    """

    def bind(find: RuleFunction) -> Rule:
        return Rule(name, tables, find)

    return bind


def load_rules(path: Path) -> tuple[Rule, ...]:
    """Returns the rules of a Python file, or of the ``__init__.py`` of a folder, in the order in which they are defined there.

    In a folder, the order is that in which ``__init__.py`` imports them. Raises PackageError if they cannot be loaded.
    """
    if path.is_dir() and not (path / INIT).is_file():
        raise PackageError(
            f"{path}: a folder of rules needs a file {INIT}, which imports the rules; add it or name a Python file"
        )
    if not path.is_dir() and not path.is_file():
        hint = "" if path.exists() else hint_at_path(path)
        raise PackageError(f"{path}: the rules file does not exist{hint or '; correct its path'}")
    if path.is_file() and path.suffix != ".py":
        raise PackageError(f"{path}: the rules file must be Python; its name ends in .py")
    try:
        module = load_module(path)
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name in FULL_LIBRARIES:
            raise missing_extra(error.name) from error
        place = find_culprit(error, path)
        raise PackageError(f"{place}: the rules cannot be loaded: {type(error).__name__}: {error}") from error
    rules = tuple(value for value in vars(module).values() if isinstance(value, Rule))
    names = [rule.name for rule in rules]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise PackageError(f"{path}: two rules are named {twice[0]}; give each a unique name")
    return rules
