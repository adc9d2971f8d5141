"""Reads structs of Thrift's compact protocol, in which Parquet writes its footer and page headers.

Only what the checker needs to inspect a file before a library reads it. Fields are kept by number; the last of several with the
same number wins, as in other readers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import count
from typing import Any

MAX_STRUCT_DEPTH, MAX_NUMBER = 32, 2**15 - 1
MAX_PARTS = 1_500_000
"""How many structs and lists are allowed: each may take one byte, and hundreds of bytes in memory."""
BOOL_TRUE, BOOL_FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST_OF, SET_OF, MAP_OF, STRUCT = range(1, 13)


class ThriftError(ValueError):
    """The bytes are not a struct of the compact protocol."""


def read_struct(data: bytes) -> tuple[dict[int, Any], int]:
    """Returns the fields of the struct at the start of the bytes, by number, and where it ends.

    Raises IndexError if the bytes end before the struct does.
    """
    return _struct(data, 0, 0, count())


def _struct(data: bytes, at: int, depth: int, made: Iterator[int]) -> tuple[dict[int, Any], int]:
    _admit(depth, made)
    fields: dict[int, Any] = {}
    number = 0
    while kind := (head := data[at]) & 15:
        at += 1
        if head >> 4:
            number += head >> 4
        else:
            number, at = read_integer(data, at)
        if not 0 <= number <= MAX_NUMBER:
            raise ThriftError("it has an invalid field number")
        if kind in (BOOL_TRUE, BOOL_FALSE):  # the field type is the value
            fields[number] = kind == BOOL_TRUE
        else:
            fields[number], at = _value(data, at, kind, depth, made)
    return fields, at + 1


def _value(data: bytes, at: int, kind: int, depth: int, made: Iterator[int]) -> tuple[Any, int]:
    if kind in (I16, I32, I64):
        return read_integer(data, at)
    if kind == BINARY:
        length, at = read_number(data, at)
        return data[at : (end := _within(data, at + length))], end
    if kind == STRUCT:
        return _struct(data, at, depth + 1, made)
    if kind in (LIST_OF, SET_OF):
        return _items(data, at, depth + 1, made)
    if kind in (BYTE, BOOL_TRUE, BOOL_FALSE):
        return data[at], at + 1
    if kind == DOUBLE:
        end = _within(data, at + 8)
        return struct.unpack_from("<d", data, at)[0], end
    raise ThriftError(f"it has a value of the unknown kind {kind}")


def _items(data: bytes, at: int, depth: int, made: Iterator[int]) -> tuple[list[Any], int]:
    _admit(depth, made)
    head, at = data[at], at + 1
    length, kind = head >> 4, head & 15
    if length == 15:
        length, at = read_number(data, at)
    items = []
    for _ in range(length):  # each takes at least a byte, so a length beyond the data ends with an error
        item, at = _value(data, at, kind, depth, made)
        items.append(item)
    return items, at


def _admit(depth: int, made: Iterator[int]) -> None:
    """Rejects the next struct or list if it is too deep, or there are too many."""
    if depth > MAX_STRUCT_DEPTH:
        raise ThriftError("it is nested too deeply")
    if next(made) >= MAX_PARTS:
        raise ThriftError("it has too many parts")


def _within(data: bytes, at: int) -> int:
    if at > len(data):
        raise IndexError
    return at


def read_number(data: bytes, at: int) -> tuple[int, int]:
    """Returns the number without a sign at that position of the bytes, and where it ends: 7 bits a byte, the lowest first."""
    value = data[at]
    if value < 128:
        return value, at + 1
    value, shift = value & 127, 7
    while True:
        at += 1
        byte = data[at]
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at + 1
        if shift > 63:
            raise ThriftError("it has a number of more than 64 bits")


def read_integer(data: bytes, at: int) -> tuple[int, int]:
    """Returns the number with a sign at that position of the bytes, and where it ends: its sign is the lowest bit."""
    value, at = read_number(data, at)
    return (value >> 1) ^ -(value & 1), at
