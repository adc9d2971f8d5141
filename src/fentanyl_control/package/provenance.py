"""Where a package keeps its proof: the tables and columns that ``press:provenance`` in the descriptor names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fentanyl_control.package.model import NAMESPACE, Package


def provenance(package: Package) -> Mapping[str, Mapping[str, Any]]:
    """The property of the descriptor; empty when the package keeps no proof."""
    named: Mapping[str, Mapping[str, Any]] = package.raw.get(NAMESPACE + "provenance", {})
    return named
