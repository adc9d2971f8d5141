"""Checks that a package declares something to build; otherwise the build is rejected with a message that says what to add."""

from __future__ import annotations

import json

from packpress.errors import PackageError
from packpress.package.model import NAMESPACE, Package


def require_outputs(package: Package, *, with_codebook: bool) -> None:
    """Raises PackageError if no resource is made from another, unless there are tables for a codebook."""
    if any(resource.made_from for resource in package.resources) or (with_codebook and package.sources):
        return
    if not package.sources:
        raise PackageError(
            f"{package.descriptor}: has no CSV table with a schema, so there is nothing to build; add a schema to a table"
        )
    name = package.sources[0].name
    made = {"name": f"{name}-parquet", "path": f"{name}.parquet", "format": "parquet", NAMESPACE + "madeFrom": name}
    missing = f"{package.descriptor}: declares no Parquet table to build"
    raise PackageError(f"{missing}; add one to its resources, such as {json.dumps(made)}")
