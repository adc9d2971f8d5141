"""What a type answers with: how cells are written and measured, and how values beyond a bound are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pyarrow as pa


class Lexis(NamedTuple):
    """How cells are written: a full-match pattern for RE2 ("" matches every text), and a predicate for what it cannot express.

    A cell is valid if the pattern matches and ``judge(text)`` is true. ``expected`` completes the message "is not …".
    """

    pattern: str
    expected: str
    judge: Callable[[str], bool] | None = None


class Size(NamedTuple):
    """How ``minLength`` and ``maxLength`` measure cells: ``lengths`` measures a column; without it, ``items`` measures a cell.

    For strings ``lengths`` is ``utf8_length``; for JSON arrays ``items('[1, 2]')`` is 2. ``is_within_bytes`` is true if the
    length of a cell never exceeds its number of bytes.
    """

    unit: str
    lengths: Callable[[pa.StringArray], pa.Array] | None = None
    items: Callable[[str], int] | None = None
    is_within_bytes: bool = False


class Bound(NamedTuple):
    """A kind of bound, for Python values and for Arrow arrays.

    For ``maximum``, ``breaks`` is ``operator.gt``, so that ``breaks(5, 4)`` is true, and ``holds`` is Arrow's ``less_equal``.
    """

    breaks: Callable[[Any, Any], bool]
    holds: Callable[[pa.Array, pa.Scalar], pa.BooleanArray]


class Outside(NamedTuple):
    """How values beyond a bound are found: ``broken(cells, values)`` returns a mask that is true for them.

    If ``place`` is given, it maps each cell to a sort key, and ``broken`` gets an object array of these keys instead of values.
    For durations ``place("PT1M")`` is 60.
    """

    broken: Callable[[pa.StringArray, Any], pa.BooleanArray]
    place: Callable[[str], Any] | None = None
