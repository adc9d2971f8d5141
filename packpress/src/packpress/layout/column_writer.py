"""Renders columns as canonical rows, block by block; ``row_writer`` renders single rows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import string_array
from packpress.arrow.text_column import Texts
from packpress.layout.row_writer import DialectWriter

_BLANKS = np.isin(np.arange(256), list(b" \t"))


def write_rows(writer: DialectWriter, columns: list[pa.StringArray]) -> pa.StringArray:
    """Returns the rows of the columns, whose cells are clean, each with its line end."""
    write = _quote if writer.dialect.quote else _escape
    cells = [write(writer, column, is_first=not number) for number, column in enumerate(columns)]
    rows = pc.binary_join_element_wise(*cells, _scalar(writer.dialect.delimiter)) if len(cells) > 1 else cells[0]
    if len(cells) == 1 and writer.dialect.quote:
        rows = pc.if_else(pc.equal(rows, _scalar("")), _scalar(writer.dialect.quote * 2), rows)  # a blank line is not a record
    return _join(rows, _scalar(writer.line_end))


def _quote(writer: DialectWriter, cells: pa.StringArray, *, is_first: bool) -> pa.StringArray:
    if writer.marks is not None and not (is_first and writer.dialect.comment):
        data = Texts(cells).data.tobytes()
        if not any(mark in data for mark in writer.marks):
            return cells
    is_quoted = pc.match_substring_regex(cells, pattern=writer.special)
    if is_first and writer.dialect.comment:
        is_quoted = pc.or_(is_quoted, pc.starts_with(cells, pattern=writer.dialect.comment))
    if not pc.any(is_quoted).as_py():
        return cells
    quote = writer.dialect.quote
    doubled = pc.replace_substring(cells, pattern=quote, replacement=quote * 2)
    return pc.if_else(is_quoted, _join(_scalar(quote), doubled, _scalar(quote)), cells)


def _escape(writer: DialectWriter, cells: pa.StringArray, *, is_first: bool) -> pa.StringArray:
    special, escape = writer.special, writer.dialect.escape
    replacement = escape.replace("\\", "\\\\") + r"\1"
    escaped = pc.replace_substring_regex(cells, pattern=f"({special})", replacement=replacement)
    begins_oddly = pc.starts_with(cells, pattern='"')
    if is_first and writer.dialect.comment:
        begins_oddly = pc.or_(begins_oddly, pc.starts_with(cells, pattern=writer.dialect.comment))
    if pc.any(begins_oddly).as_py():
        begins_oddly = pc.and_not(begins_oddly, pc.match_substring_regex(cells, pattern=f"^(?:{special})"))
        escaped = pc.if_else(begins_oddly, _join(_scalar(escape), escaped), escaped)
    if writer.dialect.null is None:
        return escaped
    return pc.if_else(pc.equal(cells, _scalar(writer.dialect.null)), cells, escaped)


def _join(*parts: pa.StringArray | pa.StringScalar) -> pa.StringArray:
    return pc.binary_join_element_wise(*parts, _scalar(""))


def _scalar(text: str) -> pa.StringScalar:
    return string_array([text])[0]


def trim(cells: pa.StringArray) -> pa.StringArray:
    """Returns the cells without spaces at the ends; a valid file already has them in NFC."""
    texts = Texts(cells)
    if not len(texts.data):
        return cells
    last = texts.data[np.maximum(texts.starts + texts.lengths - 1, 0)]
    has_space = ((_BLANKS[texts.first] | _BLANKS[last]) & (texts.lengths > 0)).any()
    return pc.utf8_trim(cells, characters=" \t") if has_space else cells
