"""Reads and writes structs of Thrift's compact protocol with the kind of each value, so that what is read is written unchanged.

Only for the footers of files that were just written: for those of others, ``read/parquet/thrift.py`` has limits.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from packpress.read.parquet.thrift import (
    BINARY,
    BOOL_FALSE,
    BOOL_TRUE,
    BYTE,
    DOUBLE,
    I16,
    I32,
    I64,
    LIST_OF,
    SET_OF,
    STRUCT,
    read_integer,
    read_number,
)

Value: TypeAlias = tuple[int, Any]
"""A value after its kind: ``(I64, 5)``, ``(BINARY, b"a")``, ``(LIST_OF, (I32, [1, 2]))``, and ``(BOOL_TRUE, None)``."""
Struct: TypeAlias = dict[int, Value]
"""The fields of a struct by their numbers, in the order in which they are written."""
_BOOLEANS, _INTEGERS = (BOOL_TRUE, BOOL_FALSE), (I16, I32, I64)


def read_typed(data: bytes, at: int = 0) -> tuple[Struct, int]:
    """Returns the struct at that position of the bytes, and where it ends. Raises ValueError for a map, which Parquet lacks."""
    fields: Struct = {}
    number = 0
    while kind := (head := data[at]) & 15:
        at += 1
        if head >> 4:
            number += head >> 4
        else:
            number, at = read_integer(data, at)
        if kind in _BOOLEANS:
            fields[number] = kind, None
        else:
            value, at = _read_value(data, at, kind)
            fields[number] = kind, value
    return fields, at + 1


def _read_value(data: bytes, at: int, kind: int) -> tuple[Any, int]:
    if kind in _INTEGERS:
        return read_integer(data, at)
    if kind == BINARY:
        length, at = read_number(data, at)
        return data[at : at + length], at + length
    if kind == STRUCT:
        return read_typed(data, at)
    if kind in (LIST_OF, SET_OF):
        head, at = data[at], at + 1
        length, kind = head >> 4, head & 15
        if length == 15:
            length, at = read_number(data, at)
        items = []
        for _ in range(length):
            item, at = _read_value(data, at, kind)
            items.append(item)
        return (kind, items), at
    if kind in (BYTE, DOUBLE, *_BOOLEANS):  # a boolean in a list is a byte
        size = 8 if kind == DOUBLE else 1
        return data[at : at + size], at + size
    raise ValueError(f"a value of the kind {kind} is not read")


def write_typed(fields: Struct) -> bytes:
    """Returns the struct as bytes."""
    made, before = bytearray(), 0
    for number, (kind, value) in fields.items():
        step = number - before
        made += bytes([step << 4 | kind]) if 0 < step < 16 else bytes([kind]) + _write_integer(number)
        if kind not in _BOOLEANS:
            made += write_value(kind, value)
        before = number
    return bytes(made) + b"\0"


def write_value(kind: int, value: Any) -> bytes:
    """Returns a value of the kind as bytes."""
    if kind in _INTEGERS:
        return _write_integer(value)
    if kind == BINARY:
        return _write_number(len(value)) + bytes(value)
    if kind == STRUCT:
        return write_typed(value)
    if kind in (LIST_OF, SET_OF):
        item, items = value
        return list_head(item, len(items)) + b"".join(write_value(item, each) for each in items)
    return bytes(value)


def list_head(kind: int, length: int) -> bytes:
    """Returns the beginning of a list with that many items of the kind, which follow it."""
    return bytes([length << 4 | kind]) if length < 15 else bytes([15 << 4 | kind]) + _write_number(length)


def _write_number(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)


def _write_integer(value: int) -> bytes:
    return _write_number(value << 1 if value >= 0 else (-value << 1) - 1)
