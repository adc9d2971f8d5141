"""Where a package keeps the identifiers that it has withdrawn: the table and column that ``press:withdrawn`` names."""

from __future__ import annotations

from fentanyl_control.errors import PackageError
from fentanyl_control.package.model import NAMESPACE, Package


def withdrawn(package: Package) -> tuple[str, str] | None:
    """The table and its column of identifiers; None when the package keeps no such table.

    Raises PackageError when the property names what the package does not have.
    """
    named = package.raw.get(NAMESPACE + "withdrawn")
    if named is None:
        return None
    table, column = (named.get("resource"), named.get("id")) if isinstance(named, dict) else (None, None)
    for resource in package.sources:
        if resource.name == table and resource.schema is not None and column in resource.schema.names:
            return str(table), str(column)
    raise PackageError('datapackage.json: "press:withdrawn" must name a table as "resource" and one of its columns as "id"')
