"""Layer 1, build outputs: checks that Parquet files can be opened and have the columns of their schemas, which must be valid.

The values are not compared with the tables. ``stale_outputs`` reports files that were not built from the current tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from packpress.issue import Findings, Issue
from packpress.package.descriptor import read_made_schema
from packpress.package.model import Package, Resource
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.read.parquet.footer import UnreadableError, read_footer


def check_made(package: Package, resource: Resource, findings: Findings) -> Iterator[tuple[str, str]]:
    """Adds the problems of the schema file, and an issue for each file that is not Parquet or has other columns.

    Yields the path of each valid file with the source hash stored in it, or "" if it has none.
    """
    schema = resource.raw.get("schema")
    names: list[str] | None = None
    if isinstance(schema, dict):
        names = [field["name"] for field in schema["fields"]]
    elif schema and (package.root / schema).is_file():
        read = read_made_schema(package, schema, findings)
        if read is not None:
            names = list(read.names)
            yield schema, str(read.raw.get(SOURCE_HASH, ""))
    for path in resource.paths:
        if not (package.root / path).is_file():
            continue
        try:
            footer = read_footer(package.root / path)
        except UnreadableError as error:
            findings.add(Issue(path, 0, "", "", "parquet-unreadable", "error", f"{error}, or run the build"))
            continue
        if names is not None and list(footer.names) != names:
            message = "the columns differ from the fields of its schema; run the build"
            findings.add(Issue(path, 0, "", "", "header-mismatch", "error", message))
        else:
            given = footer.metadata.get(SOURCE_HASH.encode(), b"")
            yield path, given.decode("utf-8", "replace")
