"""The columns that the build adds: the first and last day and the precision of every EDTF date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import nullable_texts, validity_buffer
from packpress.edtf import read_edtf
from packpress.package.outputs.added_fields import derived_fields
from packpress.types.field import Field

_EPOCH = date(1970, 1, 1)


def derive_columns(field: Field, checked: pa.ChunkedArray) -> Iterator[tuple[pa.Field, pa.Array]]:
    """Yields an EDTF field's first and last day (date32, null if open or missing) and its precision (string)."""
    if not field.is_edtf:
        return
    cells = pc.cast(checked, pa.string())  # the type may be date or integer
    spans = [None if cell is None else read_edtf(cell) for cell in cells.to_pylist()]
    columns = (
        _dates([span.first if span else None for span in spans]),
        _dates([span.last if span else None for span in spans]),
        nullable_texts([span.precision if span else None for span in spans]),
    )
    for described, column in zip(derived_fields(field), columns, strict=True):
        yield pa.field(described["name"], column.type, metadata={"description": described["description"]}), column


def _dates(days: list[date | None]) -> pa.Array:
    numbers = np.array([(day - _EPOCH).days if day else 0 for day in days], dtype=np.int32)
    return pa.Array.from_buffers(pa.date32(), len(days), [validity_buffer(days), pa.py_buffer(numbers)])
