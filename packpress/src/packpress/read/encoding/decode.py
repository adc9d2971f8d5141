"""Converts chunks of text from another encoding to UTF-8, with a mark for each byte that the encoding does not define."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from packpress.encodings import UNDEFINED

_ESCAPED = "\udcff"
"""What ``surrogateescape`` encodes as ``UNDEFINED``."""
_LONE = re.compile("[\ud800-\udfff]")
_HIGH = range(0xD8, 0xDC)
Offsets = npt.NDArray[np.int64]
NO_OFFSETS: Offsets = np.zeros(0, np.int64)


class Decoded(NamedTuple):
    """A chunk as UTF-8, how many bytes of the input it is, and its marks.

    ``marks`` and ``places`` are their offsets in the chunk and in the input, ``values`` the bytes or code units there.
    """

    data: bytes
    consumed: int
    marks: Offsets = NO_OFFSETS
    places: Offsets = NO_OFFSETS
    values: Offsets = NO_OFFSETS


def decode_bytes(data: bytes, codec: str) -> Decoded:
    """Returns the chunk of an encoding that has one byte for each character."""
    if data.isascii():
        return Decoded(data, len(data))
    try:
        return Decoded(data.decode(codec).encode(), len(data))
    except UnicodeDecodeError:
        text = _LONE.sub(_ESCAPED, data.decode(codec, "surrogateescape"))
    return _with_marks(text, np.frombuffer(data, np.uint8), 1)


def decode_utf_16(data: bytes, codec: str, *, is_last: bool) -> Decoded:
    """Returns the chunk of UTF-16 in the byte order of the codec, without a character that is cut at its end.

    The last chunk of a file is decoded to its end.
    """
    size = len(data) - len(data) % 2
    if not is_last and size and data[size - 1 if codec.endswith("le") else size - 2] in _HIGH:
        size -= 2  # the other half of the pair is still to come
    try:
        text = data[:size].decode(codec)
    except UnicodeDecodeError:
        text = _LONE.sub(_ESCAPED, data[:size].decode(codec, "surrogatepass"))
    is_cut = is_last and size < len(data)
    if not is_cut and _ESCAPED not in text:
        return Decoded(text.encode(), size)
    units = np.frombuffer(data[:size], "<u2" if codec.endswith("le") else ">u2")
    if is_cut:  # half of a code unit
        text, units, size = text + _ESCAPED, np.append(units, np.uint16(data[-1])), len(data)
    return _with_marks(text, units, 2)._replace(consumed=size)


def _with_marks(text: str, units: npt.NDArray[np.unsignedinteger], width: int) -> Decoded:
    """Returns the text as UTF-8 with its marks, given its code units, of which each has ``width`` bytes."""
    written = text.encode("utf-8", "surrogateescape")
    data = np.frombuffer(written, np.uint8)
    marks = np.flatnonzero(data == UNDEFINED[0])
    counts = np.where((data & 0xC0) == 0x80, 0, 1)  # a continuation byte belongs to the character before it
    if width == 2:
        counts[(data >= 0xF0) & (data < 0xF8)] = 2  # beyond U+FFFF, a character is a pair of units
    places = np.cumsum(counts)[marks] - 1
    return Decoded(written, width * len(units), marks, width * places, units[places].astype(np.int64))
