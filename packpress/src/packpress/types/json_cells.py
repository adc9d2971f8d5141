"""JSON in a cell: read strictly, and written in one notation for each value."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import accumulate
from typing import Any, NoReturn

from packpress.types.canonical_number import NUMBER, canonical_number
from packpress.types.json_decoder import decoding

MAX_DEPTH = 64
CANONICAL = rf"\[(?:(?:{NUMBER})(?:,(?:{NUMBER}))*)?\]"
"""JSON that is canonical already, for RE2: an array of numbers, which a column may have a million of."""
_quote = json.JSONEncoder().encode


def read_json_cell(text: str) -> Any:
    """Returns the JSON value of a cell; None, which no cell may hold, where it is not strict JSON or nested too deep."""
    try:
        return None if _is_deep(text) else _decode(text)
    except ValueError:
        return None


def _refuse(_: str) -> NoReturn:
    raise ValueError


_decode = decoding(json.JSONDecoder(parse_constant=_refuse))


def _is_deep(text: str) -> bool:
    """Whether the brackets outside strings are nested deeper than any value of a table should be."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    depths = accumulate(1 if c in "[{" else -1 for c in re.findall(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', text) if c[0] != '"')
    return max(depths, default=0) > MAX_DEPTH


class _Number(str):
    """A canonical number in JSON, as opposed to a string."""

    __slots__ = ()


@lru_cache(maxsize=10_000)  # a cell may have millions of few different ones
def _read_number(digits: str) -> _Number:
    return _Number(canonical_number(digits))


read_canonical = decoding(json.JSONDecoder(parse_float=_read_number, parse_int=_read_number))
"""Reads JSON with its numbers as canonical text: ``{"a": 1.0}`` as ``{"a": "1"}``."""


def canonical_json(text: str) -> str:
    """Returns the JSON in one notation for each value: names sorted, exact numbers in one form, no space: ``{"a":1,"b":"é"}``.

    It takes some 0.1 µs a byte, less than a JSON Schema may take, and in proportion to the text.
    """
    return _write(read_canonical(text))


def _write(value: Any) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, list):
        return f"[{','.join(map(_write, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join([f'{_quote(name)}:{_write(value[name])}' for name in sorted(value)])}}}"
    return _quote(value)
