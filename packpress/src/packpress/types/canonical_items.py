"""Lists, points and JSON as canonical text, so that keys and enums are compared by value: ``1,2`` and ``01,2`` are one list.

What is canonical already is found by RE2. Each other distinct text is read once more by Python, some 0.1 µs a byte: less than
a JSON Schema may take (``effort``), and in proportion to the text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import FALSE, string_array
from packpress.package.model import Field
from packpress.types.canonical_number import NUMBER, canonical_number
from packpress.types.canonical_time import write_datetime
from packpress.types.json_decoder import decoding
from packpress.types.lexical import is_json, true_values

Write = Callable[[str], str]
_MARK, _COMMA = "\x1e", "\x1f"
"""Stand for a delimiter on its way to a comma, and for a comma in an item; no cell may have these characters."""
_quote = json.JSONEncoder().encode


class _Number(str):
    """A canonical number that stands in JSON, unlike a string."""

    __slots__ = ()


@lru_cache(maxsize=10_000)  # a cell may have millions of few different ones
def _read_number(digits: str) -> _Number:
    return _Number(canonical_number(digits))


_decode = decoding(json.JSONDecoder(parse_float=_read_number, parse_int=_read_number))


def canonical_json(text: str) -> str:
    """The JSON in one notation for each value: names sorted, exact numbers in one form, no space: ``{"a":1,"b":"é"}``."""
    return _write(_decode(text))


def _write(value: Any) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(map(_write, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join([f'{_quote(name)}:{_write(value[name])}' for name in sorted(value)])}}}"
    return _quote(value)


def _write_point(field: Field) -> Write:
    """Writes a point as its two numbers, whatever the format: ``-3.5,40``."""
    if field.format == "array":
        return lambda text: ",".join(_decode(text))
    if field.format == "object":
        return lambda text: ",".join(map(_decode(text).__getitem__, ("lon", "lat")))
    return lambda text: ",".join(_plain(part.strip()) for part in text.split(","))


def _plain(number: str) -> str:
    return canonical_number(number.lstrip("+"))


def _write_boolean(text: str) -> str:
    return "true" if text in true_values(_ITEM_OF_BOOLEAN) else "false"


_ITEM_OF_BOOLEAN = Field("", "boolean", "default", "", "", {}, (), {})
# type of items → what canonical ones look like, for RE2, and what writes the others; items of other types have one notation
_ITEMS: Mapping[str, tuple[str, Write]] = {
    "integer": (NUMBER, _plain),
    "number": (NUMBER, _plain),
    "boolean": ("true|false", _write_boolean),
    "datetime": (r"[0-9-]{10}T[0-9:]{8}(?:\.[0-9]*[1-9])?Z?", write_datetime),
}


def canonical_items(field: Field, cells: pa.StringArray) -> pa.StringArray:
    """The cells of a field of lists, points or JSON as canonical text; as they are where the field is of another type."""
    if field.type == "list":
        return _canonical_lists(field, cells)
    if field.type == "geopoint":
        if field.format == "default":
            cells = pc.replace_substring(cells, pattern=", ", replacement=",")
        return _rewritten(cells, rf"(?:{NUMBER}),(?:{NUMBER})", _write_point(field))
    if is_json(field):
        return _rewritten(cells, rf"\[(?:(?:{NUMBER})(?:,(?:{NUMBER}))*)?\]", canonical_json)
    return cells


def _canonical_lists(field: Field, cells: pa.StringArray) -> pa.StringArray:
    """The lists with commas between their items, so that lists of two delimiters may be compared."""
    if (delimiter := field.raw.get("delimiter", ",")) != ",":
        for old, new in ((delimiter, _MARK), (",", _COMMA), (_MARK, ",")):
            cells = pc.replace_substring(cells, pattern=old, replacement=new)
    pattern, write = _ITEMS.get(field.raw.get("itemType", "string"), ("", str))
    if not pattern:
        return cells
    return _rewritten(cells, rf"(?:{pattern})(?:,(?:{pattern}))*", lambda text: ",".join(map(write, text.split(","))))


def _rewritten(cells: pa.StringArray, pattern: str, write: Write) -> pa.StringArray:
    """The cells, those without the pattern written anew, each distinct one once."""
    is_odd = pc.fill_null(pc.invert(pc.match_substring_regex(cells, pattern=rf"\A(?:{pattern})\z")), FALSE)
    if not pc.any(is_odd).as_py():
        return cells
    odd = pc.dictionary_encode(pc.filter(cells, is_odd))
    written = string_array([write(text) for text in odd.dictionary.to_pylist()])
    return pc.replace_with_mask(cells, is_odd, pc.take(written, odd.indices))
