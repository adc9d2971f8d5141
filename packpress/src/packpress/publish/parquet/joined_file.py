"""Joins Parquet files that have the same columns into one, row group after row group, without decoding a page.

A writer of pyarrow encodes one row group after another in one thread. Row groups that are encoded as files of their own can be
encoded at the same time; their pages are copied, and their offsets in the footer are moved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

import pyarrow as pa

from packpress.publish.parquet.compact_structs import Struct, list_head, read_typed, write_typed
from packpress.read.parquet.thrift import BINARY, I16, I64, LIST_OF, STRUCT

_MAGIC = b"PAR1"
_TAIL = 8
"""The length of the footer in four bytes, and the magic number."""
# field numbers of parquet.thrift
_ROWS, _GROUPS, _METADATA = 3, 4, 5
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
_MOST_ORDINALS = 2**15
"""How many row groups can have an ordinal, which is optional and has 16 bits; those after them have none."""
_META = 3
_CHUNK_OFFSETS, _PAGE_INDEX = (2,), 4
"""Of a column chunk: its deprecated offset; and that of an index of its pages, which has offsets of its own."""
_META_OFFSETS = (9, 10, 11, 14)
"""Of the metadata of a column chunk: the offsets of its data, index and dictionary pages, and of its Bloom filter."""


class JoinedFile:
    """A Parquet file in the making; its sink is opened for the first of the files that are joined."""

    def __init__(self, open_sink: Callable[[], BinaryIO]) -> None:
        """``open_sink`` returns a new binary file: ``lambda: path.open("wb")``."""
        self._open_sink = open_sink
        self._sink: BinaryIO | None = None
        self._footer: Struct = {}
        self._size = self._rows = 0
        self._groups: list[bytes] = []

    def add(self, file: bytes | pa.Buffer) -> None:
        """Appends the row groups of a whole Parquet file that has the columns and the metadata of those before it.

        Raises ValueError if it has indexes of pages.
        """
        data = memoryview(file)
        begin = len(data) - _TAIL - int.from_bytes(data[-_TAIL:-4], "little")
        footer, _ = read_typed(bytes(data[begin:-_TAIL]))
        if self._sink is None:
            self._sink = self._open_sink()
            self._footer = footer
            self._write(_MAGIC)
        shift = self._size - len(_MAGIC)
        self._write(data[len(_MAGIC) : begin])
        for group in footer[_GROUPS][1][1]:
            self._groups.append(write_typed(_moved(group, shift, len(self._groups))))
        self._rows += footer[_ROWS][1]

    def finish(self, metadata: Mapping[str, str]) -> None:
        """Writes the footer, with additional metadata, and closes the file; at least one file must have been added."""
        added: list[Struct] = [{1: (BINARY, key.encode()), 2: (BINARY, text.encode())} for key, text in metadata.items()]
        given = self._footer[_METADATA][1][1] if _METADATA in self._footer else []
        fields = self._footer | {_ROWS: (I64, self._rows), _METADATA: (LIST_OF, (STRUCT, [*given, *added]))}
        fields[_GROUPS] = LIST_OF, (STRUCT, [])
        fields = dict(sorted(fields.items()))
        before = write_typed({number: value for number, value in fields.items() if number < _GROUPS})[:-1]
        # the head of the field, whose number is one more than that before it
        groups = bytes([1 << 4 | LIST_OF]) + list_head(STRUCT, len(self._groups)) + b"".join(self._groups)
        after = {number - _GROUPS: value for number, value in fields.items() if number > _GROUPS}
        footer = before + groups + write_typed(after)
        self._write(footer + len(footer).to_bytes(4, "little") + _MAGIC)
        self.close()

    def close(self) -> None:
        """Closes the file as it is, complete or not."""
        if self._sink is not None:
            self._sink.close()

    def _write(self, data: bytes | memoryview) -> None:
        assert self._sink is not None
        self._sink.write(data)
        self._size += len(data)


def _moved(group: Struct, shift: int, number: int) -> Struct:
    """Returns the row group as the one with that number, with all of its offsets moved."""
    kind, chunks = group[_COLUMNS][1]
    columns = [_shifted(chunk, _CHUNK_OFFSETS, shift) for chunk in chunks]
    for column in columns:
        if _PAGE_INDEX in column:
            raise ValueError("files with indexes of pages cannot be joined")
        column[_META] = STRUCT, _shifted(column[_META][1], _META_OFFSETS, shift)
    moved = _shifted(group, (_GROUP_OFFSET,), shift) | {_COLUMNS: (LIST_OF, (kind, columns))}
    if moved.pop(_ORDINAL, None) is not None and number < _MOST_ORDINALS:
        moved[_ORDINAL] = I16, number
    return moved


def _shifted(fields: Struct, offsets: tuple[int, ...], shift: int) -> Struct:
    """Returns the fields with these offsets moved; 0 means that there is none."""
    found = dict(fields)
    for number in offsets:
        if number in found and found[number][1] > 0:
            kind, offset = found[number]
            found[number] = kind, offset + shift
    return found
