"""Decodes a file that is in memory as a whole, and encodes its text again."""

from __future__ import annotations

import io
from functools import partial

from packpress.encodings import UNDEFINED, UTF_8, codec_of
from packpress.read.data import BYTE_ORDER_MARK
from packpress.read.encoding.signs import advice_on, byte_order
from packpress.read.encoding.transcoded import Transcoded


class EncodingError(Exception):
    """The file is not in its encoding; ``line`` is that of the first invalid byte, 0 if the whole file is concerned."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def decode_text(data: bytes, encoding: str) -> str:
    """Returns the text without its byte order mark. Raises EncodingError at the first byte that is not in the encoding."""
    if encoding == UTF_8:
        try:
            return data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
        except UnicodeDecodeError as error:
            start = error.start + len(BYTE_ORDER_MARK) * data.startswith(BYTE_ORDER_MARK)
            message = f"is not UTF-8 at byte {start}; {advice_on(data)}"
            raise EncodingError(data.count(b"\n", 0, start) + 1, message) from error
    stream = Transcoded(io.BytesIO(data), encoding)
    text = b"".join(iter(partial(stream.read, len(data)), b""))
    if stream.contradiction:
        raise EncodingError(0, stream.contradiction)
    if (start := text.find(UNDEFINED)) >= 0:
        message = f'is not {encoding}{stream.undefined(start)}; correct "encoding" in the descriptor, or save the file as UTF-8'
        raise EncodingError(text.count(b"\n", 0, start) + 1, message)
    return (text if encoding == "utf-16" else text.removeprefix(BYTE_ORDER_MARK)).decode("utf-8")


def encode_text(text: str, encoding: str, like: bytes) -> bytes:
    """Returns the text in the encoding; in UTF-16 with the byte order mark of the file ``like``.

    Raises UnicodeEncodeError if the encoding lacks a character.
    """
    if encoding == "utf-16":
        return like[:2] + text.encode(codec_of(byte_order(like)))
    return text.encode(codec_of(encoding))
