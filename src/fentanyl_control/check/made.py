"""Layer 1, what the build made: that its Parquet files can be opened and have the columns of their schemas, which are sound.

Their values are those of the tables that they were made from, which are checked; ``build --check`` says whether they are stale.
"""

from __future__ import annotations

from fentanyl_control.issue import Findings, Issue
from fentanyl_control.package.descriptor import read_made_schema
from fentanyl_control.package.model import Package, Resource
from fentanyl_control.read.parquet_layout import UnreadableError, read_footer


def check_made(package: Package, resource: Resource, findings: Findings) -> None:
    """Add what is wrong with the schema file, and an issue for each file that is no Parquet or has other columns."""
    names = _field_names(package, resource, findings)
    for path in resource.paths:
        try:
            header = list(read_footer(package.root / path).names)
        except UnreadableError as error:
            findings.add(Issue(path, 0, "", "", "parquet-unreadable", "error", f"{error}, or run the build"))
            continue
        if names is not None and header != names:
            message = "the columns are not the fields of the schema beside it; run the build"
            findings.add(Issue(path, 0, "", "", "header-mismatch", "error", message))


def _field_names(package: Package, resource: Resource, findings: Findings) -> list[str] | None:
    """The names that the schema of a made table lists; None where there is none, or it is at fault."""
    schema = resource.raw.get("schema")
    if not isinstance(schema, str):
        return [field["name"] for field in schema["fields"]] if schema else None
    read = read_made_schema(package, schema, findings) if (package.root / schema).is_file() else None
    return list(read.names) if read else None
