"""The columns that the build adds: the first and last day and the precision of every EDTF date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import string_array
from packpress.check.table import Batch
from packpress.edtf import EDTF_RULE, PRECISIONS, edtf_message, read_edtf
from packpress.issue import Findings, Issue
from packpress.package.model import Schema
from packpress.types.field import Field

_EPOCH = date(1970, 1, 1)


def derived_names(field: Field) -> tuple[str, str, str]:
    """Returns the names of the three columns that an EDTF field gets."""
    return f"{field.name}_min", f"{field.name}_max", f"{field.name}_precision"


def derived_fields(field: Field) -> tuple[dict[str, Any], ...]:
    """Returns the Table Schema fields of the columns that the field gets in Parquet; empty if it is not an EDTF field."""
    if not field.is_edtf:
        return ()
    lower, upper, precision = derived_names(field)
    words = f"{field.title or field.name}: "
    kinds = {"type": "date", "constraints": {"required": False}}
    choice = {"type": "string", "constraints": {"required": False, "enum": list(PRECISIONS)}}
    return (
        {"name": lower, "description": words + "the first day that it may mean; null where open or missing.", **kinds},
        {"name": upper, "description": words + "the last day that it may mean; null where open or missing.", **kinds},
        {"name": precision, "description": words + "day, month, year, or open where an end is open.", **choice},
    )


def derive_columns(field: Field, checked: pa.ChunkedArray) -> Iterator[tuple[pa.Field, pa.Array]]:
    """Yields an EDTF field's first and last day (date32, null if open or missing) and its precision (string)."""
    if not field.is_edtf:
        return
    cells = pc.cast(checked, pa.string())  # the type may be date or integer
    spans = [None if cell is None else read_edtf(cell) for cell in cells.to_pylist()]
    columns = (
        _dates([span.first if span else None for span in spans]),
        _dates([span.last if span else None for span in spans]),
        _nullable(string_array([span.precision if span else "" for span in spans]), [span is not None for span in spans]),
    )
    for described, column in zip(derived_fields(field), columns, strict=True):
        yield pa.field(described["name"], column.type, metadata={"description": described["description"]}), column


def _validity(valid: list[bool]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(np.array(valid, dtype=np.bool_), bitorder="little"))


def _dates(days: list[date | None]) -> pa.Array:
    numbers = np.array([(day - _EPOCH).days if day else 0 for day in days], dtype=np.int32)
    return pa.Array.from_buffers(pa.date32(), len(days), [_validity([d is not None for d in days]), pa.py_buffer(numbers)])


def _nullable(texts: pa.StringArray, valid: list[bool]) -> pa.StringArray:
    return pa.Array.from_buffers(pa.string(), len(texts), [_validity(valid), *texts.buffers()[1:]])


def check_edtf(schema: Schema, batch: Batch, findings: Findings) -> None:
    """Adds an issue for each EDTF date of a checked batch that is not real, as the rules of the full build do."""
    for number, field in enumerate(schema.fields):
        for row, text in enumerate(batch.columns[number].cast(pa.string()).to_pylist()) if field.is_edtf else ():
            try:
                if text is not None:
                    read_edtf(text)
            except ValueError as error:
                keys = (batch.given[schema.names.index(name)].cells[row].as_py() or "" for name in schema.primary_key)
                line = int(batch.block.lines()[row])
                message = edtf_message(error)
                findings.add(Issue(batch.path, line, field.name, ", ".join(keys), EDTF_RULE, "error", message, text))
