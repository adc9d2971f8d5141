"""Fits the severities that a user chose to a package: its tables, and the rules in its rules file."""

from __future__ import annotations

from collections.abc import Iterable

from packpress.errors import PackageError
from packpress.escape import escape
from packpress.package.model import Package
from packpress.severities import Severities
from packpress.spelling import did_you_mean, similar_names


def fit_to_package(severities: Severities, package: Package) -> Severities:
    """Returns the severities with the tables of the package's files. Raises PackageError for a table that it does not have."""
    if not severities.in_tables:
        return severities
    listed = package.raw.get("resources")
    raw = listed if isinstance(listed, list) else []
    names = [item["name"] for item in raw if isinstance(item, dict) and isinstance(item.get("name"), str)]
    for name in severities.in_tables:
        if name not in names:
            where = f"[tool.packpress.tables]: {escape(name)} is not a table of {package.descriptor}"
            raise PackageError(f"pyproject.toml: {where}{did_you_mean(similar_names(name, names, 1))}")
    return severities.for_files({path: resource.name for resource in package.resources for path in resource.paths})


def require_known(severities: Severities, own: Iterable[str]) -> None:
    """Raises PackageError if a rule with a chosen severity is neither one of the checker's nor one of the package's own."""
    names = [*own]
    for name in sorted(severities.doubtful - {*names}):
        hint = did_you_mean(similar_names(name, [*severities.known, *names], 1))
        raise PackageError(f"{escape(name)}: no rule of packpress or of the rules file has this name{hint}")
