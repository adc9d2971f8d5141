"""Checks the characters of single cells, for formats without a text grammar that checks whole blocks."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NULL_STRING, bool_array, buffer_values
from packpress.arrow.code_points import is_utf_8
from packpress.read.characters import is_clean_beyond_ascii, is_composed, refused_characters
from packpress.read.reader import Breach

_NOT_COMPOSED = "the cell is not in Unicode normal form C; use composed characters, as the canonical layout does"


def text_faults(cells: pa.StringArray) -> tuple[pa.StringArray, tuple[Breach, ...]]:
    """Returns the cells, null where they are not UTF-8, and the rows with invalid bytes or characters.

    The whole column is checked first, because nearly every column is plain.
    """
    data = _bytes(cells)
    is_valid = data.isascii() or _is_utf_8(cells, data)
    if is_valid and not _has_controls(data) and is_clean_beyond_ascii(data, joined=True):
        return cells, ()
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    if not is_valid:
        broken = _undecodable(cells)
        rows["text-encoding", "the cell is not UTF-8; write it as UTF-8"] = broken
        is_broken = np.zeros(len(cells), dtype=np.bool_)
        is_broken[broken] = True
        cells = pc.if_else(bool_array(is_broken), NULL_STRING, cells)
    for row, cell in enumerate(cells.to_pylist()):
        for code, kind in refused_characters(cell or ""):
            rows["text-hidden-character", f"the cell contains {code} ({kind}); remove it"].append(row)
        if not is_composed(cell or ""):
            rows["text-not-composed", _NOT_COMPOSED].append(row)
    return cells, tuple(Breach(rule, message, np.array(found, np.intp)) for (rule, message), found in rows.items() if found)


def _bytes(cells: pa.StringArray) -> bytes:
    """Returns the texts of the column, concatenated."""
    _, offsets, data = cells.buffers()
    if data is None or not len(cells):
        return b""
    ends = buffer_values(offsets, np.int32)
    return data[int(ends[cells.offset]) : int(ends[cells.offset + len(cells)])].to_pybytes()


def _is_utf_8(cells: pa.StringArray, data: bytes) -> bool:
    """Returns whether the bytes of the column are UTF-8, and no character extends over two cells."""
    try:
        cells.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return is_utf_8(data)


def _has_controls(data: bytes) -> bool:
    """Returns whether text has an ASCII control character other than tab, line feed and carriage return."""
    a = np.frombuffer(data, np.uint8)
    return bool((((a < 32) & (a != 9) & (a != 10) & (a != 13)) | (a == 127)).any())


def _undecodable(cells: pa.StringArray) -> list[int]:
    """Returns the rows whose bytes are not UTF-8."""
    found = []
    for row, raw in enumerate(cells.cast(pa.binary()).to_pylist()):
        try:
            (raw or b"").decode("utf-8")
        except UnicodeDecodeError:
            found.append(row)
    return found
