"""Chooses the decimal type of a number column in which float64 would change a number, so that all are stored exactly."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import rows_where
from packpress.issue import Findings, Issue
from packpress.types.number import differs

MAX_PRECISION = 76
"""The digits of the widest decimal type of Arrow."""
KEPT = 100
"""How many special values of a column are reported individually; all are counted."""
Locate = Callable[[int], tuple[str, int]]
"""Returns the file and the line of a row: ``place(0)`` is ``("data/a.csv", 2)``."""
_NAMES = {"nan": "NaN", "inf": "INF", "-inf": "-INF"}


class Digits:
    """What a number column requires of a decimal type: digits, and the cells that no decimal type holds, with their places.

    Those are NaN, INF and -INF, and numbers that together have too many digits.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.whole = self.scale = self.others = 0
        self.longest = (-1, "", "", 0)
        """The number with the most digits: how many, its text, its file and its line."""
        self.changed: tuple[str, int] | None = None
        """The text and the line of the first number that float64 would change."""
        self.special: list[tuple[str, int, str]] = []

    def add(self, texts: pa.StringArray | pa.ChunkedArray, values: pa.Array, place: Locate) -> None:
        """Adds a part of the column: its numbers as plain decimals, their float64 values, and the function for its places."""
        for row, text in enumerate(texts.to_pylist()):
            if text is not None:
                whole, scale = _shape(text)
                self.whole, self.scale = max(self.whole, whole), max(self.scale, scale)
                if whole + scale > self.longest[0]:
                    self.longest = (whole + scale, text, *place(row))
                if self.changed is None and differs(text, values[row].as_py()):
                    self.changed = text, place(row)[1]
        for row in rows_where(pc.invert(pc.is_finite(values))).tolist():
            if len(self.special) < KEPT:
                self.special.append((*place(row), _NAMES[repr(values[row].as_py())]))
            else:
                self.others += 1

    def merge(self, other: Digits) -> None:
        """Adds what a later part of the column requires."""
        self.whole, self.scale = max(self.whole, other.whole), max(self.scale, other.scale)
        self.longest = other.longest if other.longest[0] > self.longest[0] else self.longest
        self.changed = self.changed or other.changed
        kept = other.special[: max(0, KEPT - len(self.special))]
        self.special += kept
        self.others += other.others + len(other.special) - len(kept)

    @property
    def type(self) -> pa.DataType | None:
        """The decimal type that holds every number: decimal128, or decimal256 if 38 digits are too few; None if neither."""
        if self.whole + self.scale > MAX_PRECISION:
            return None
        wide = self.whole + self.scale > 38
        return pa.decimal256(MAX_PRECISION, self.scale) if wide else pa.decimal128(38, self.scale)

    def report(self, findings: Findings) -> None:
        """Adds an issue for each cell that prevents the column from being published."""
        if self.type is None:
            _, text, path, line = self.longest
            message = (
                f"cannot be published: the column would need {self.whole} digits before the point and {self.scale} after "
                f"it, and no number type has more than {MAX_PRECISION}; shorten the number, or make the field a string"
            )
            findings.add(Issue(path, line, self.name, "", "number-unpublished", "error", message, text))
        changed, line = self.changed or ("another number", 0)
        shown = changed if len(changed) <= 40 else f"{changed[:39]}…"
        message = (
            f"cannot be published with {shown} on line {line}, which only a decimal type stores exactly: no decimal "
            f"type has NaN or INF; shorten that number, leave this cell empty, or make the field a string"
        )
        for path, line, name in self.special:
            findings.add(Issue(path, line, self.name, "", "number-unpublished", "error", message, name))
        if self.others:
            findings.count_only(path, self.name, "number-unpublished", self.others)


def _shape(text: str) -> tuple[int, int]:
    """Returns how many digits the number has before the point, without leading zeros, and how many after it."""
    try:
        _, digits, exponent = Decimal(text).as_tuple()
    except InvalidOperation:  # a zero with an exponent beyond those of Decimal
        return 0, MAX_PRECISION + 1
    assert isinstance(exponent, int)  # the number is finite
    return (0 if digits == (0,) else max(0, len(digits) + exponent)), max(0, -exponent)
