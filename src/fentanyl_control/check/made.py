"""Layer 1, what the build made: that its Parquet files can be opened and have the columns of their schemas.

Their values are those of the tables that they were made from, which are checked; ``build --check`` says whether they are stale.
"""

from __future__ import annotations

from typing import Any

from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.model import Package, Resource
from fentanyl_control.package.paths import path_fault
from fentanyl_control.package.strict_json import read_json
from fentanyl_control.read.parquet_layout import UnreadableError, read_footer


def check_made(package: Package, resource: Resource, findings: Findings) -> None:
    """Add an issue for each file that is no Parquet, or whose columns are not the fields of the schema beside it."""
    names = _field_names(package, resource.raw.get("schema"))
    for path in resource.paths:
        try:
            header = list(read_footer(package.root / path).names)
        except UnreadableError as error:
            findings.add(Issue(path, 0, "", "", "parquet-unreadable", "error", f"{error}, or run the build"))
            continue
        if names is not None and header != names:
            message = "the columns are not the fields of the schema beside it; run the build"
            findings.add(Issue(path, 0, "", "", "header-mismatch", "error", message))


def _field_names(package: Package, schema: Any) -> list[str] | None:
    """The names that the schema of a made table lists; None where there is none that can be read."""
    if isinstance(schema, str) and path_fault(package.root, schema) is None and (package.root / schema).is_file():
        try:
            schema = read_json(package.root / schema, schema)
        except PackageError:
            return None
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(isinstance(field, dict) for field in fields):
        return None
    return [str(field.get("name")) for field in fields]
