"""The general categories of Unicode, and which code points RE2 has in them.

RE2 has its own Unicode version, depending on pyarrow (15.1 in pyarrow 26). Code points are looked up by matching with RE2, so
that an enumerated class has the same members as one that RE2 gets by name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import numpy_values
from packpress.pattern.characters.ranges import LAST, Ranges, intersect, merge

# general category → how many RE2 instructions it takes at most, inverted or not (measured with pyarrow 26)
CATEGORIES: Mapping[str, int] = {
    "Lu": 1030, "Ll": 1070, "Lt": 60, "Lm": 390, "Lo": 1340, "Mn": 1070, "Mc": 600, "Me": 65, "Nd": 360, "Nl": 100, "No": 400,
    "Pc": 60, "Pd": 130, "Ps": 260, "Pe": 250, "Pi": 60, "Pf": 60, "Po": 780, "Sm": 270, "Sc": 170, "Sk": 170, "So": 650,
    "Zs": 60, "Zl": 30, "Zp": 30, "Cc": 25, "Cf": 170, "Cs": 30, "Co": 35, "Cn": 0,
}  # fmt: skip
ALL = frozenset(CATEGORIES)
UNASSIGNED = "Cn"
"""The category that RE2 has no name for; RE2's class C lacks it too."""
# name of a group of categories → its members
CATEGORY_GROUPS: Mapping[str, frozenset[str]] = {
    **{group: frozenset(name for name in CATEGORIES if name[0] == group) for group in "LMNPSZC"},
    "LC": frozenset({"Lu", "Ll", "Lt"}),
}
_GIVEN = {
    **{name: names for name, names in CATEGORY_GROUPS.items() if len(name) == 1},
    "C": CATEGORY_GROUPS["C"] - {UNASSIGNED},
}
_ASCII_END = 0x7F


def class_names(categories: frozenset[str]) -> str:
    r"""Returns the assigned categories as parts of an RE2 class, such as ``\pL\p{Nd}``."""
    parts = []
    for name, members in _GIVEN.items():
        if members <= categories:
            parts.append(rf"\p{name}")
        else:
            parts += [rf"\p{{{member}}}" for member in sorted(members & categories)]
    return "".join(parts)


def within(points: Ranges, categories: frozenset[str]) -> Ranges:
    """Returns the code points whose general category is in ``categories``."""
    if not points or not categories or categories == ALL:
        return points if categories else ()
    ascii_points, others = intersect(points, ((0, _ASCII_END),)), intersect(points, ((_ASCII_END + 1, LAST),))
    found = [(code, code) for first, last in ascii_points for code in range(first, last + 1)]
    kept = [(code, code) for code, _ in found if unicodedata.category(chr(code)) in categories]
    if others:
        assigned = categories - {UNASSIGNED}
        negative = UNASSIGNED in categories
        names = class_names(ALL - categories) if negative else class_names(assigned)
        kept += _matching(others, f"[{'^' if negative else ''}{names}]")
    return merge(kept)


@lru_cache(maxsize=100)
def members(expression: str) -> Ranges:
    r"""Returns all code points that the RE2 expression matches, such as ``\p{Greek}``.

    Raises ArrowInvalid if RE2 does not know it. Takes 0.2 s for all of Unicode.
    """
    return _matching(((0, LAST),), expression)


def _matching(points: Ranges, expression: str) -> Ranges:
    codes = np.concatenate([np.arange(first, last + 1, dtype="<u4") for first, last in points])
    codes = codes[(codes < 0xD800) | (codes > 0xDFFF)]
    lengths = 1 + (codes > 0x7F) + (codes > 0x7FF) + (codes > 0xFFFF)
    offsets = np.zeros(len(codes) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    data = codes.tobytes().decode("utf-32-le").encode()
    texts = pa.StringArray.from_buffers(len(codes), pa.py_buffer(offsets), pa.py_buffer(data))
    found = codes[numpy_values(pc.match_substring_regex(texts, pattern=expression))]
    edges = np.flatnonzero(np.diff(found.astype(np.int64), prepend=-2) != 1)
    ends = np.append(edges[1:], len(found))[: len(edges)] - 1
    return tuple(zip(found[edges].tolist(), found[ends].tolist(), strict=True))
