"""Reads a file in another encoding as UTF-8, chunk by chunk, so that everything after this reads UTF-8 only."""

from __future__ import annotations

import codecs
import io
from typing import Protocol

import numpy as np

from packpress.package.text.encodings import codec_of
from packpress.read.disguise import HEAD
from packpress.read.encoding.decode import Offsets, decode_bytes, decode_utf_16
from packpress.read.encoding.signs import byte_order, contradiction

MAX_MARKS = 250_000
"""Of how many undefined bytes the places are kept; messages about any others lack the byte."""


class ByteSource(Protocol):
    """The bytes of a file."""

    def read(self, size: int, /) -> bytes:
        """Returns about ``size`` more bytes; none at the end."""

    def close(self) -> None:
        """Closes the file."""


class Transcoded(io.RawIOBase):
    """The text of a file as UTF-8, to be read in chunks like a binary file.

    What the encoding does not define is read as a byte that is not UTF-8. ``contradiction`` says why the file is not in the
    encoding at all, once it has been read from; then there is no text.
    """

    def __init__(self, source: ByteSource, encoding: str) -> None:
        self.source, self.encoding = source, encoding
        self.contradiction = ""
        self._codec, self._is_16 = codec_of(encoding), encoding.startswith("utf-16")
        self._is_first, self._is_over = True, False
        self._kept = self._rest = b""
        self._given = self._taken = 0
        self._marks: list[tuple[Offsets, Offsets, Offsets]] = []
        self._count = 0
        self._utf_8 = None if self._is_16 else codecs.getincrementaldecoder("utf-8")()
        self._has_letters = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Returns about ``size`` more bytes of text; none at the end."""
        wanted = io.DEFAULT_BUFFER_SIZE if size is None or size < 0 else size
        text, self._kept = self._kept, b""
        while len(text) < wanted and not self._is_over:
            more = self._read_more(wanted - len(text))
            text = text + more if text else more
            if more:
                break  # as much as the source gave, which may end with a line
        return text

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Puts the next bytes of text into the buffer; returns how many. A ``BufferedReader`` calls it."""
        text = self.read(len(buffer))
        size = min(len(text), len(buffer))
        buffer[:size] = text[:size]
        self._kept = text[size:]
        return size

    def readable(self) -> bool:
        """Returns True."""
        return True

    def give_back(self, data: bytes) -> None:
        """Puts back the last bytes that were read."""
        self._kept = data + self._kept

    def close(self) -> None:
        """Closes the file."""
        self.source.close()
        super().close()

    @property
    def seems_utf_8(self) -> bool:
        """Whether the whole text would also be valid UTF-8, and not only ASCII; known at its end."""
        return self._utf_8 is not None and self._has_letters and self._is_over and not self._utf_8.getstate()[0]

    def undefined(self, offset: int) -> str:
        """Returns what is not defined at that offset of the text, and at which byte of the file it is."""
        for marks, places, values in reversed(self._marks):
            if marks[0] <= offset:
                number = int(np.searchsorted(marks, offset))
                if number < len(marks) and marks[number] == offset:
                    return f" at byte {places[number]} ({self._name(int(values[number]))})"
        return ""

    def _name(self, value: int) -> str:
        if not self._is_16:
            return f"0x{value:02X} is not defined in it"
        return f"0x{value:04X} is half of a surrogate pair" if value > 0xFF else "half of a code unit"

    def _read_more(self, size: int) -> bytes:
        raw = self.source.read(max(size, HEAD))
        self._is_over = not raw
        if self._is_first:
            self._is_first, self.contradiction = False, contradiction(raw, self.encoding)
            if self.contradiction:
                self._is_over = True
                return b""
            if self.encoding == "utf-16" and raw:  # its byte order mark is part of the encoding, not of the text
                self._codec, self._taken, raw = codec_of(byte_order(raw)), 2, raw[2:]
        self._look_for_utf_8(raw)
        data = self._rest + raw
        is_last = self._is_over
        decoded = decode_utf_16(data, self._codec, is_last=is_last) if self._is_16 else decode_bytes(data, self._codec)
        if len(marks := decoded.marks[: MAX_MARKS - self._count]):
            count = len(marks)
            self._marks.append((marks + self._given, decoded.places[:count] + self._taken, decoded.values[:count].copy()))
            self._count += count
        self._given, self._taken = self._given + len(decoded.data), self._taken + decoded.consumed
        self._rest = data[decoded.consumed :]
        return decoded.data

    def _look_for_utf_8(self, raw: bytes) -> None:
        if self._utf_8 is None or (raw.isascii() and not self._utf_8.getstate()[0]):
            return
        try:
            self._has_letters |= not self._utf_8.decode(raw, final=not raw).isascii()
        except UnicodeDecodeError:
            self._utf_8 = None
