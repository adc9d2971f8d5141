"""Finds characters beyond ASCII in UTF-8 bytes, a whole block at a time and without decoding it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from packpress.arrow.arrays import NO_ROWS, Mask, Rows, distinct
from packpress.arrow.byte_sets import byte_chunks
from packpress.arrow.text_column import Bytes

LEADS = range(0xC2, 0xF5)
"""The first bytes of characters beyond ASCII."""
_OF_3, _OF_4, _PAYLOAD, _LF, _CODES = 0xE0, 0xF0, 0x3F, 10, 0x110000


def is_utf_8(data: bytes) -> bool:
    """Returns whether the data are valid UTF-8, as Python decodes it: without surrogates and overlong forms."""
    offsets = pa.py_buffer(np.array([0, len(data)], np.int32))
    try:
        pa.StringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def pair_table(leads: Iterable[int], seconds: Mapping[int, Iterable[int]] = MappingProxyType({})) -> Mask:
    """Returns a mask of the pairs of bytes, the first in the low bits, with which a wanted character begins: 65,536 booleans.

    Wanted are the characters of these ``LEADS``; ``seconds`` limits a lead to some second bytes. ``pair_table([0xC2, 0xE2],
    {0xC2: [0xAD]})`` has the soft hyphen, which is C2 AD, and the characters that begin with E2.
    """
    table = np.zeros((256, 256), np.bool_)
    for lead in leads:
        table[list(seconds.get(lead, range(256))), lead] = True
    return table.ravel()


class CodePoints:
    """The characters of valid UTF-8 that begin with certain bytes; read in chunks, because they take many times the memory."""

    def __init__(self, data: bytes, begins: Mask) -> None:
        """``begins`` is the ``pair_table`` of the first two bytes."""
        self.text, self.begins = data, begins
        self.data: Bytes = np.frombuffer(data, np.uint8)

    def chunks(self) -> Iterator[tuple[Rows, Rows]]:
        """Yields the positions of characters and their code points."""
        pairs = np.ndarray((max(len(self.data) - 1, 0),), "<u2", self.text, strides=(1,))  # at every byte, that and the next
        for begin, piece in byte_chunks(self.data):
            places = np.flatnonzero(piece >= LEADS[0])
            wanted = np.flatnonzero(np.take(self.begins, pairs[begin:][places], mode="clip"))
            places = places[wanted] + begin
            first = self.data[places]
            codes = (first & 0x1F).astype(np.intp) << 6 | self.data[places + 1] & _PAYLOAD
            for lead, position in ((_OF_3, 2), (_OF_4, 3)):
                longer = np.flatnonzero(first >= lead)
                codes[longer] = codes[longer] << 6 | self.data[places[longer] + position] & _PAYLOAD
            codes &= 0x1FFFFF  # of the first of four bytes, one bit is not of the code point
            yield places, codes

    def characters(self) -> frozenset[str]:
        """Returns each of the characters once."""
        is_present = np.zeros(_CODES, np.bool_)
        for _, codes in self.chunks():
            is_present[codes] = True
        return frozenset(map(chr, np.flatnonzero(is_present).tolist()))

    def lines_with(self, characters: frozenset[str]) -> str:
        """Returns the lines with one of these characters, which must begin with the ``leads``, as one text."""
        is_wanted = np.zeros(_CODES, np.bool_)
        is_wanted[list(map(ord, characters))] = True
        ends = np.append(np.flatnonzero(self.data == _LF) + 1, len(self.data))
        found = [distinct(np.searchsorted(ends, places[is_wanted[codes]], side="right")) for places, codes in self.chunks()]
        lines = distinct(np.concatenate(found)) if found else NO_ROWS
        begins = np.where(lines > 0, ends[lines - 1], 0)
        whole = [self.text[begin:end] for begin, end in zip(begins.tolist(), ends[lines].tolist(), strict=True)]
        return b"".join(whole).decode("utf-8")
