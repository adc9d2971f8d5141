"""Text columns kept in little room until one is asked for: the keys of a large table are seldom looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow.arrays import Mask, buffer_values
from packpress.arrow.text_column import Bytes, Texts

_CODEC = "lz4_raw"


class Letters(NamedTuple):
    """What bytes a column of text has: whether all are ASCII, and whether capital and small letters of ASCII are there."""

    is_ascii: bool
    has_capitals: bool
    has_small: bool


class _Packed(NamedTuple):
    """A string array, packed: the lengths of its texts, their bytes, and which are there (None where all are)."""

    rows: int
    lengths: bytes
    data: bytes
    size: int
    present: Mask | None

    def unpack(self) -> pa.StringArray:
        offsets = np.zeros(self.rows + 1, np.int32)
        lengths = buffer_values(pa.decompress(self.lengths, 4 * self.rows, codec=_CODEC), np.int32)
        np.cumsum(lengths, out=offsets[1:])
        data = pa.decompress(self.data, self.size, codec=_CODEC) if self.size else pa.py_buffer(b"")
        valid = None if self.present is None else pa.py_buffer(np.packbits(self.present, bitorder="little"))
        return pa.StringArray.from_buffers(self.rows, pa.py_buffer(offsets), data, valid)


def _pack(column: pa.StringArray) -> _Packed:
    texts = Texts(column)
    # as bytes: a buffer would keep the room that the worst case needs
    lengths = pa.compress(pa.py_buffer(texts.lengths), codec=_CODEC, asbytes=True)
    data = pa.compress(pa.py_buffer(texts.data), codec=_CODEC, asbytes=True) if len(texts.data) else b""
    return _Packed(len(texts), lengths, data, len(texts.data), texts.present)


def letters_of(data: Bytes) -> Letters:
    """What the bytes are."""

    def has(first: str, last: str) -> bool:
        return bool((data - np.uint8(ord(first)) <= np.uint8(ord(last) - ord(first))).any())

    return Letters(is_ascii=not (data >= 128).any(), has_capitals=has("A", "Z"), has_small=has("a", "z"))


class PackedTexts(Mapping[str, pa.StringArray]):
    """Columns by their names; where ``is_large``, each is packed, and unpacked anew whenever it is asked for.

    ``sizes`` are the bytes of their texts.
    """

    def __init__(self, columns: Mapping[str, pa.StringArray], *, is_large: bool = True) -> None:
        self._columns = {name: _pack(column) if is_large else column for name, column in columns.items()}
        data = {name: Texts(column).data for name, column in columns.items()}
        self.letters = {name: letters_of(text) for name, text in data.items()}
        self.sizes = {name: len(text) for name, text in data.items()}

    def __getitem__(self, name: str) -> pa.StringArray:
        column = self._columns[name]
        return column.unpack() if isinstance(column, _Packed) else column

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)
