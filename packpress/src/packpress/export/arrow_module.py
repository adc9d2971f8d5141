"""Writes a Python module with the Arrow schema of the Parquet file that the build makes from a table."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from packpress.export.limits import unsaid
from packpress.export.python_text import beginning, literal
from packpress.package.model import Package, Table
from packpress.package.outputs.added_fields import link_field
from packpress.package.outputs.file_metadata import file_metadata
from packpress.publish.parquet.table import typed_columns
from packpress.types import field_type


def published_schema(package: Package, table: Table) -> pa.Schema:
    """Returns the schema that the build gives the table, except for types that depend on the values.

    These are decimals, and the types of datetimes, years and dates in a format, which are text here.
    """
    empty = pa.schema([pa.field(field.name, field_type(field).arrow) for field in table.schema.fields]).empty_table()
    link = link_field(package, table)
    typed = typed_columns(table, empty, {}, [] if link is None else [(link, pa.nulls(0, pa.string()))])
    return typed.schema.with_metadata(file_metadata(package, table))


def write_arrow_module(package: Package, table: Table) -> str:
    """Returns the source of the module: ``SCHEMA``, with the metadata of the table and its columns."""
    schema = published_schema(package, table)
    words = (
        "`SCHEMA` is the Arrow schema of the Parquet file that `packpress build` makes from the table. Datetimes, years and "
        "dates in a format are text here; the file has timestamps, integers and dates if every value allows it."
    )
    lines = beginning(table, "arrow", words, unsaid(table, "arrow"))
    lines += [
        f'"""The Arrow schema of the table "{table.name}"."""',
        "",
        "import pyarrow as pa",
        "",
        "SCHEMA = pa.schema(",
        "    [",
    ]
    lines += [f"        {_field(field)}," for field in schema]
    return "\n".join([*lines, "    ],", f"    metadata={_metadata(schema.metadata)},", ")"]) + "\n"


def _field(field: pa.Field) -> str:
    arguments = [literal(field.name), _type(field.type)]
    arguments += [] if field.nullable else ["nullable=False"]
    arguments += [f"metadata={_metadata(field.metadata)}"] if field.metadata else []
    return f"pa.field({', '.join(arguments)})"


def _type(kind: pa.DataType) -> str:
    """Returns the call that makes the type."""
    if pa.types.is_timestamp(kind):
        return f'pa.timestamp("{kind.unit}"' + (f", tz={literal(kind.tz)})" if kind.tz else ")")
    name = {"double": "float64", "bool": "bool_", "date32[day]": "date32"}.get(str(kind), str(kind))
    return f"pa.{name}()"


def _metadata(metadata: Mapping[bytes, bytes] | None) -> str:
    return literal({name.decode(): text.decode() for name, text in (metadata or {}).items()})
