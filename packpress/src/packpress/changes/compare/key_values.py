"""Key cells as the values that they are, so that a comparison finds the row 1 in the row 01 of an integer key, as keys do."""

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

Reader = Callable[[pa.StringArray], pa.StringArray]
"""Gives for each cell a text that is the same for equal values."""


def key_readers(old: Field, new: Field) -> tuple[Reader, Reader] | None:
    """What reads the cells of a key column of the old side and of the new one; None where equal values have equal texts.

    Each side is read as its own field says; where the types differ, both as the new one does. A cell that cannot be read so is
    its text.
    """
    if old.type != new.type:
        old = new
    if all(field_type(field).has_one_notation for field in (old, new)):
        return None
    try:
        return key_reader(old), key_reader(new)
    except PackageError:
        return None  # a notation that cannot be checked


def key_reader(field: Field) -> Reader:
    """What reads the cells of the field: an integer key's ``["01", "x"]`` as ``["1", "x"]``."""
    checker = FieldChecker(field._replace(constraints={}), is_key=False)

    def read(cells: pa.StringArray) -> pa.StringArray:
        if checker.type.are_key_texts(Texts(cells)):
            return cells
        judged = checker.judge(cells, True, *read_moments([checker.moments], [cells]))
        texts = checker.type.key_texts(cells, judged.compared)
        return pc.if_else(pc.is_valid(texts), texts, cells)

    return read
