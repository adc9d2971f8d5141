"""What is wrong with the characters of a cell: a lone carriage return, a refused character, a form that is not composed."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.read.characters import is_composed, refused_characters
from packpress.read.csv.tokenizer import Fault

HEADER = "header cell"
"""What to call the name of a column, in which no soft hyphen may stand; the check of the cells warns of other ones."""


def cell_faults(line: int, number: int, cell: bytes, what: str = "cell") -> Iterator[Fault]:
    """The faults of the cell of that number in a row that begins on the line; ``what`` is what to call it."""
    if b"\r" in cell.replace(b"\r\n", b""):
        yield Fault(line, number, "text-line-end", f"a carriage return stands alone in the {what}", cell[:40])
    text = cell.decode("utf-8", "replace")
    for code, kind in refused_characters(text, soft_hyphens=what != HEADER):
        message = f"the {what} holds {code} ({kind}); remove it"
        yield Fault(line, number, "text-hidden-character", message, text.encode()[:80])
    if not is_composed(text):
        message = f"the {what} is not in Unicode normal form C; write composed characters (the formatter does)"
        yield Fault(line, number, "text-not-composed", message, text.encode()[:80])
