"""Converts cells that their lexical pattern accepts into Arrow values; it judges only the range that a value must fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.check.constants import NULL_STRING, bool_array, string_array
from fentanyl_control.check.lexical import true_values
from fentanyl_control.package.model import Field

# type → Arrow type of its values; every other type stays text
ARROW_TYPES = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow_type(field: Field) -> pa.DataType:
    """The Arrow type that cells of the field are cast to: int64, float64, bool, date32 or string."""
    if field.type == "date" and field.format != "default":
        return pa.string()
    return ARROW_TYPES.get(field.type, pa.string())


def cast_cells(field: Field, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
    """The cells as values, null where they are null, and a mask of those that no value of the Arrow type can hold.

    ``cells`` hold only what the field's lexis accepts. The mask is None when all fit: int64 for integer, a finite
    float64 for number unless INF is written. A cell that does not fit is null in the values.
    """
    target = arrow_type(field)
    if target == pa.string():
        return cells, None
    if target == pa.bool_():
        truth = pc.is_in(cells, value_set=string_array(true_values(field)))
        return pc.if_else(pc.is_valid(cells), truth, pa.nulls(1, pa.bool_())[0]), None
    if target == pa.int64():
        return _cast_integers(plain_number(field, cells))
    if target == pa.float64():
        return _cast_numbers(plain_number(field, cells))
    return pc.cast(cells, target), None


def plain_number(field: Field, cells: pa.StringArray) -> pa.StringArray:
    """The numbers as plain decimals: no group characters, a point, nothing around them, no plus sign."""
    if not field.raw.get("bareNumber", True):
        cells = pc.replace_substring_regex(cells, r"^[^0-9+-]*([+-]?.*[0-9])[^0-9]*$", r"\1")
    if group := field.raw.get("groupChar"):
        cells = pc.replace_substring(cells, pattern=group, replacement="")
    if (point := field.raw.get("decimalChar", ".")) != ".":
        cells = pc.replace_substring(cells, pattern=point, replacement=".")
    return pc.replace_substring_regex(cells, pattern=r"^\+", replacement="")


def _cast_integers(cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
    try:
        return pc.cast(cells, pa.int64()), None
    except pa.ArrowInvalid:
        fits = [cell is None or (len(cell.lstrip("-0")) < 20 and -(2**63) <= int(cell) < 2**63) for cell in cells.to_pylist()]
        mask = bool_array(~_numpy_mask(fits))
        return pc.cast(pc.if_else(mask, NULL_STRING, cells), pa.int64()), mask


def _numpy_mask(values: Sequence[bool]) -> npt.NDArray[np.bool_]:
    return np.fromiter(values, dtype=np.bool_, count=len(values))


def _cast_numbers(cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
    values = pc.cast(pc.replace_substring_regex(cells, pattern=r"\.$", replacement=""), pa.float64())
    overflow = pc.and_(pc.is_inf(values), pc.invert(pc.match_substring_regex(cells, pattern=r"^-?(?i:inf)$")))
    if not pc.any(overflow).as_py():
        return values, None
    return pc.if_else(overflow, pa.nulls(1, pa.float64())[0], values), pc.fill_null(
        overflow, bool_array(_numpy_mask([False]))[0]
    )


def lexical_value(value: object) -> str:
    """A constraint value of the descriptor as the text that a cell would have: true, 3, 2.5, 2024-01-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return re.sub(r"\.0$", "", repr(value)) if isinstance(value, float) else str(value)


def cast_constant(field: Field, value: object) -> pa.Scalar:
    """A constraint value of the descriptor as a scalar of the field's Arrow type."""
    text = lexical_value(value)
    if field.type == "boolean":
        return bool_array(_numpy_mask([text in true_values(field)]))[0]
    plain = Field("", field.type, "default", "", "", {}, (), {})
    return cast_cells(plain, string_array([text]))[0][0]
