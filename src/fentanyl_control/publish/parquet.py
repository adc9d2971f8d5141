"""Parquet from a checked table: types and NOT NULL from the schema, rows sorted by key, the same bytes at every build."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fentanyl_control.package.model import NAMESPACE, Field, Package, Resource
from fentanyl_control.publish.derived import derive_columns

COMPRESSION_LEVEL = 9
# Arrow integer types from the narrowest; the first that holds the constraints' bounds is taken
_INTEGERS = ((pa.int8(), 2**7), (pa.int16(), 2**15), (pa.int32(), 2**31))


def _integer_type(field: Field) -> pa.DataType:
    """The narrowest integer type that the constraints allow; int64 where a bound is missing."""
    low, high = field.constraints.get("minimum"), field.constraints.get("maximum")
    if low is None or high is None:
        return pa.int64()
    return next((kind for kind, size in _INTEGERS if -size <= int(low) and int(high) < size), pa.int64())


def _decimals(texts: list[str | None]) -> pa.Array:
    """Numbers that float64 cannot hold as written, as decimal128 with the scale that they need."""
    values = [None if text is None else Decimal(text) for text in texts]
    scale = max((max(0, -int(v.as_tuple().exponent)) for v in values if v is not None), default=0)
    return pa.array(values, type=pa.decimal128(38, scale))


def typed_table(
    resource: Resource,
    table: pa.Table,
    exact: dict[str, list[str | None]],
    added: Sequence[tuple[dict[str, Any], pa.Array]] = (),
) -> pa.Table:
    """The table as it is published: columns in the schema's order, each EDTF date followed by its derived columns.

    ``exact`` holds the texts of number columns that float64 would change; they become decimal128. ``added`` are columns
    at the end, each with its Table Schema field.
    """
    assert resource.schema is not None
    fields, columns = [], []
    for field in resource.schema.fields:
        column = table.column(field.name).combine_chunks()
        if field.name in exact:
            column = _decimals(exact[field.name])
        elif field.type == "integer":
            column = pc.cast(column, _integer_type(field))
        required = field.is_required or field.name in resource.schema.primary_key
        metadata = {
            "title": field.title,
            "description": field.description,
            "unit": str(field.raw.get(NAMESPACE + "unit", "")),
        }
        metadata = {name: text for name, text in metadata.items() if text}
        fields.append(pa.field(field.name, column.type, nullable=not required, metadata=metadata or None))
        columns.append(column)
        for derived, values in derive_columns(field, column):
            fields.append(derived)
            columns.append(values)
    for described, values in added:
        fields.append(pa.field(described["name"], values.type, metadata={"description": described["description"]}))
        columns.append(values)
    typed = pa.Table.from_arrays(columns, schema=pa.schema(fields))
    if resource.schema.primary_key and typed.num_rows:
        typed = typed.take(pc.sort_indices(typed, sort_keys=[(name, "ascending") for name in resource.schema.primary_key]))
    return typed


def file_metadata(package: Package, resource: Resource) -> dict[str, str]:
    """What a Parquet file says of itself: package, version, title, licence and sources; a few hundred bytes."""
    raw = package.raw
    metadata = {
        "name": str(raw.get("name", "")),
        "version": str(raw.get("version", "")),
        "title": f"{raw.get('title', '')}: {resource.title or resource.name}",
        "description": resource.description,
        "license": ", ".join(str(item.get("name") or item.get("path")) for item in raw.get("licenses", ())),
        "sources": json.dumps([item.get("path") or item.get("title") for item in raw.get("sources", ())], ensure_ascii=False),
    }
    return {name: text for name, text in metadata.items() if text}


def write_parquet(package: Package, resource: Resource, typed: pa.Table) -> bytes:
    """The bytes of the Parquet file: zstd, dictionaries where values repeat, statistics, no time and no host in it."""
    table = typed.replace_schema_metadata(file_metadata(package, resource))
    repeating = [name for name, column in zip(table.column_names, table.columns, strict=True) if _repeats(column)]
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=COMPRESSION_LEVEL, use_dictionary=repeating)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _repeats(column: pa.ChunkedArray) -> bool:
    """Whether a dictionary pays: text of which at most half of the rows are different."""
    return pa.types.is_string(column.type) and bool(2 * pc.count_distinct(column).as_py() <= max(1, len(column)))
