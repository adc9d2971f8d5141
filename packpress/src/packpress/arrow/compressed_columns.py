"""Keeps text columns compressed until one is needed, since the keys of a large table are rarely read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow.arrays import Mask, buffer_values
from packpress.arrow.text_column import Bytes, Texts

_CODEC = "zstd"


class Letters(NamedTuple):
    """Which bytes a text column has: whether all are ASCII, and whether there are upper-case and lower-case ASCII letters."""

    is_ascii: bool
    has_capitals: bool
    has_small: bool

    @classmethod
    def of_all(cls, letters: Sequence[Letters]) -> Letters:
        """Returns the letters of several parts of a column."""
        has = [any(found[number] for found in letters) for number in (1, 2)]
        return cls(all(found.is_ascii for found in letters), *has)


class _Packed(NamedTuple):
    """A compressed string array: the lengths of its texts, their bytes, and which are not null (None if all are)."""

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
    # as bytes, because a buffer would keep the memory that the worst case needs
    lengths = pa.compress(pa.py_buffer(texts.lengths), codec=_CODEC, asbytes=True)
    data = pa.compress(pa.py_buffer(texts.data), codec=_CODEC, asbytes=True) if len(texts.data) else b""
    return _Packed(len(texts), lengths, data, len(texts.data), texts.present)


def letters_of(data: Bytes) -> Letters:
    """Returns which letters the bytes include."""

    def has(first: str, last: str) -> bool:
        return bool((data - np.uint8(ord(first)) <= np.uint8(ord(last) - ord(first))).any())

    return Letters(is_ascii=not (data >= 128).any(), has_capitals=has("A", "Z"), has_small=has("a", "z"))


class PackedTexts(Mapping[str, pa.StringArray]):
    """Columns by name; if ``is_large``, each is kept compressed, and decompressed again on each access.

    ``sizes`` has the number of bytes of each column's texts.
    """

    def __init__(self, columns: Mapping[str, pa.StringArray], *, is_large: bool = True) -> None:
        self._columns = {name: _pack(column) if is_large else column for name, column in columns.items()}
        data = {name: Texts(column).data for name, column in columns.items()}
        self.letters = {name: letters_of(text) for name, text in data.items()}
        self.sizes = {name: len(text) for name, text in data.items()}

    def slice(self, begin: int, rows: int) -> PackedTexts:
        """Returns the columns from the row ``begin`` on, uncompressed; ``letters`` remain those of all rows."""
        columns = {name: self[name].slice(begin, rows) for name in self}
        part = PackedTexts({})
        part._columns = {**columns}
        part.letters = self.letters
        part.sizes = {name: Texts(column).size for name, column in columns.items()}
        return part

    def present(self, name: str) -> Mask | None:
        """Returns a mask of the texts of a column that are not null, None if all are; decompresses nothing."""
        column = self._columns[name]
        return column.present if isinstance(column, _Packed) else Texts(column).present

    def only(self, names: Iterable[str]) -> PackedTexts:
        """Returns some of the columns."""
        return PackedTexts({name: self[name] for name in names}, is_large=False)

    def __getitem__(self, name: str) -> pa.StringArray:
        column = self._columns[name]
        return column.unpack() if isinstance(column, _Packed) else column

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)
