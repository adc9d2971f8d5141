"""Finds the delimiter of a file that nothing describes, if it is obvious from the first rows."""

from __future__ import annotations

from itertools import islice

from packpress.read.csv.tokenizer import Row, Tokenizer
from packpress.read.data import BYTE_ORDER_MARK

DELIMITERS = (",", ";", "\t", "|")
_ROWS = 100


def sniff_delimiter(head: bytes, usual: str) -> str:
    """Returns the delimiter of the text that begins with ``head``; the usual one unless another is obvious.

    It is obvious if the header has no other delimiter outside of quotes, or if only with this one all of the first rows have
    the same number of cells.
    """
    head = head.removeprefix(BYTE_ORDER_MARK)
    widths = {delimiter: _widths(head, delimiter) for delimiter in DELIMITERS}
    found = [delimiter for delimiter, counts in widths.items() if counts and counts[0] > 1]
    if len(found) > 1:
        found = [delimiter for delimiter in found if len(set(widths[delimiter])) == 1]
    return found[0] if len(found) == 1 else usual


def _widths(head: bytes, delimiter: str) -> list[int]:
    """Returns the number of cells of each of the first rows, 0 for one that cannot be read with the delimiter."""
    rows = Tokenizer(delimiter.encode()).read(head, 1, final=b"\n" not in head)
    return [len(row.cells) if isinstance(row, Row) else 0 for row in islice(rows, _ROWS)]
