"""Cells of the feed, a column at a time: ``harmless``, and in quotes where CSV needs them."""

from __future__ import annotations

import json
import re

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Mask, bool_array, numpy_values, string_array
from packpress.arrow.text_column import Texts
from packpress.escape import printable
from packpress.read.characters import NUMBER

_BEGINNINGS = "=+-@'"
_NUMBER = re.compile(NUMBER.replace(r"\z", r"\Z"))
_PLAIN = bytes(set(range(ord(" "), ord("~") + 1)) - set(b'",:#'))
"""The bytes that need nothing inside a cell."""
_IS_BEGINNING = np.zeros(256, np.bool_)
_IS_BEGINNING[list(_BEGINNINGS.encode())] = True
# bytes → what a cell with them has if a runner may take it for a command; Python decides whether it does
_MAY_BE_COMMAND = ((b":", r"\A[^!-~]*:[^!-~]*:"), (b"#", r"(?s)#.*#.*\["))


def harmless(text: str) -> str:
    """Returns the text with an apostrophe in front if a spreadsheet could run it; as JSON if a log could not show it."""
    if printable(text) != text:
        return "'" + printable(json.dumps(text, ensure_ascii=False))
    return "'" + text if text[:1] in (*_BEGINNINGS,) and not _NUMBER.match(text) else text


def feed_cells(cells: pa.StringArray) -> pa.StringArray:
    """Returns each cell as the feed has it: ``["-1", "=1", "a,b"]`` as ``["-1", "'=1", '"a,b"']``.

    Most columns have no byte that needs anything; Python looks at a cell only where Arrow cannot decide.
    """
    texts = Texts(cells)
    data = texts.data.tobytes()
    rest = data.translate(None, _PLAIN)
    found = _with_apostrophes(cells, texts)
    odd = _odd(cells, data, rest)
    if odd.any():
        written = string_array([harmless(text) for text in cells.filter(bool_array(odd)).to_pylist()])
        found = pc.replace_with_mask(found, bool_array(odd), written)
    return _quoted(found) if odd.any() or b'"' in rest or b"," in rest else found


def _with_apostrophes(cells: pa.StringArray, texts: Texts) -> pa.StringArray:
    """Returns the cells, with an apostrophe in front of what a spreadsheet may run or that begins with one."""
    begins = _IS_BEGINNING[texts.first]
    if not begins.any():
        return cells
    begins[begins] = ~numpy_values(pc.match_substring_regex(cells.filter(bool_array(begins)), pattern=NUMBER))
    apostrophe = string_array(["'"])[0]
    return pc.if_else(bool_array(begins), pc.binary_join_element_wise(apostrophe, cells, string_array([""])[0]), cells)


def _odd(cells: pa.StringArray, data: bytes, rest: bytes) -> Mask:
    """Returns where a cell may have a character that is not printable, or be a command; ``rest`` has the bytes that matter."""
    odd = np.zeros(len(cells), np.bool_)
    if rest.translate(None, b'",:#') and not data.decode("utf-8").isprintable():
        odd |= np.fromiter((not text.isprintable() for text in cells.to_pylist()), np.bool_, len(cells))
    for mark, pattern in _MAY_BE_COMMAND:
        if mark in rest:
            odd |= numpy_values(pc.match_substring_regex(cells, pattern=pattern))
    return odd


def _quoted(cells: pa.StringArray) -> pa.StringArray:
    """Returns the cells with those in quotes that have a comma or a quotation mark."""
    needs = pc.match_substring_regex(cells, pattern='[",]')
    quote = string_array(['"'])[0]
    doubled = pc.replace_substring(cells, pattern='"', replacement='""')
    return pc.if_else(needs, pc.binary_join_element_wise(quote, doubled, quote, string_array([""])[0]), cells)
