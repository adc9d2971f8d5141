"""Reads the tables of a release: their cells from ``csv.zip``, their fields from its descriptor."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packpress.errors import PackageError
from packpress.package.model import NAMESPACE, Package
from packpress.package.model import Table as DescribedTable
from packpress.package.outputs.added_fields import derived_names
from packpress.package.provenance import link_name
from packpress.publish.release.names import CSV_ARCHIVE
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, open_archive
from packpress.site.model.table import Field, Row, Table
from packpress.types.field import Field as DescribedField

VIEW = NAMESPACE + "view"
"""The property of a table of a release that is the result of a view."""


def read_tables_of(package: Package, files: Mapping[str, Path]) -> dict[str, Table]:
    """Returns the tables of the release by name, in the order of its descriptor."""
    if CSV_ARCHIVE not in files:
        raise PackageError(f"{CSV_ARCHIVE}: is missing; make the release again with packpress release")
    tables: dict[str, Table] = {}
    with open_archive(files[CSV_ARCHIVE], CSV_ARCHIVE) as archive:
        names = set(archive.namelist())
        for described in package.tables:
            path = f"data/{described.name}.csv"
            if path not in names:
                raise PackageError(f"{CSV_ARCHIVE}: has no {path}; make the release again with packpress release")
            table = _table(package, described)
            table.rows.extend(_rows(archive, path, table))
            tables[table.name] = table
    return tables


def _table(package: Package, described: DescribedTable) -> Table:
    references = {
        key.fields[0]: (key.resource or described.name, key.reference_fields[0])
        for key in reversed(described.schema.foreign_keys)
        if len(key.fields) == 1
    }
    is_view = described.raw.get(VIEW) is True
    derived = {name for field in described.schema.fields if field.is_edtf and not is_view for name in derived_names(field)}
    derived.add(str(link_name(package, described.name)))
    fields = {field.name: _field(described.name, field, references, derived) for field in described.schema.fields}
    key = described.schema.primary_key
    return Table(described.name, described.title or _title(described.name), described.description, fields, key, is_view=is_view)


def _title(name: str) -> str:
    """Returns a title for a table that has none: its name with spaces, and its first letter upper-case."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or name


def _field(table: str, field: DescribedField, references: Mapping[str, tuple[str, str]], derived: set[str]) -> Field:
    unit, unit_field = (field.raw.get(f"{NAMESPACE}{name}") for name in ("unit", "unitField"))
    example = field.raw.get("example")
    return Field(
        table=table,
        name=field.name,
        title=field.title or field.name,
        description=field.description,
        type=field.type,
        format=field.format,
        edtf=field.is_edtf,
        unit=unit if isinstance(unit, str) else "",
        unit_field=unit_field if isinstance(unit_field, str) else "",
        labels=_labels(field),
        references=references.get(field.name),
        is_required=field.is_required,
        is_derived=field.name in derived,
        example="" if example is None else str(example),
    )


def _labels(field: DescribedField) -> dict[str, str]:
    """Returns the codes of the field with their labels; a code without a label is its own."""
    listed: dict[Any, str] = {**field.categories} or dict.fromkeys(field.constraints.get("enum") or (), "")
    return {str(code): label or str(code) for code, label in listed.items()}


def _rows(archive: ZipFile, path: str, table: Table) -> Iterator[Row]:
    """Yields the rows of the table. Raises PackageError if the file does not have its columns."""
    csv.field_size_limit(sys.maxsize)
    try:
        text = archive.read(path).decode("utf-8")
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(lines, [])
        if header != [*table.fields]:
            raise PackageError(f"{CSV_ARCHIVE}: {path} does not have the columns of its schema; make the release again")
        for number, cells in enumerate(lines, 1):
            if len(cells) != len(header):
                raise PackageError(f"{CSV_ARCHIVE}: {path}: row {number} has {len(cells)} cells, not {len(header)}")
            yield Row(table, number, cells)
    except (*ARCHIVE_TROUBLES, UnicodeDecodeError, csv.Error) as error:
        raise PackageError(f"{CSV_ARCHIVE}: {path} cannot be read: {error}; make the release again") from error
