"""Writes Arrow values as the cells that a text file of the same field would have, for formats with typed values.

So one set of rules checks every format, and keys of a Parquet table match those of a CSV table. A table lists the Arrow types
for each field type: a Table Schema type without an Arrow type may be text, as in a text file; numbers, whole numbers, booleans
and dates may not. Times have no fraction of a second and dates have four-digit years, as in a text file.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import string_array
from packpress.types import field_type
from packpress.types.boolean import false_values, true_values
from packpress.types.field import Field

Writer = Callable[[Field, pa.Array], pa.StringArray]
_t = pa.types


class Family(NamedTuple):
    """Arrow types of one kind: which they are, their name in a message, and what writes their values as cells of a field."""

    has: Callable[[pa.DataType], bool]
    name: str
    write: Writer


def is_text(kind: pa.DataType) -> bool:
    """Returns whether the Arrow type is text."""
    return bool(_t.is_string(kind) or _t.is_large_string(kind) or _t.is_string_view(kind))


def plain_type(kind: pa.DataType) -> pa.DataType:
    """Returns the type of the values under dictionaries and extensions."""
    if _t.is_dictionary(kind):
        return plain_type(kind.value_type)
    return plain_type(kind.storage_type) if isinstance(kind, pa.BaseExtensionType) else kind


def plain_array(array: pa.Array) -> pa.Array:
    """Returns the values without dictionaries and extensions."""
    if _t.is_dictionary(array.type):
        return plain_array(array.dictionary_decode())
    return plain_array(array.storage) if isinstance(array, pa.ExtensionArray) else array


def find_writer(field: Field, kind: pa.DataType) -> Writer | None:
    """Returns the function that writes values of the Arrow type as cells of the field; None if the type cannot hold the field.

    Example: for an integer field and int64, it turns ``[7]`` into ``["7"]``.
    """
    kind = plain_type(kind)
    if _t.is_null(kind):
        return lambda _, array: pa.nulls(len(array), pa.string())
    return next((family.write for family in _families(field) if family.has(kind)), None)


def expected_types(field: Field) -> str:
    """Returns the Arrow types that may hold the field, for a message."""
    return ", ".join(dict.fromkeys(family.name for family in _families(field)))


def _families(field: Field) -> list[Family]:
    """Returns the families of Arrow types that may hold the field."""
    return [_FAMILIES[name] for name in field_type(field).holds]


def _from_texts(texts: list[str | None]) -> pa.StringArray:
    """Returns the texts as an Arrow array, null for None."""
    full = string_array([text or "" for text in texts])
    valid = np.packbits(np.array([text is not None for text in texts], dtype=np.bool_), bitorder="little")
    return pa.StringArray.from_buffers(len(texts), *full.buffers()[1:], pa.py_buffer(valid))


def _each(write: Callable[[Field, Any], str | None]) -> Writer:
    """Returns a writer that calls ``write`` for each value: ``_each(str)`` turns ``[7]`` into ``["7"]``."""
    return lambda field, array: _from_texts([None if v is None else write(field, v) for v in array.to_pylist()])


def _cast(_: Field, array: pa.Array) -> pa.StringArray:
    return pc.cast(array, pa.string())


def _number(field: Field, array: pa.Array) -> pa.StringArray:
    texts, point = pc.cast(array, pa.string()), field.raw.get("decimalChar", ".")
    return texts if point == "." else pc.replace_substring(texts, pattern=".", replacement=point)


def _boolean(field: Field, array: pa.Array) -> pa.StringArray:
    true, false = string_array([true_values(field)[0]])[0], string_array([false_values(field)[0]])[0]
    return pc.if_else(array, true, false)


def _date(field: Field, array: pa.Array) -> pa.StringArray:
    return _formatted(field, pc.cast(array, pa.string()), date.fromisoformat)


def _datetime(field: Field, array: pa.Array) -> pa.StringArray:
    if array.type.tz is not None:
        array = pc.cast(array, pa.timestamp(array.type.unit, "UTC"))  # the same instant; only UTC has a short name
    texts = pc.replace_substring_regex(pc.cast(array, pa.string()), pattern="^([0-9-]+) ", replacement=r"\1T")
    return _formatted(field, _without_zeros(texts), datetime.fromisoformat)


def _time(field: Field, array: pa.Array) -> pa.StringArray:
    return _formatted(field, _without_zeros(pc.cast(array, pa.string())), time.fromisoformat)


def _without_zeros(texts: pa.StringArray) -> pa.StringArray:
    """Returns the times without trailing zeros of a fraction, and without a zero fraction."""
    texts = pc.replace_substring_regex(texts, pattern=r"(\.[0-9]*?)0+(Z?)$", replacement=r"\1\2")
    return pc.replace_substring_regex(texts, pattern=r"\.(Z?)$", replacement=r"\1")


def _formatted(field: Field, texts: pa.StringArray, read: Callable[[str], Any]) -> pa.StringArray:
    """Returns the ISO texts in the field's own format; those without a Python value stay and will be rejected."""
    if field.format in ("default", "any"):
        return texts

    def written(text: str) -> str:
        try:
            moment = read(text)
            return str(
                moment.strftime(field.format.replace("%Y", f"{moment.year:04}") if "%Y" in field.format else field.format)
            )
        except ValueError:
            return text

    return _from_texts([None if text is None else written(text) for text in texts.to_pylist()])


def _year(_: Field, value: int) -> str:
    return f"{value:05}" if value < 0 else f"{value:04}"


_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def _duration(_: Field, array: pa.Array) -> pa.StringArray:
    size = _PER_SECOND[array.type.unit]
    digits = len(str(size)) - 1

    def written(count: int | None) -> str | None:
        if count is None:
            return None
        whole, rest = divmod(abs(count), size)
        fraction = f".{rest:0{digits}}".rstrip("0") if rest else ""
        return f"{'-' if count < 0 else ''}PT{whole}{fraction}S"

    return _from_texts([written(count) for count in pc.cast(array, pa.int64()).to_pylist()])


def _item(value: Any) -> str:
    """Returns an item of a list as its cell would be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _is_number(kind: pa.DataType) -> bool:
    return bool(_is_integer(kind) or _t.is_floating(kind) or _t.is_decimal(kind))


def _is_integer(kind: pa.DataType) -> bool:
    return bool(_t.is_integer(kind))


def _is_whole(kind: pa.DataType) -> bool:
    return bool(_t.is_decimal(kind) and kind.scale == 0)


def _is_binary(kind: pa.DataType) -> bool:
    return bool(_t.is_binary(kind) or _t.is_large_binary(kind))


def _is_uuid(kind: pa.DataType) -> bool:
    return bool(_t.is_fixed_size_binary(kind) and kind.byte_width == 16)


def _is_list(kind: pa.DataType) -> bool:
    return bool(_has_items(kind) and _is_json(kind.value_type))


def _is_flat_list(kind: pa.DataType) -> bool:
    return _is_list(kind) and not _t.is_nested(kind.value_type)


def _has_items(kind: pa.DataType) -> bool:
    return bool(_t.is_list(kind) or _t.is_large_list(kind) or _t.is_fixed_size_list(kind))


def _is_struct(kind: pa.DataType) -> bool:
    if not _t.is_struct(kind):
        return False
    parts = [kind.field(number) for number in range(kind.num_fields)]
    return len({part.name for part in parts}) == len(parts) and all(_is_json(part.type) for part in parts)


def _is_json(kind: pa.DataType) -> bool:
    """Returns whether the values have a JSON form."""
    kind = plain_type(kind)
    plain = is_text(kind) or _is_integer(kind) or _t.is_floating(kind) or _t.is_boolean(kind) or _t.is_null(kind)
    return bool(plain) or _is_list(kind) or _is_struct(kind)


_JSON = _each(lambda _, value: json.dumps(value, ensure_ascii=False))
# family of Arrow types, by which a type of Table Schema says what may hold it → whether a type is of it, its name in a
# message, and what writes its values as cells
_FAMILIES: Mapping[str, Family] = {
    "text": Family(is_text, "string", _cast),
    "binary": Family(_is_binary, "binary", _each(lambda _, value: base64.b64encode(value).decode("ascii"))),
    "uuid": Family(_is_uuid, "fixed_size_binary[16]", _each(lambda _, value: str(uuid.UUID(bytes=value)))),
    "number": Family(_is_number, "an integer, float or decimal type", _number),
    "integer": Family(_is_integer, "an integer type", _cast),
    "whole decimal": Family(_is_whole, "decimal of scale 0", _cast),
    "year": Family(_is_integer, "an integer type", _each(_year)),
    "boolean": Family(_t.is_boolean, "bool", _boolean),
    "date": Family(_t.is_date, "date32", _date),
    "timestamp": Family(_t.is_timestamp, "timestamp", _datetime),
    "time": Family(_t.is_time, "time32 or time64", _time),
    "duration": Family(_t.is_duration, "duration", _duration),
    "list": Family(
        _is_flat_list, "list of plain values", _each(lambda f, items: f.raw.get("delimiter", ",").join(map(_item, items)))
    ),
    "array": Family(_is_list, "list", _JSON),
    "struct": Family(_is_struct, "struct", _JSON),
}
