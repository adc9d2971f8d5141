"""Finds characters beyond ASCII in UTF-8 bytes, a whole block at a time and without decoding it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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


def lead_table(leads: Iterable[int]) -> Mask:
    """Returns for each byte whether it is one of these ``LEADS``: a mask of 256."""
    table = np.zeros(256, np.bool_)
    table[list(leads)] = True
    return table


class CodePoints:
    """The characters of valid UTF-8 that begin with certain bytes; read in chunks, because they take many times the memory."""

    def __init__(self, data: bytes, leads: Mask) -> None:
        """``leads`` is the ``lead_table`` of the first bytes."""
        self.text, self.leads = data, leads
        self.data: Bytes = np.frombuffer(data, np.uint8)

    def chunks(self) -> Iterator[tuple[Rows, Rows]]:
        """Yields the positions of characters and their code points."""
        for begin, piece in byte_chunks(self.data):
            places = np.flatnonzero(piece >= LEADS[0])
            first = piece[places]
            is_wanted = self.leads[first]
            places, first = places[is_wanted] + begin, first[is_wanted]
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
