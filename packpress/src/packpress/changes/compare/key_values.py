"""Reads key cells as values, so that a comparison finds row 1 of an integer key as row 01, as key checks do."""

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

KeyReader = Callable[[pa.StringArray], pa.StringArray]
"""Maps cells to texts that are equal for equal values: ``["01", "x"]`` of an integer key to ``["1", "x"]``."""
_ONE_NOTATION = frozenset({("date", "default"), ("time", "default")})
_OF_INTEGERS = ByteSet(b"-0123456789")
_ZERO, _MINUS = np.uint8(ord("0")), np.uint8(ord("-"))


def key_readers(old: Field, new: Field) -> tuple[KeyReader, KeyReader] | None:
    """Returns the readers for a key column of the old and the new side; None if equal values have equal texts.

    Each side is read by its own field; if the types differ, both are read by the new field. A cell that is invalid there
    stays as its text.
    """
    if old.type != new.type:
        old = new
    if all(_has_one_notation(field) for field in (old, new)):
        return None
    try:
        return key_reader(old), key_reader(new)
    except PackageError:
        return None  # an unknown notation


def _has_one_notation(field: Field) -> bool:
    return field.type in ("string", "any") or (field.type, field.format) in _ONE_NOTATION


def key_reader(field: Field) -> KeyReader:
    """Returns the reader for the field's cells. For an integer key it maps ``["01", "x"]`` to ``["1", "x"]``."""
    checker = FieldChecker(field._replace(constraints={}), is_key=False)

    def read(cells: pa.StringArray) -> pa.StringArray:
        if field.type == "integer" and _are_plain_integers(Texts(cells)):
            return cells
        judged = checker.judge(cells, True, *read_moments([checker.moments], [cells]))
        texts = equal_texts(field, cells, judged.compared)
        return pc.if_else(pc.is_valid(texts), texts, cells)

    return read


def _are_plain_integers(texts: Texts) -> bool:
    """Returns whether every cell has only digits and a minus sign, without leading zeros."""
    if len(_OF_INTEGERS.places_outside(texts.data)) or ((texts.first == _ZERO) & (texts.lengths > 1)).any():
        return False
    negative = np.flatnonzero(texts.first == _MINUS)
    return not len(negative) or not (np.take(texts.data, texts.starts[negative] + 1, mode="clip") == _ZERO).any()
