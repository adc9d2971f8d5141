"""Reads key cells as values, so that a comparison finds row 1 of an integer key as row 01, as key checks do."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.text_column import Texts
from packpress.check.cells.field_checker import FieldChecker
from packpress.errors import PackageError
from packpress.types import field_type
from packpress.types.field import Field
from packpress.types.strptime.columns import read_moments

KeyReader = Callable[[pa.StringArray], pa.StringArray]
"""Maps cells to texts that are equal for equal values: ``["01", "x"]`` of an integer key to ``["1", "x"]``."""


def key_readers(old: Field, new: Field) -> tuple[KeyReader, KeyReader] | None:
    """Returns the readers for a key column of the old and the new side; None if equal values have equal texts.

    Each side is read by its own field; if the types differ, both are read by the new field. A cell that is invalid there
    stays as its text.
    """
    if old.type != new.type:
        old = new
    if all(field_type(field).has_one_notation for field in (old, new)):
        return None
    try:
        return key_reader(old), key_reader(new)
    except PackageError:
        return None  # an unknown notation


def key_reader(field: Field) -> KeyReader:
    """Returns the reader for the field's cells. For an integer key it maps ``["01", "x"]`` to ``["1", "x"]``."""
    checker = FieldChecker(field._replace(constraints={}), is_key=False)

    def read(cells: pa.StringArray) -> pa.StringArray:
        if checker.type.are_key_texts(Texts(cells)):
            return cells
        judged = checker.judge(cells, True, *read_moments([checker.moments], [cells]))
        texts = checker.type.key_texts(cells, judged.compared)
        return pc.if_else(pc.is_valid(texts), texts, cells)

    return read
