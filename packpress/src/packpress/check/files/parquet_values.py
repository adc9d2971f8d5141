"""Layer 1, build outputs, with ``--full``: compares the values of Parquet files with the cells that they were built from.

``stale_outputs`` compares only hashes, which a file keeps if something else changes its values. The comparison shares no code
with the conversion that the build did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import in_one_piece
from packpress.check.typed_table import TypedTable
from packpress.errors import LostValueError
from packpress.fidelity.verify import verify_sorted
from packpress.issue import STALE, Findings, Issue
from packpress.package.model import Package
from packpress.package.outputs.added_fields import derived_names
from packpress.read.parquet.arrow_text import plain_array
from packpress.read.parquet.footer import UnreadableError
from packpress.read.parquet.reader import parquet_batches
from packpress.types import field_type
from packpress.types.field import Field

_t = pa.types


def compare_parquet(package: Package, tables: Mapping[str, TypedTable], findings: Findings) -> None:
    """Adds an issue for each Parquet file without other errors that has other values than the cells of its table."""
    for resource in package.resources:
        typed = tables.get(resource.made_from)
        files = [package.root / path for path in resource.paths]
        is_right = all(not findings.has_errors(path) and (package.root / path).is_file() for path in resource.paths)
        if typed is None or resource.format != "parquet" or not is_right:
            continue
        parts: list[pa.Table] = []
        for path, file in zip(resource.paths, files, strict=True):
            try:
                parts.append(_read(file))
            except UnreadableError as error:
                findings.add(Issue(path, 0, "", "", "parquet-unreadable", "error", f"{error}, or run the build"))
        if not any(map(findings.has_errors, resource.paths)) and (place := _other_place(typed, parts)):
            message = f"has another value than {place}, from which it was built; run the build"
            findings.add(Issue(resource.paths[0], 0, "", "", STALE, "error", message))


def _other_place(typed: TypedTable, parts: Sequence[pa.Table]) -> str:
    """Returns the first place whose value the parts do not have together, "" if they have all."""
    resource = typed.checker.resource
    if not all(part.schema.equals(parts[0].schema) for part in parts):
        return f"the columns of {resource.paths[0]}"
    published = pa.concat_tables(parts)
    for field in resource.schema.fields:
        names = (field.name, *derived_names(field)) if field.is_edtf else (field.name,)
        if not {*names} <= {*published.column_names} or not _is_published_as(field, published.column(field.name).type):
            return f"the column {field.name}"
    if len(published) != len(typed.values):
        return f"the {len(typed.values):,} rows of {resource.paths[0]}"
    try:
        verify_sorted(resource, typed.checker.read_again(), published, _order(typed, published), {})
    except LostValueError as error:
        return error.place
    return ""


def _read(file: Path) -> pa.Table:
    """Returns the whole table, without dictionaries."""
    return pa.Table.from_batches(
        [
            pa.RecordBatch.from_arrays(list(map(plain_array, batch.columns)), names=batch.schema.names)
            for batch in parquet_batches(file)
        ]
    )


def _is_published_as(field: Field, kind: pa.DataType) -> bool:
    """Returns whether a build may publish the field in the Arrow type."""
    own = field_type(field)
    if kind == own.arrow or kind in own.published_as:
        return True
    is_narrower = _t.is_integer(own.arrow) and kind in (pa.int8(), pa.int16(), pa.int32())
    return is_narrower or (_t.is_floating(own.arrow) and _t.is_decimal(kind))


def _order(typed: TypedTable, published: pa.Table) -> pa.Array | None:
    """Returns the rows of the cells in the order of their key, as a full build sorts them; None if the file has their order."""
    keys = typed.checker.schema.primary_key
    if not keys or not len(published):
        return None
    wanted = pa.table([_as_published(typed, name, published.column(name).type) for name in keys], names=list(keys))
    if all(in_one_piece(wanted.column(name)).equals(in_one_piece(published.column(name))) for name in keys):
        return None
    return pc.sort_indices(wanted, sort_keys=[(name, "ascending") for name in keys])


def _as_published(typed: TypedTable, name: str, kind: pa.DataType) -> pa.ChunkedArray:
    """Returns a key column in the type that it has in the file; unchanged if that type does not hold all of its values."""
    column = typed.values.column(name)
    if column.type == kind:
        return column
    if _t.is_decimal(kind) and name in typed.checker.inexact:
        column = typed.checker.exact_numbers()[name]
    try:
        if _t.is_string(column.type) and not _t.is_decimal(kind):
            texts = cast("pa.StringArray", in_one_piece(column))
            values = field_type(typed.checker.schema.field(name)).publish(texts, kind)
            return column if values is None else pa.chunked_array([values])
        return pc.cast(column, kind)
    except pa.ArrowInvalid:
        return column
