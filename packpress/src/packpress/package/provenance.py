"""Where a package stores its proof: the tables and columns that ``packpress:provenance`` in the descriptor names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from packpress.package.model import NAMESPACE, Package


def provenance(package: Package) -> Mapping[str, Mapping[str, Any]]:
    """Returns the property of the descriptor, without parts that are not objects; empty if the package stores no proof."""
    named = package.raw.get(NAMESPACE + "provenance")
    return {name: part for name, part in named.items() if isinstance(part, dict)} if isinstance(named, dict) else {}


def link_name(package: Package, resource: str) -> Any:
    """Returns the name of the column of links that the build adds to the Parquet of the resource; None if it adds none."""
    named = provenance(package).get("passages", {})
    return named.get("link") if named.get("resource") == resource else None
