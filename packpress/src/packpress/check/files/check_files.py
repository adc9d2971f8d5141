"""Layer 1: checks the files of a package before any cell is read."""

from __future__ import annotations

from collections.abc import Sequence

from packpress.check.files.presence import check_presence
from packpress.check.files.sizes_and_hashes import check_sums
from packpress.issue import Findings, Issue, Severity
from packpress.package.formats import is_declared_table
from packpress.package.model import INLINE, READ_FORMATS, Package, Resource, Table

IN_JSON = frozenset(("json", "jsonl", "ndjson", "geojson", "topojson"))
"""The formats of tables in JSON, which both versions of the standard allow (Table Dialect 2.0, Tabular Data Resource 1)."""


def check_files(package: Package, resources: Sequence[Resource], findings: Findings) -> None:
    """Checks the files of the resources except outputs: presence of tables, sizes, hashes, and tables without a schema."""
    tables = {table.name for table in package.tables}
    check_presence(package.root, [resource for resource in resources if resource.name in tables], findings)
    sources = [resource for resource in resources if not resource.made_from]
    check_sums(package.root, sources, findings)
    for resource in sources:
        if resource.format not in (*READ_FORMATS, INLINE) and is_declared_table(resource.raw):
            message = f'the resource is declared a table, but "{resource.format}" cannot be read as one, so no cell was checked'
            message += '; publish it as CSV or Parquet, or remove "schema" and "type" if the file is an attachment'
            severity: Severity = "warning" if resource.format in IN_JSON else "error"
            findings.add(Issue(resource.paths[0], 0, "", "", "table-not-checked", severity, message))
        is_readable = not isinstance(resource, Table) and resource.format in READ_FORMATS
        if is_readable and all((package.root / path).is_file() for path in resource.paths):
            from packpress.check.files.without_schema import check_schemaless  # takes 5 ms, which most packages need not spend

            check_schemaless(package.root, resource, findings)


def check_outputs(package: Package, resources: Sequence[Resource], findings: Findings) -> dict[str, str]:
    """Checks what may be missing before a build: attachments, and the outputs.

    Returns the source hash stored in each valid output, or "" if it has none, by path.
    """
    tables = {table.name for table in package.tables}
    check_presence(package.root, [resource for resource in resources if resource.name not in tables], findings)
    outputs = [resource for resource in resources if resource.made_from]
    check_sums(package.root, outputs, findings)
    carried: dict[str, str] = {}
    for resource in outputs:
        if resource.format == "parquet":
            from packpress.check.files.built_parquet import check_made  # as above

            carried.update(check_made(package, resource, findings))
    return carried
