"""Reads the metadata of a Parquet file, its footer and page headers, before any library acts on it.

A page states its decompressed size, and a reader allocates that before it reads on: a file of some kilobytes can request
gigabytes. A damaged footer crashes Python in pyarrow's metadata objects, with a C++ exception that nothing catches, so they are
not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from packpress.read.disguise import disguise
from packpress.read.parquet.thrift import ThriftError, read_struct

MAX_FOOTER = 32 * 1024 * 1024
_HEADER_SIZES = (512, 64 * 1024, 1024 * 1024)
"""How many bytes are read for a page header, until it fits: most are short, but they may contain statistics."""
_BYTE_ARRAY, _DICTIONARY = 6, 2
# field numbers in the structs of parquet.thrift
_SCHEMA, _ROW_GROUPS, _NAME, _CHILDREN, _COLUMNS, _META, _CRYPTO = 2, 4, 4, 5, 1, 3, 8
_METADATA, _KEY, _VALUE = 5, 1, 2
_PHYSICAL, _PATH, _PACKED, _DATA_OFFSET, _DICTIONARY_OFFSET = 1, 3, 7, 9, 11


class UnreadableError(Exception):
    """The file is not a readable Parquet file; the message says why."""


@dataclass(frozen=True)
class Chunk:
    """A column chunk: the path of its leaf, whether it is text or binary, and where its pages are."""

    path: tuple[str, ...]
    is_bytes: bool
    start: int
    length: int
    is_encrypted: bool = False


@dataclass(frozen=True)
class Footer:
    """The names of the columns, the column chunks of each row group, and the metadata added by its writer."""

    names: tuple[str, ...]
    groups: tuple[tuple[Chunk, ...], ...]
    metadata: Mapping[bytes, bytes]


@dataclass(frozen=True)
class Page:
    """What a page header states: whether it is a dictionary, its decompressed size, and its number of values."""

    is_dictionary: bool
    size: int
    values: int


def read_footer(file: Path) -> Footer:
    """Returns the footer of the file. Raises UnreadableError if it is not a Parquet file, or its footer cannot be read."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        head = stream.read(512)
        stream.seek(max(0, size - 8))
        tail = stream.read(8)
        if head[:4] == b"PARE":
            raise UnreadableError("the file is encrypted; publish it unencrypted, or not at all")
        if size < 12 or head[:4] != b"PAR1":
            raise UnreadableError(
                f"the file is {disguise(head) or 'not a Parquet file'}; replace it with the Parquet file itself"
            )
        if tail[4:] != b"PAR1":
            raise UnreadableError("the file does not end like a Parquet file and seems to be truncated; write it again")
        if (length := int.from_bytes(tail[:4], "little")) > min(MAX_FOOTER, size - 12):
            raise UnreadableError(f"the footer has a declared size of {length:,} bytes, more than the file or the limit")
        stream.seek(size - 8 - length)
        data = stream.read(length)
    try:
        raw, _ = read_struct(data)
        groups = tuple(tuple(_chunk(column, size) for column in group[_COLUMNS]) for group in raw.get(_ROW_GROUPS, ()))
        metadata = {item[_KEY]: item.get(_VALUE, b"") for item in raw.get(_METADATA, ())}
        return Footer(_names(raw[_SCHEMA]), groups, metadata)
    except (ThriftError, IndexError, KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise UnreadableError("the footer is damaged; write the file again") from error


def _names(elements: list[dict[int, Any]]) -> tuple[str, ...]:
    """Returns the names of the columns: the elements are a tree in pre-order, and columns are the children of the root."""
    names, place = [], 1
    for _ in range(elements[0].get(_CHILDREN, 0)):
        names.append(elements[place][_NAME].decode("utf-8"))
        open_elements = 1
        while open_elements:
            open_elements += elements[place].get(_CHILDREN, 0) - 1
            place += 1
    return tuple(names)


def _chunk(column: dict[int, Any], size: int) -> Chunk:
    meta = column[_META]
    length = meta[_PACKED]  # an offset of 0, in a chunk without rows, means that there is no such page
    start = min((place for place in (meta[_DATA_OFFSET], meta.get(_DICTIONARY_OFFSET, 0)) if place > 0), default=4)
    if start < 4 or length < 0 or start + length > size:
        raise UnreadableError("a column has an offset outside of the file; write the file again")
    path = tuple(part.decode("utf-8") for part in meta[_PATH])
    return Chunk(path, meta[_PHYSICAL] == _BYTE_ARRAY, start, length, _CRYPTO in column)


def read_pages(stream: BinaryIO, chunk: Chunk) -> Iterator[Page]:
    """Yields the pages of a column chunk. Raises UnreadableError if they are encrypted or their headers are damaged."""
    if chunk.is_encrypted:
        raise UnreadableError(f"the column {chunk.path[0][:80]} is encrypted; publish it unencrypted, or without that column")
    position, end = chunk.start, chunk.start + chunk.length
    while position < end:
        try:
            header, length = _header(stream, position, end - position)
            kind, unpacked, packed = header[1], header[2], header[3]
            inner = header.get(7 if kind == _DICTIONARY else 8 if 8 in header else 5, {})
            page, packed = Page(kind == _DICTIONARY, max(0, unpacked), max(0, inner.get(1, 0))), max(0, packed)
        except (ThriftError, KeyError, TypeError, AttributeError) as error:
            raise UnreadableError(f"the page at byte {position:,} is damaged; write the file again") from error
        if position + length + packed > end:
            raise UnreadableError(f"the page at byte {position:,} extends beyond its column; write the file again")
        yield page
        position += length + packed


def _header(stream: BinaryIO, position: int, left: int) -> tuple[dict[int, Any], int]:
    """Returns the page header at that byte, and its length."""
    for size in _HEADER_SIZES:
        stream.seek(position)
        data = stream.read(min(size, left))
        try:
            return read_struct(data)
        except IndexError:
            if len(data) == left:
                break
    raise ThriftError("it does not end")
