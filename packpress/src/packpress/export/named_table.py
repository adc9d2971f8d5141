"""Finds a table of a package by its name."""

from __future__ import annotations

import difflib
from pathlib import Path

from packpress.errors import PackageError
from packpress.escape import escape
from packpress.package.descriptor import read_package
from packpress.package.located import locate
from packpress.package.model import Package, Table

MADE_BY = "Made by `packpress schema"
"""How the comment at the beginning of every schema begins."""


def named_table(path: Path, name: str) -> tuple[Package, Table]:
    """Returns the package at ``path`` and its table of that name. Raises PackageError if its schema is missing or wrong."""
    package, issues = read_package(locate(path).package)
    tables = {table.name: table for table in package.tables}
    if name in tables:
        return package, tables[name]
    errors = [issue for issue in issues if issue.severity == "error"]
    if errors:
        raise PackageError(f"no valid schema of a table {escape(name)}; {errors[0].path}: {errors[0].message}")
    near = difflib.get_close_matches(name[:100], list(tables)[:5_000], n=1)
    known = f"did you mean {near[0]}?" if near else f"those with a schema are: {', '.join(list(tables)[:20]) or 'none'}"
    raise PackageError(f"no table {escape(name)} has a schema; {known}")
