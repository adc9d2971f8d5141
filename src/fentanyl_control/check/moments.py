"""Reads dates and times in a format of strptime a whole column at a time, as strptime of Python does in English.

Python's own takes microseconds a cell, and a file may have a million. RE2 takes the parts of all cells at once, with the same
patterns in the same order, and arithmetic makes moments of them. Formats with weeks, zones or odd pairs are left to Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.package.model import Field
from fentanyl_control.read.constants import FALSE, Mask, int_scalar, numpy_values, string_array

Numbers = npt.NDArray[np.int64]
Reader = Callable[[pa.StringArray], tuple[Numbers, Mask]]
"""Gives of cells their microseconds since 1970, and whether each is a real moment in the format; a null cell is none."""
_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# directive of names → the names
_NAMES: Mapping[str, Sequence[str]] = {
    "B": _MONTHS,
    "b": [name[:3] for name in _MONTHS],
    "A": _DAYS,
    "a": [name[:3] for name in _DAYS],
    "p": ["am", "pm"],
}
# directive of numbers → its pattern, as in strptime: the first alternative that fits is taken
_NUMBERS: Mapping[str, str] = {
    "Y": r"\d\d\d\d",
    "y": r"\d\d",
    "m": "1[0-2]|0[1-9]|[1-9]",
    "d": r"3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9]",
    "j": r"36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9]",
    "H": r"2[0-3]|[0-1]\d|\d",
    "I": "1[0-2]|0[1-9]|[1-9]",
    "M": r"[0-5]\d|\d",
    "S": r"6[0-1]|[0-5]\d|\d",
    "f": "[0-9]{1,6}",
}
_SHORT: Mapping[str, str] = {"x": "%m/%d/%y", "X": "%H:%M:%S", "c": "%a %b %d %H:%M:%S %Y"}
_RIVALS = ("Yy", "mBbj", "dj", "Aaj", "HI")
"""Directives that may contradict each other; a format with two of one kind is left to Python."""
_BLANK = r"[\t-\r\x1c-\x1f ]+"
_PIECE = re.compile(rf"%(?P<directive>[^%])|(?P<blank>{_BLANK})|%?(?P<literal>.)", re.DOTALL)
_EPOCH = datetime(1970, 1, 1)
_EMPTY = string_array([""])
_NO_PART: pa.Scalar = string_array(["0"])[0]


def column_reader(field: Field) -> Reader | None:
    """What reads cells of a field of dates or times in a format of strptime; None where the format is another."""
    if field.type not in ("date", "time", "datetime") or field.format in ("default", "any"):
        return None
    return _reader(field.format)


def microseconds(moment: datetime) -> int:
    """The moment, which has no zone, as a reader gives it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=1000)
def _reader(form: str) -> Reader | None:
    pieces = list(_PIECE.finditer(re.sub("%([xXc])", lambda short: _SHORT[short[1]], form)))
    found = [piece["directive"] for piece in pieces if piece["directive"]]
    is_known = set(found) <= _NAMES.keys() | _NUMBERS.keys()
    has_rivals = any(sum(map(found.count, rivals)) > 1 for rivals in _RIVALS)
    is_odd = any(not c.isascii() and (c.isspace() or c.lower() != c.upper()) for c in form)
    if not is_known or has_rivals or is_odd:
        return None
    # the first way to match counts, even where it leaves something over
    pattern = rf"\A{''.join(map(_pattern, pieces))}(?P<rest>(?s:.*))\z"
    may_be_indented = form != form.strip()

    def read(cells: pa.StringArray) -> tuple[Numbers, Mask]:
        encoded = pc.dictionary_encode(cells)
        texts = pa.concat_arrays([encoded.dictionary, _EMPTY])  # the last stands for null: no format takes an empty text
        parts = pc.extract_regex(texts, pattern=pattern)
        fits = pc.fill_null(pc.equal(pc.struct_field(parts, ["rest"]), _EMPTY[0]), FALSE)
        if not may_be_indented:
            fits = pc.and_not(fits, pc.match_substring_regex(texts, pattern=rf"\A{_BLANK}"))
        moments, exists = _moments({d: _numbers(d, pc.struct_field(parts, [d])) for d in found}, len(texts))
        rows = numpy_values(pc.fill_null(encoded.indices, pc.cast(int_scalar(len(texts) - 1), pa.int32())))
        return moments[rows], (numpy_values(fits) & exists)[rows]

    return read


def _pattern(piece: re.Match[str]) -> str:
    """What a piece of a format matches, for RE2; letters match in either case."""
    if piece["blank"]:
        return _BLANK
    if literal := piece["literal"]:
        return _letters(literal)
    directive = piece["directive"]
    choices = _NUMBERS.get(directive) or "|".join(map(_letters, _NAMES[directive]))
    return f"(?P<{directive}>{choices})"


def _letters(text: str) -> str:
    """Not by a flag: RE2 would take the long s and the sign of Kelvin as well."""
    either = (f"[{c.lower()}{c.upper()}]" if c.isascii() and c.isalpha() else re.escape(c) for c in text)
    return "".join(either)


def _numbers(directive: str, parts: pa.StringArray) -> Numbers:
    """The numbers of a directive, 0 where a text has none; months and days are counted from 1 on, the forenoon is 0."""
    if directive in _NAMES:
        found = pc.index_in(pc.ascii_lower(parts), value_set=string_array(_NAMES[directive]))
        numbers: Numbers = numpy_values(pc.fill_null(found, pc.cast(int_scalar(0), pa.int32()))).astype(np.int64)
        return numbers if directive == "p" else numbers + 1
    if directive == "f":
        parts = pc.ascii_rpad(parts, width=6, padding="0")
    if directive == "d":
        parts = pc.ascii_ltrim_whitespace(parts)
    return numpy_values(pc.cast(pc.fill_null(parts, _NO_PART), pa.int64()))


def _moments(parts: Mapping[str, Numbers], count: int) -> tuple[Numbers, Mask]:
    """The moments of the parts of dates and times by directive, and whether each exists."""

    def part(directives: str, default: int) -> Any:
        return next((parts[d] for d in directives if d in parts), np.full(count, default, np.int64))

    year = part("Y", 1900)
    if "y" in parts:
        year = parts["y"] + np.where(parts["y"] <= 68, 2000, 1900)
    month, day = part("mBb", 1), part("jd", 1)
    months = (year - 1970) * 12 + np.clip(month, 1, 12) - 1
    last_months = months + (12 if "j" in parts else 1)
    first, end = (m.astype("M8[M]").astype("M8[D]").astype(np.int64) for m in (months, last_months))
    hour, second = part("H", 0), part("S", 0)
    if "I" in parts:
        hour = parts["I"] % 12 + 12 * part("p", 0)
    exists: Mask = (year >= 1) & (day >= 1) & (day <= end - first) & (second < 60)
    seconds = (((first + day - 1) * 24 + hour) * 60 + part("M", 0)) * 60 + second
    return seconds * 1_000_000 + part("f", 0), exists
