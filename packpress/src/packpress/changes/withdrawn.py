"""Where a package lists withdrawn identifiers: the table and columns named by ``packpress:withdrawn``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from packpress.errors import PackageError
from packpress.package.model import Package

PROPERTY = "packpress:withdrawn"
_COLUMNS = ("id", "table", "successor")


@dataclass(frozen=True)
class Withdrawn:
    """The table of withdrawn identifiers and its columns; the identifiers of ``tables`` are permanent."""

    resource: str
    id: str
    table: str
    successor: str
    tables: tuple[str, ...]


def withdrawn(package: Package) -> Withdrawn | None:
    """Returns what the descriptor names, or None if the package has no such table. Without ``tables``, all tables count.

    Raises PackageError if a named table or column does not exist.
    """
    named = package.raw.get(PROPERTY)
    if named is None:
        return None
    where = f'{package.descriptor}: "{PROPERTY}"'
    sources = {resource.name: resource for resource in package.sources}
    if not isinstance(named, dict) or not isinstance(named.get("resource"), str) or named["resource"] not in sources:
        raise PackageError(f"{where} must be an object whose resource is an edited table of the package")
    schema = sources[named["resource"]].schema
    columns = {name: named[name] for name in _COLUMNS if name in named}
    if "id" not in columns or any(column not in schema.names for column in columns.values()):
        raise PackageError(f"{where} must name columns of {named['resource']}: id and, if they exist, table and successor")
    listed = _listed(named, [name for name in sources if name != named["resource"]])
    if listed is None or not set(listed) <= sources.keys():
        raise PackageError(f"{where}: tables must list edited tables of the package")
    return Withdrawn(named["resource"], columns["id"], columns.get("table", ""), columns.get("successor", ""), listed)


def _listed(named: Mapping[str, Any], everything: list[str]) -> tuple[str, ...] | None:
    """Returns the listed tables; None if that is not a list of strings."""
    listed = named.get("tables", everything)
    return tuple(listed) if isinstance(listed, list) and all(isinstance(name, str) for name in listed) else None
