"""Key cells as the values that they are, so that a comparison finds the row 1 in the row 01 of an integer key, as keys do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.text_column import Texts
from packpress.check.cells.byte_patterns import ByteSet
from packpress.check.cells.field_checker import FieldChecker
from packpress.errors import PackageError
from packpress.package.model import Field
from packpress.types.equality import equal_texts
from packpress.types.strptime.columns import read_moments

Reader = Callable[[pa.StringArray], pa.StringArray]
"""Gives for each cell a text that is the same for equal values."""
_ONE_NOTATION = frozenset({("date", "default"), ("time", "default")})
_OF_INTEGERS = ByteSet(b"-0123456789")
_ZERO, _MINUS = np.uint8(ord("0")), np.uint8(ord("-"))


def key_readers(old: Field, new: Field) -> tuple[Reader, Reader] | None:
    """What reads the cells of a key column of the old side and of the new one; None where equal values have equal texts.

    Each side is read as its own field says; where the types differ, both as the new one does. A cell that cannot be read so is
    its text.
    """
    if old.type != new.type:
        old = new
    if all(_has_one_notation(field) for field in (old, new)):
        return None
    try:
        return key_reader(old), key_reader(new)
    except PackageError:
        return None  # a notation that cannot be checked


def _has_one_notation(field: Field) -> bool:
    return field.type in ("string", "any") or (field.type, field.format) in _ONE_NOTATION


def key_reader(field: Field) -> Reader:
    """What reads the cells of the field: an integer key's ``["01", "x"]`` as ``["1", "x"]``."""
    checker = FieldChecker(field._replace(constraints={}), is_key=False)

    def read(cells: pa.StringArray) -> pa.StringArray:
        if field.type == "integer" and _are_plain_integers(Texts(cells)):
            return cells
        judged = checker.judge(cells, True, *read_moments([checker.moments], [cells]))
        texts = equal_texts(field, cells, judged.compared)
        return pc.if_else(pc.is_valid(texts), texts, cells)

    return read


def _are_plain_integers(texts: Texts) -> bool:
    """Whether no cell has a zero before its other digits, nor anything but digits and a minus."""
    if len(_OF_INTEGERS.places_outside(texts.data)) or ((texts.first == _ZERO) & (texts.lengths > 1)).any():
        return False
    negative = np.flatnonzero(texts.first == _MINUS)
    return not len(negative) or not (np.take(texts.data, texts.starts[negative] + 1, mode="clip") == _ZERO).any()
