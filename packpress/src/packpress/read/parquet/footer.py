"""What a Parquet file says of itself: its footer, and the headers of its pages, read before any library acts on them.

A page says how large it is unpacked, and a reader makes that much room before it looks further: a file of some kilobytes can
ask for gigabytes. A damaged footer ends Python itself where it is asked for by pyarrow's metadata objects, so they are not
used: C++ raises there what nothing catches.
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
"""How many bytes are read for a page header, until it fits: most are short, but they may have statistics."""
_BYTE_ARRAY, _DICTIONARY = 6, 2
# numbers of fields in the structs of parquet.thrift
_SCHEMA, _ROW_GROUPS, _NAME, _CHILDREN, _COLUMNS, _META, _CRYPTO = 2, 4, 4, 5, 1, 3, 8
_METADATA, _KEY, _VALUE = 5, 1, 2
_PHYSICAL, _PATH, _PACKED, _DATA_OFFSET, _DICTIONARY_OFFSET = 1, 3, 7, 9, 11


class UnreadableError(Exception):
    """The file is no Parquet file that can be read; the message says why."""


@dataclass(frozen=True)
class Chunk:
    """A column chunk: the path of its leaf, whether it is text or binary, and where its pages stand."""

    path: tuple[str, ...]
    is_bytes: bool
    start: int
    length: int
    is_encrypted: bool = False


@dataclass(frozen=True)
class Footer:
    """The names of the columns, the column chunks of each row group, and the metadata that its writer added."""

    names: tuple[str, ...]
    groups: tuple[tuple[Chunk, ...], ...]
    metadata: Mapping[bytes, bytes]


@dataclass(frozen=True)
class Page:
    """What a page says of itself: whether it is a dictionary, its size unpacked, and how many values it has."""

    is_dictionary: bool
    size: int
    values: int


def read_footer(file: Path) -> Footer:
    """The footer of the file. Raises UnreadableError where it is no Parquet file, or its footer cannot be read."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        head = stream.read(512)
        stream.seek(max(0, size - 8))
        tail = stream.read(8)
        if head[:4] == b"PARE":
            raise UnreadableError("the file is encrypted; publish it in plain, or do not publish it")
        if size < 12 or head[:4] != b"PAR1":
            raise UnreadableError(f"the file is {disguise(head) or 'no Parquet file'}; put the Parquet file itself here")
        if tail[4:] != b"PAR1":
            raise UnreadableError("the file does not end as a Parquet file does, it seems to be cut off; write it again")
        if (length := int.from_bytes(tail[:4], "little")) > min(MAX_FOOTER, size - 12):
            raise UnreadableError(f"the footer says that it has {length:,} bytes, more than there are or than are read")
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
    """The names of the columns: the elements are a tree, each before its children, and the columns those of the first."""
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
    length = meta[_PACKED]  # of a chunk without rows an offset may be 0, which means that there is no such page
    start = min((place for place in (meta[_DATA_OFFSET], meta.get(_DICTIONARY_OFFSET, 0)) if place > 0), default=4)
    if start < 4 or length < 0 or start + length > size:
        raise UnreadableError("a column says that it stands where the file has no room for it; write the file again")
    path = tuple(part.decode("utf-8") for part in meta[_PATH])
    return Chunk(path, meta[_PHYSICAL] == _BYTE_ARRAY, start, length, _CRYPTO in column)


def read_pages(stream: BinaryIO, chunk: Chunk) -> Iterator[Page]:
    """The pages of a column chunk. Raises UnreadableError where they are encrypted or their headers damaged."""
    if chunk.is_encrypted:
        raise UnreadableError(f"the column {chunk.path[0][:80]} is encrypted; publish it in plain, or without that column")
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
            raise UnreadableError(f"the page at byte {position:,} goes beyond its column; write the file again")
        yield page
        position += length + packed


def _header(stream: BinaryIO, position: int, left: int) -> tuple[dict[int, Any], int]:
    """The header of the page at that byte, and its length."""
    for size in _HEADER_SIZES:
        stream.seek(position)
        data = stream.read(min(size, left))
        try:
            return read_struct(data)
        except IndexError:
            if len(data) == left:
                break
    raise ThriftError("it does not end")
