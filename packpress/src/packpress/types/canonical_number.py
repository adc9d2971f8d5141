"""Writes numbers as canonical decimal text, so that keys are compared exactly and by value: 1, 1.0, 1e0 and +1 are equal.

float64 cannot do that: beyond 17 digits several decimals have the same float, and zero has two signs.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import bool_array, int64_array, numpy_values, string_array

_MOST_ZEROS, _MOST_LEADING = 20, 6
"""How many zeros are written at the end of an integer, and after the decimal point before the first nonzero digit."""
CANONICAL_NUMBER = (
    rf"0|-?[1-9][0-9]{{0,{_MOST_ZEROS}}}|-?[1-9][0-9]*\.[0-9]*[1-9]"
    rf"|-?0\.0{{0,{_MOST_LEADING}}}[1-9](?:[0-9]*[1-9])?"
)
"""The canonical form, in which most numbers already are; for RE2."""
_CANONICAL = rf"\A(?:{CANONICAL_NUMBER})\z"
_MOST_EXPONENT = 4_000
"""How many digits an exponent may have to be computed with; Python does not parse integers of many more."""
_TRUE = bool_array(np.ones(1, dtype=np.bool_))[0]
_PARTS = re.compile(r"(-?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?)0*([0-9]*))?")


def canonical_texts(plain: pa.StringArray) -> pa.StringArray:
    """Returns plain decimals in canonical form: "1", "0.5", "12E40"."""
    is_canonical = pc.fill_null(pc.match_substring_regex(plain, pattern=_CANONICAL), _TRUE)
    if pc.all(is_canonical).as_py():
        return plain
    odd = np.flatnonzero(~numpy_values(is_canonical))
    found = pc.take(plain, int64_array(odd))
    written = string_array([canonical_number(text) for text in found.to_pylist()])
    return pc.replace_with_mask(plain, pc.invert(is_canonical), written)


def canonical_number(text: str) -> str:
    """Returns the number in canonical form: 0.5, 120, -3, and 12E40 if there would be too many zeros."""
    match = _PARTS.fullmatch(text)
    if match is None:
        return text.lower()  # NaN and INF
    sign, whole, fraction, minus, power = match.groups()
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return "0"  # whatever its sign and exponent
    if power and len(power) > _MOST_EXPONENT:
        return text.lower()
    significant = digits.rstrip("0")
    exponent = int(f"{minus or ''}{power or 0}") - len(fraction) + len(digits) - len(significant)
    if 0 <= exponent <= _MOST_ZEROS:
        return f"{sign}{significant}{'0' * exponent}"
    point = len(significant) + exponent
    if exponent > 0 or point < -_MOST_LEADING:
        return f"{sign}{significant}E{exponent}"
    if point > 0:
        return f"{sign}{significant[:point]}.{significant[point:]}"
    return f"{sign}0.{'0' * -point}{significant}"
