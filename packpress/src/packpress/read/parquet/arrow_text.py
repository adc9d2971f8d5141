"""Arrow values written as the cells that a text file of the same field would have, for formats that store typed values.

So one set of rules judges every format, and keys of a Parquet table meet those of a CSV table. A table says which Arrow types
may hold a field's type: what a type of Table Schema has no Arrow type for may be text, as in a text file; numbers, whole
numbers, booleans and dates may not. Times have no fraction of a second and dates four-digit years, as in a text file.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, TypeGuard

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import string_array
from packpress.package.model import Field
from packpress.types.lexical import false_values, true_values

Writer = Callable[[Field, pa.Array], pa.StringArray]
Test = Callable[[pa.DataType], bool]
t = pa.types


def is_text(kind: pa.DataType) -> bool:
    """Whether the Arrow type is text."""
    return t.is_string(kind) or t.is_large_string(kind) or t.is_string_view(kind)


def plain_type(kind: pa.DataType) -> pa.DataType:
    """The type of the values under dictionaries and extensions."""
    if t.is_dictionary(kind):
        return plain_type(kind.value_type)
    return plain_type(kind.storage_type) if isinstance(kind, pa.BaseExtensionType) else kind


def plain_array(array: pa.Array) -> pa.Array:
    """The values themselves, out of dictionaries and extensions."""
    if isinstance(array, pa.DictionaryArray):
        return plain_array(array.dictionary_decode())
    return plain_array(array.storage) if isinstance(array, pa.ExtensionArray) else array


def find_writer(field: Field, kind: pa.DataType) -> Writer | None:
    """What writes values of the Arrow type as cells of the field; None where the type may not hold the field."""
    kind = plain_type(kind)
    if t.is_null(kind):
        return lambda _, array: pa.nulls(len(array), pa.string())
    return next((writer for test, writer in _WRITERS[field.type](field) if test(kind)), None)


def expected_types(field: Field) -> str:
    """The Arrow types that may hold the field, for a message."""
    return ", ".join(dict.fromkeys(_NAMES[test] for test, _ in _WRITERS[field.type](field)))


def _from_texts(texts: list[str | None]) -> pa.StringArray:
    """The texts as an Arrow array, null where there is none."""
    full = string_array([text or "" for text in texts])
    valid = np.packbits(np.array([text is not None for text in texts], dtype=np.bool_), bitorder="little")
    _, offsets, data = full.buffers()
    return pa.StringArray.from_buffers(len(texts), offsets, data, pa.py_buffer(valid))


def _each(write: Callable[[Field, Any], str | None]) -> Writer:
    """A writer that writes value by value."""
    return lambda field, array: _from_texts([None if v is None else write(field, v) for v in array.to_pylist()])


def _cast(_: Field, array: pa.Array) -> pa.StringArray:
    return pc.cast(array, pa.string())


def _number(field: Field, array: pa.Array) -> pa.StringArray:
    texts, point = pc.cast(array, pa.string()), field.raw.get("decimalChar", ".")
    return texts if point == "." or field.type == "integer" else pc.replace_substring(texts, pattern=".", replacement=point)


def _boolean(field: Field, array: pa.Array) -> pa.StringArray:
    true, false = string_array([true_values(field)[0]])[0], string_array([false_values(field)[0]])[0]
    texts: pa.StringArray = pc.if_else(array, true, false)
    return texts


def _date(field: Field, array: pa.Array) -> pa.StringArray:
    return _formatted(field, pc.cast(array, pa.string()), date.fromisoformat)


def _datetime(field: Field, array: pa.Array) -> pa.StringArray:
    kind = array.type
    if t.is_timestamp(kind) and kind.tz is not None:
        array = pc.cast(array, pa.timestamp(kind.unit, "UTC"))  # the instant stays; only UTC has a short name
    texts = pc.replace_substring_regex(pc.cast(array, pa.string()), pattern="^([0-9-]+) ", replacement=r"\1T")
    return _formatted(field, _without_zeros(texts), datetime.fromisoformat)


def _time(field: Field, array: pa.Array) -> pa.StringArray:
    return _formatted(field, _without_zeros(pc.cast(array, pa.string())), time.fromisoformat)


def _without_zeros(texts: pa.StringArray) -> pa.StringArray:
    """The times without the zeros at the end of a fraction, nor a fraction of zero."""
    texts = pc.replace_substring_regex(texts, pattern=r"(\.[0-9]*?)0+(Z?)$", replacement=r"\1\2")
    return pc.replace_substring_regex(texts, pattern=r"\.(Z?)$", replacement=r"\1")


def _formatted(field: Field, texts: pa.StringArray, read: Callable[[str], Any]) -> pa.StringArray:
    """The ISO texts in the field's own format; one that Python has no value for stays, and will be refused."""
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
    assert t.is_duration(array.type)
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
    """An item of a list as its cell would be."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _is_number(kind: pa.DataType) -> bool:
    return _is_integer(kind) or t.is_floating(kind) or t.is_decimal(kind)


def _is_integer(kind: pa.DataType) -> bool:
    return t.is_integer(kind)


def _is_whole(kind: pa.DataType) -> bool:
    return t.is_decimal(kind) and kind.scale == 0


def _is_binary(kind: pa.DataType) -> bool:
    return t.is_binary(kind) or t.is_large_binary(kind)


def _is_uuid(kind: pa.DataType) -> bool:
    return t.is_fixed_size_binary(kind) and kind.byte_width == 16


def _is_list(kind: pa.DataType) -> bool:
    return has_items(kind) and _is_json(kind.value_type)


def _is_flat_list(kind: pa.DataType) -> bool:
    return has_items(kind) and _is_json(kind.value_type) and not t.is_nested(kind.value_type)


def has_items(kind: pa.DataType) -> TypeGuard[pa.ListType | pa.LargeListType | pa.FixedSizeListType]:
    """Whether the Arrow type is one of lists, and not of maps."""
    return t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind)


def _is_struct(kind: pa.DataType) -> bool:
    if not t.is_struct(kind):
        return False
    parts = [kind.field(number) for number in range(kind.num_fields)]
    return len({part.name for part in parts}) == len(parts) and all(_is_json(part.type) for part in parts)


def _is_json(kind: pa.DataType) -> bool:
    """Whether the values have a form in JSON."""
    kind = plain_type(kind)
    plain = is_text(kind) or _is_integer(kind) or t.is_floating(kind) or t.is_boolean(kind) or t.is_null(kind)
    return plain or _is_list(kind) or _is_struct(kind)


Table = tuple[tuple[Test, Writer], ...]
_TEXT: Table = ((is_text, _cast),)
_JSON = _each(lambda _, value: json.dumps(value, ensure_ascii=False))
_ARRAY: Table = ((_is_list, _JSON), *_TEXT)
_OBJECT: Table = ((_is_struct, _JSON), *_TEXT)
_DATE: Table = ((t.is_date, _date),)
_STRINGS: Mapping[str, Table] = {
    "binary": ((_is_binary, _each(lambda _, value: base64.b64encode(value).decode("ascii"))),),
    "uuid": ((_is_uuid, _each(lambda _, value: str(uuid.UUID(bytes=value)))),),
}
# type of Table Schema → the Arrow types that may hold it, and how each is written
_WRITERS: Mapping[str, Callable[[Field], Table]] = {
    "string": lambda field: (*_TEXT, *_STRINGS.get(field.format, ())),
    "number": lambda _: ((_is_number, _number),),
    "integer": lambda _: ((_is_integer, _number), (_is_whole, _number)),
    "boolean": lambda _: ((t.is_boolean, _boolean),),
    "date": lambda field: _DATE if field.format == "default" else (*_DATE, *_TEXT),
    "datetime": lambda _: ((t.is_timestamp, _datetime), *_TEXT),
    "time": lambda _: ((t.is_time, _time), *_TEXT),
    "year": lambda _: ((_is_integer, _each(_year)), *_TEXT),
    "yearmonth": lambda _: _TEXT,
    "duration": lambda _: ((t.is_duration, _duration), *_TEXT),
    "object": lambda _: _OBJECT,
    "array": lambda _: _ARRAY,
    "list": lambda field: (
        (_is_flat_list, _each(lambda f, items: f.raw.get("delimiter", ",").join(map(_item, items)))),
        *_TEXT,
    ),
    "geopoint": lambda field: {"array": _ARRAY, "object": _OBJECT}.get(field.format, _TEXT),
    "geojson": lambda _: _OBJECT,
    "any": lambda _: (
        *_TEXT,
        (_is_number, _number),
        (t.is_boolean, _boolean),
        *_DATE,
        (t.is_timestamp, _datetime),
        (t.is_time, _time),
        *_ARRAY,
        *_OBJECT,
    ),
}
_NAMES: Mapping[Test, str] = {
    is_text: "string",
    _is_number: "an integer, float or decimal type",
    _is_integer: "an integer type",
    _is_whole: "decimal of scale 0",
    t.is_boolean: "bool",
    t.is_date: "date32",
    t.is_timestamp: "timestamp",
    t.is_time: "time32 or time64",
    t.is_duration: "duration",
    _is_binary: "binary",
    _is_uuid: "fixed_size_binary[16]",
    _is_list: "list",
    _is_flat_list: "list of plain values",
    _is_struct: "struct",
}
