"""Reads runs of certainly valid rows cell by cell with one regex, and rewrites them as RFC 4180.

The common path for a file in another dialect. A doubtful run is rejected as a whole; the exact tokenizer then reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from packpress.read.cell_faults import is_allowed
from packpress.read.characters import is_clean_beyond_ascii
from packpress.read.dialect.tokenizer import NO_TEXT, Grammar

SEPARATOR = "\x1f"
"""The delimiter of rewritten rows: a control character, which no valid cell contains."""
_SEPARATOR = SEPARATOR.encode()
_BETWEEN = b"\xfe"
"""Joins cells that are processed at once: a byte that does not occur in UTF-8."""
_QUOTED = re.compile(rb'["\r\n]')
_PLAIN = re.compile(rb"[\t\r\n -~]*")
RowLines = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Run:
    """Rewritten rows, the physical line of each, how many rows were comments, and where to continue reading."""

    written: bytes
    lines: RowLines
    comments: int
    consumed: int
    line: int


def write_row(cells: tuple[bytes, ...]) -> bytes:
    """Returns the cells as a record of RFC 4180 with our own delimiter."""
    return (_SEPARATOR.join(map(_write_cell, cells)) or b'""') + b"\n"


def _write_cell(cell: bytes) -> bytes:
    return b'"' + cell.replace(b'"', b'""') + b'"' if _QUOTED.search(cell) else cell


def read_run(grammar: Grammar, columns: int, data: bytes, line: int) -> Run | None:
    """Returns the whole rows of the data, which begin on that line, up to the first unreadable one; None if in doubt."""
    is_bare = (grammar.quote or grammar.escape) not in data and b'"' not in data
    return (_read_lines(grammar, columns, data, line) if is_bare else None) or _read_cells(grammar, columns, data, line)


def _read_lines(grammar: Grammar, columns: int, data: bytes, line: int) -> Run | None:
    """Reads rows without quoted or escaped cells, where only line ends and delimiters have a meaning."""
    end, comment, notes = grammar.line_end, grammar.comment, 0
    rows = data.split(end)  # from the left: in ":::" the last "::" is not a row end
    consumed = len(data) - len(rows.pop())
    if not rows or b"\r" in (text := b"".join(rows)) or b"\n" in text or not is_clean(text):
        return None
    begins = line + grammar.step * np.arange(len(rows), dtype=np.int64)
    after_line = line + grammar.step * len(rows)
    if comment and any(is_note := [row.startswith(comment) for row in rows]):
        notes, begins = sum(is_note), begins[~np.array(is_note)]
        rows = [row for row, is_one in zip(rows, is_note, strict=True) if not is_one]
    if b"" in rows or any(row.count(grammar.delimiter) != columns - 1 for row in rows):
        return None
    text = b"".join(row + b"\n" for row in rows)
    written = grammar.after.sub(_SEPARATOR, text) if grammar.skips_space else text.replace(grammar.delimiter, _SEPARATOR)
    return Run(written, begins, notes, consumed, after_line)


def _read_cells(grammar: Grammar, columns: int, data: bytes, line: int) -> Run | None:
    """Reads rows with quoted or escaped cells: cell by cell, with one regex."""
    found = grammar.run.findall(data)
    end = len(found)
    while end and (found[end - 1][3] or not (found[end - 1][2] == grammar.line_end or found[end - 1][0])):
        end -= 1
    if not end:
        return None
    consumed = len(data) - sum(len(part) for parts in found[end:] for part in parts)
    del found[end:]
    comments, raw, after, _ = zip(*found, strict=True)
    begins, after_line = _lines(grammar, comments, raw, after, line, data[:consumed])
    if grammar.comment and any(comments):
        if not is_clean(b"".join(comments).replace(grammar.line_end, b"\n")):
            return None
        raw = tuple(cell for cell, comment in zip(raw, comments, strict=True) if not comment)
        after = tuple(part for part, comment in zip(after, comments, strict=True) if not comment)
    written = _write(grammar, columns, raw, after, len(begins), data)
    return None if written is None else Run(written, begins, end - len(raw), consumed, after_line)


def _lines(
    grammar: Grammar,
    comments: tuple[bytes, ...],
    raw: tuple[bytes, ...],
    after: tuple[bytes, ...],
    line: int,
    data: bytes,
) -> tuple[RowLines, int]:
    """Returns the line on which each row begins, and the line after the last."""
    step, rows = grammar.step, after.count(grammar.line_end)
    if not (grammar.comment and any(comments)) and data.count(grammar.line_break) == step * rows:
        return line + step * np.arange(rows, dtype=np.int64), line + step * rows
    begins, is_first = [], True
    for comment, cell, part in zip(comments, raw, after, strict=True):
        if comment:
            line += step
            continue
        if is_first:
            begins.append(line)
        is_first = part == grammar.line_end
        line += cell.count(grammar.line_break) + (step if is_first else 0)
    return np.array(begins, np.int64), line


def _write(
    grammar: Grammar, columns: int, raw: tuple[bytes, ...], after: tuple[bytes, ...], rows: int, data: bytes
) -> bytes | None:
    """Returns the rewritten rows; None if a row is ragged or blank, or a cell contains something invalid."""
    if grammar.skips_space:
        after = tuple(part.rstrip(b" ") for part in after)
    if after != ((grammar.delimiter,) * (columns - 1) + (grammar.line_end,)) * rows or (columns == 1 and b"" in raw):
        return None
    cells = list(raw)
    if (grammar.quote or grammar.escape) in data:
        read = _read_special(grammar, cells)
        if read is None:
            return None
        cells = read
    written = _join(cells, columns, rows)
    if written.count(_SEPARATOR) != rows * (columns - 1) or not is_clean(written.replace(_SEPARATOR, b"\n")):
        return None
    if b'"' in written or b"\r" in written or written.count(b"\n") != rows:
        if grammar.lone_break.search(_BETWEEN.join(cells)):
            return None
        cells = [_write_cell(cell) for cell in cells]
        written = _join(cells, columns, rows)
    return _join([cell or b'""' for cell in cells], columns, rows) if columns == 1 and b"" in cells else written


def _read_special(grammar: Grammar, raw: list[bytes]) -> list[bytes] | None:
    """Returns the values of the cells, all processed at once, some quoted or escaped; None if one is in doubt."""
    null, special = grammar.null, grammar.quote or grammar.escape
    has_null = bool(null) and null in raw
    joined = _BETWEEN + _BETWEEN.join([b"" if cell == null else cell for cell in raw] if has_null else raw)
    if joined.count(_BETWEEN) > len(raw) or NO_TEXT in joined or (grammar.escape and grammar.has_code(joined)):
        return None  # a cell is not UTF-8, or an escape is in doubt
    if grammar.quote:
        joined = joined.replace(_BETWEEN + special, _BETWEEN)  # each single quote that is left now closes a cell
    read = joined.replace(special * 2, NO_TEXT).replace(special, b"").replace(NO_TEXT, special)
    cells = read.split(_BETWEEN)[1:]
    if null and null in cells:
        return None
    return [null if cell == null else other for cell, other in zip(raw, cells, strict=True)] if has_null else cells


def _join(cells: list[bytes], columns: int, rows: int) -> bytes:
    parts = [b""] * (2 * len(cells))
    parts[0::2] = cells
    parts[1::2] = ([_SEPARATOR] * (columns - 1) + [b"\n"]) * rows
    return b"".join(parts)


def is_clean(data: bytes) -> bool:
    """Returns whether the data are UTF-8, in NFC and without rejected characters."""
    return _PLAIN.fullmatch(data) is not None or (is_allowed(data) and is_clean_beyond_ascii(data))
