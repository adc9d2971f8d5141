"""Converts cells that their lexical pattern accepts into Arrow values; it judges only their range."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NULL_STRING, bool_array, float64_array, int64_array, rows_where, string_array
from packpress.package.model import Field
from packpress.types.lexical import lexis, number_pattern, true_values

# type → Arrow type of its values; every other type stays text
ARROW_TYPES = {
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_KEPT = ("time", "datetime", "year", "yearmonth", "duration")
"""The types whose patterns Python matches without going back and forth; that of dates takes it long to compile."""


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


def cast_plain(field: Field, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None] | None:
    """As ``cast_cells``, for cells of which some may be no value of the type; None where the cast finds such a one."""
    try:
        if field.type == "integer":
            return pc.cast(cells, pa.int64()), None
        return _cast_numbers(cells) if field.type == "number" else cast_cells(field, cells)
    except pa.ArrowInvalid:
        return None


def plain_number(field: Field, cells: pa.StringArray) -> pa.StringArray:
    """The numbers as plain decimals: no group characters, a point, nothing around them, no plus sign."""
    if not field.raw.get("bareNumber", True):
        cells = pc.replace_substring_regex(cells, pattern=rf"^[^0-9+-]*?({number_pattern(field)})[^0-9]*$", replacement=r"\1")
    if group := field.raw.get("groupChar"):
        cells = pc.replace_substring(cells, pattern=group, replacement="")
    if (point := field.raw.get("decimalChar", ".")) != ".":
        cells = pc.replace_substring(cells, pattern=point, replacement=".")
    has_sign = pc.any(pc.starts_with(cells, pattern="+")).as_py()
    return pc.replace_substring_regex(cells, pattern=r"^\+", replacement="") if has_sign else cells


def _cast_integers(cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
    try:
        return pc.cast(cells, pa.int64()), None
    except pa.ArrowInvalid:
        fits = [cell is None or _fits_int64(cell) for cell in cells.to_pylist()]
        mask = bool_array(~_numpy_mask(fits))
        return pc.cast(pc.if_else(mask, NULL_STRING, cells), pa.int64()), mask


def _fits_int64(cell: str) -> bool:
    digits = cell.lstrip("-0") or "0"
    return len(digits) < 20 and -(2**63) <= (-int(digits) if cell[0] == "-" else int(digits)) < 2**63


def _numpy_mask(values: Sequence[bool]) -> npt.NDArray[np.bool_]:
    return np.fromiter(values, dtype=np.bool_, count=len(values))


def _cast_numbers(cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
    values = pc.cast(cells, pa.float64())
    odd = rows_where(pc.or_(pc.is_inf(values), pc.equal(values, _ZERO)))
    if not len(odd):
        return values, None
    # patterns are slow beside numbers, so they see only the cells that came out as infinite or zero
    texts = pc.take(cells, int64_array(odd))
    is_zero, is_infinite = (
        pc.match_substring_regex(texts, pattern=wanted) for wanted in (r"^[-.0]*(?:[eE].*)?$", r"^-?(?i:inf)$")
    )
    unfit = odd[rows_where(pc.invert(pc.or_(is_zero, is_infinite)))]
    if not len(unfit):
        return values, None
    mask = np.zeros(len(values), np.bool_)
    mask[unfit] = True
    return pc.if_else(bool_array(mask), pa.nulls(1, pa.float64())[0], values), bool_array(mask)


_ZERO = pc.cast(string_array(["0"]), pa.float64())[0]


def lexical_value(value: object) -> str:
    """A constraint value of the descriptor as the text that a cell would have: true, 3, 2.5, 2024-01-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return re.sub(r"\.0$", "", f"{Decimal(repr(value)):f}") if isinstance(value, float) else str(value)


def constant_text(field: Field, value: object) -> str:
    """A constraint value of the descriptor as a cell of the field; ValueError where no cell of the type says such a value."""
    if isinstance(value, list) and field.type == "list":
        return str(field.raw.get("delimiter", ",")).join(lexical_value(item) for item in value)
    if isinstance(value, list | dict) and field.type in ("object", "array", "geojson", "geopoint"):
        return json.dumps(value)
    if value is None or isinstance(value, list | dict) or (field.type == "string" and not isinstance(value, str)):
        raise ValueError(f"{value!r} is not a value of the type {field.type}")
    return lexical_value(value)


def cast_constants(field: Field, values: Sequence[object]) -> pa.Array:
    """Constraint values of the descriptor as values of the field's Arrow type; ValueError where one is none of the type.

    A string is read as a cell of the field is, a JSON number or boolean as what it is (Table Schema 2.0, "Field Constraints").
    Where there are both, the strings come first.
    """
    if (cast := _cast_numerals(field, values)) is not None:
        return cast
    plain = Field("", field.type, "default", "", "", {}, (), {})
    own = [constant_text(field, value) for value in values if isinstance(value, str | list | dict | None)]
    others = [constant_text(field, value) for value in values if not isinstance(value, str | list | dict | None)]
    parts = [_cast_texts(read_as, texts) for read_as, texts in ((field, own), (plain, others)) if texts]
    return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)


def _cast_numerals(field: Field, values: Sequence[object]) -> pa.Array | None:
    """Numbers of the descriptor as they are, which needs no text, where all are such; a schema may have 100,000 of them."""
    if field.type == "integer" and all(type(value) is int and -(2**63) <= value < 2**63 for value in values):
        return int64_array(np.array(values, np.intp))
    if field.type == "number":
        numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        if len(numbers) == len(values) and all(abs(number) <= sys.float_info.max for number in numbers):
            return float64_array([float(number) for number in numbers])
    return None


def _cast_texts(field: Field, texts: Sequence[str]) -> pa.Array:
    wanted, cells = lexis(field), string_array(texts)
    for text, is_match in zip(texts, _matches(field, wanted.pattern, texts, cells), strict=True):
        if not is_match or (wanted.judge and not wanted.judge(text)):
            raise ValueError(f"{text!r} is not a value of the type {field.type}")
    values, unfit = cast_cells(field, cells)
    if unfit is not None:
        raise ValueError(f"a value does not fit {arrow_type(field)}")
    return values


def _matches(field: Field, pattern: str, texts: Sequence[str], cells: pa.StringArray) -> Sequence[bool]:
    """Whether each text has the pattern of its type; Python keeps a compiled pattern, RE2 makes it anew for each constraint."""
    if not pattern:
        return [True] * len(texts)
    if field.type in _KEPT:
        return [re.fullmatch(pattern, text, re.ASCII) is not None for text in texts]
    found: list[bool] = pc.match_substring_regex(cells, pattern=rf"\A(?:{pattern})\z").to_pylist()
    return found
