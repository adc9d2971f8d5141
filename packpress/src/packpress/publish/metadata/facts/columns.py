"""The columns of a published table: what the Table Schema says about each, with the type that it has in Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from packpress.package.model import NAMESPACE, Package
from packpress.publish.metadata.facts.facts import text_of
from packpress.publish.release.model import PublishedTable, Release


@dataclass(frozen=True)
class PublishedColumn:
    """One column: its name, its field in the Table Schema, and its Arrow type in the Parquet file."""

    name: str
    field: Mapping[str, Any]
    arrow: pa.DataType

    @property
    def title(self) -> str:
        """Its title; "" without one."""
        return text_of(self.field.get("title"))

    @property
    def description(self) -> str:
        """What it means; "" if that is not stated."""
        return text_of(self.field.get("description"))

    @property
    def unit(self) -> str:
        """The unit of its values; "" without one."""
        return text_of(self.field.get(NAMESPACE + "unit"))

    @property
    def constraints(self) -> Mapping[str, Any]:
        """The constraints of its values."""
        given = self.field.get("constraints")
        return given if isinstance(given, dict) else {}


@dataclass(frozen=True)
class PublishedKey:
    """A foreign key between published tables: ``fields`` of ``table`` refer to ``target_fields`` of ``target``."""

    table: str
    fields: tuple[str, ...]
    target: str
    target_fields: tuple[str, ...]


def published_columns(table: PublishedTable) -> tuple[PublishedColumn, ...]:
    """Returns the columns of the table's Parquet file, in its order."""
    fields = {field["name"]: field for field in _fields(table)}
    import pyarrow.parquet as pq  # a site looks at no column of Parquet

    schema = pq.read_schema(table.parquet)
    return tuple(PublishedColumn(column.name, fields.get(column.name, {}), column.type) for column in schema)


def primary_key(table: PublishedTable) -> tuple[str, ...]:
    """Returns the columns of the primary key; empty without one."""
    return _names(table.schema.get("primaryKey"))


def published_keys(release: Release) -> tuple[PublishedKey, ...]:
    """Returns the foreign keys between tables of the release, in the order of tables and keys."""
    names = {table.name for table in release.tables}
    return tuple(key for table in release.tables for key in _keys(release.package, table, names))


def _keys(package: Package, table: PublishedTable, names: set[str]) -> Iterator[PublishedKey]:
    listed = table.schema.get("foreignKeys")
    for key in listed if isinstance(listed, list) else ():
        reference = key["reference"]
        target = _table(package, reference.get("resource") or table.name, names)
        if target:
            yield PublishedKey(table.name, _names(key["fields"]), target, _names(reference["fields"]))


def _table(package: Package, resource: str, names: set[str]) -> str:
    """Returns the published table of the resource, which may be the Parquet made from it; "" if none is published."""
    sources = {found.name: found.made_from for found in package.resources}
    return next((name for name in (resource, sources.get(resource, "")) if name in names), "")


def _names(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _fields(table: PublishedTable) -> list[Any]:
    fields = table.schema.get("fields")
    return fields if isinstance(fields, list) else []
