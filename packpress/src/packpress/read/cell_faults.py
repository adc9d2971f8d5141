"""Checks the characters of a cell: a carriage return without a line feed, a rejected character, text that is not in NFC."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packpress.read.characters import is_composed, refused_characters
from packpress.read.csv.tokenizer import TextFault

HEADER_CELL = "header cell"
"""What messages call a column name, in which soft hyphens are not allowed; in other cells they are only a warning."""

_CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_allowed(cell: bytes) -> bool:
    """Returns whether the standard allows the characters of a cell.

    RFC 4180 excludes only control characters of ASCII, and says nothing about characters beyond ASCII.
    """
    return _CONTROL.search(cell) is None


def cell_faults(line: int, number: int, cell: bytes, what: str = "cell") -> Iterator[TextFault]:
    """Yields the faults of a cell, given the line of its row and its number; ``what`` is what messages call it."""
    if b"\r" in cell.replace(b"\r\n", b""):
        yield TextFault(line, number, "text-line-end", f"a carriage return without a line feed in the {what}", cell[:40])
    text = cell.decode("utf-8", "replace")
    for code, kind in refused_characters(text, soft_hyphens=what != HEADER_CELL):
        message = f"the {what} contains {code} ({kind}); remove it"
        yield TextFault(line, number, "text-hidden-character", message, text.encode()[:80])
    if not is_composed(text):
        message = f"the {what} is not in Unicode normal form C; use composed characters, as the canonical layout does"
        yield TextFault(line, number, "text-not-composed", message, text.encode()[:80])
