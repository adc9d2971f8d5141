"""Writes a checked table as Parquet: types and NOT NULL from the schema, rows sorted by key, the same bytes in every build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.arrow import compute as pc
from packpress.arrow.arrays import in_one_piece
from packpress.derived.edtf_columns import derive_columns
from packpress.package.model import NAMESPACE, Package, Table
from packpress.package.outputs.file_metadata import file_metadata
from packpress.package.outputs.source_hash import SOURCE_HASH
from packpress.types import field_type

COMPRESSION_LEVEL = 9
_FIRST_ROWS, _MOST_DISTINCT = 16_384, 0.95
"""How many rows of a long column are counted first, and the share of distinct values from which on the others are not counted:
of random values, 131,072 rows have half as many values if 0.91 of 16,384 are distinct."""


def typed_columns(
    resource: Table,
    table: pa.Table,
    replaced: Mapping[str, pa.ChunkedArray],
    added: Sequence[tuple[dict[str, Any], pa.Array]] = (),
) -> pa.Table:
    """Returns the rows of a checked table, or of a part of one, with the columns and types that are published.

    The columns are in the schema's order, each EDTF date followed by its derived columns. ``replaced`` has the columns
    that are published in another type; ``added`` are columns at the end, each with its Table Schema field.
    """
    fields, columns = [], []
    for field in resource.schema.fields:
        checked = table.column(field.name)
        column = field_type(field).narrow(in_one_piece(replaced.get(field.name, checked)))
        required = field.is_required or field.name in resource.schema.primary_key
        metadata = {
            "title": field.title,
            "description": field.description,
            "unit": str(field.raw.get(NAMESPACE + "unit", "")),
        }
        metadata = {name: text for name, text in metadata.items() if text}
        fields.append(pa.field(field.name, column.type, nullable=not required, metadata=metadata or None))
        columns.append(column)
        for derived, values in derive_columns(field, checked):
            fields.append(derived)
            columns.append(values)
    for described, values in added:
        fields.append(pa.field(described["name"], values.type, metadata={"description": described["description"]}))
        columns.append(values)
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def key_order(resource: Table, typed: pa.Table) -> pa.Array | None:
    """Returns the row numbers in the order of the primary key; None if the table has no primary key or no rows."""
    keys = [(name, "ascending") for name in resource.schema.primary_key]
    return pc.sort_indices(typed, sort_keys=keys) if keys and typed.num_rows else None


def write_parquet(package: Package, resource: Table, typed: pa.Table, source_hash: str) -> bytes:
    """Returns the bytes of the Parquet file: zstd, dictionaries for repeating values, statistics, no time and no host name."""
    table = typed.replace_schema_metadata(file_metadata(package, resource))
    repeating = repeating_columns(table)
    sink = pa.BufferOutputStream()
    options = {"compression": "zstd", "compression_level": COMPRESSION_LEVEL, "use_dictionary": repeating}
    with pq.ParquetWriter(sink, table.schema, **options) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({SOURCE_HASH: source_hash})
    data: bytes = sink.getvalue().to_pybytes()
    return data


def repeating_columns(table: pa.Table, *, also_numbers: bool = False) -> list[str]:
    """Returns the columns for which a dictionary saves space: text with at most half as many distinct values as rows.

    With ``also_numbers``, also numbers and dates with few values: they save a tenth of a long file and nothing of a short one.
    """
    return [
        name
        for name, column in zip(table.column_names, table.columns, strict=True)
        if (pa.types.is_string(column.type) or (also_numbers and _is_wide(column.type))) and _repeats(column)
    ]


def _is_wide(kind: pa.DataType) -> bool:
    """Returns whether a number or a date of the type takes more bits than a number of a dictionary's entry."""
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_date(kind)


def _repeats(column: pa.ChunkedArray) -> bool:
    """Returns whether a column has at most half as many values as rows; not if nearly all first rows of a long one differ."""
    if len(column) > 4 * _FIRST_ROWS and pc.count_distinct(column.slice(0, _FIRST_ROWS)).as_py() > _MOST_DISTINCT * _FIRST_ROWS:
        return False
    return bool(2 * pc.count_distinct(column).as_py() <= max(1, len(column)))
