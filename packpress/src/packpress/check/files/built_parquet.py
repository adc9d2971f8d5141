"""Layer 1, what the build made: that its Parquet files can be opened and have the columns of their schemas, which are sound.

Their values are not compared with the tables. ``stale_outputs`` says whether they were made from the tables as these are now.
"""

from __future__ import annotations

from collections.abc import Iterator

from packpress.issue import Findings, Issue
from packpress.package.descriptor import read_made_schema
from packpress.package.model import Package, Resource
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.read.parquet.footer import UnreadableError, read_footer


def check_made(package: Package, resource: Resource, findings: Findings) -> Iterator[tuple[str, str]]:
    """Add what is wrong with the schema file, and an issue for each file that is no Parquet or has other columns.

    Yields the path of each sound file with the hash of its sources that it carries, "" where it carries none.
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
