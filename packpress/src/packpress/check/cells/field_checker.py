"""Layer 2, cells: checks the columns of a batch against their fields, and returns the values of the valid cells."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import (
    FALSE,
    NO_MOMENT,
    NO_ROWS,
    NULL_STRING,
    Mask,
    Rows,
    bool_array,
    int_scalar,
    merged,
    rows_where,
    string_array,
)
from packpress.arrow.map_distinct import ask_once
from packpress.arrow.text_column import Texts
from packpress.arrow.work_limits import Effort, TooSlowError
from packpress.check.cells.constraints import Constraint, Unchecked, compile_constraints
from packpress.check.cells.json_size import MESSAGE, crowded_rows
from packpress.errors import PackageError
from packpress.issue import Severity
from packpress.read.characters import FORMULA, NUMBER
from packpress.read.reader import Breach
from packpress.types import field_type
from packpress.types.field import Field
from packpress.types.strptime.columns import read_moments


def _among(members: bytes | range) -> Mask:
    table = np.zeros(256, np.bool_)
    table[list(members)] = True
    return table


_ZERO = pc.cast(int_scalar(0), pa.int32())
_BEGINS_FORMULA = _among(b"=+-@\t")
_BEGINS_BLANK = _among(b"\t\n\v\f\r\x1c\x1d\x1e\x1f \xc2\xe1\xe2\xe3")
"""The first bytes, in UTF-8, of the characters that ``utf8_is_space`` accepts."""


@lru_cache(maxsize=1000)  # a table of many columns has few different ones
def _value_set(values: tuple[str, ...]) -> tuple[pa.StringArray, frozenset[int]]:
    """Returns the values as an array, and the set of their lengths in bytes."""
    return string_array(values), frozenset(len(text.encode()) for text in values)


@lru_cache(maxsize=1000)
def _is_taken(pattern: str) -> bool:
    """Returns whether RE2 accepts the pattern."""
    try:
        pc.match_substring_regex(string_array([""]), pattern=pattern)
    except pa.ArrowInvalid:
        return False
    return True


class Judged(NamedTuple):
    """A checked column: its typed values, null where a cell is missing or invalid, and its breaches.

    ``compared`` are the values as constraints and keys compare them: moments for dates and times in a format, which are
    parsed only once; otherwise the typed values.
    """

    values: pa.Array
    compared: pa.Array
    breaches: list[Breach]


class FieldChecker:
    """Checks one column at a time; compiled once per field. Raises PackageError for a constraint that cannot be used."""

    def __init__(self, field: Field, is_key: bool, effort: Effort | None = None) -> None:
        self.field = field
        self.is_required = field.is_required or is_key
        self.type = field_type(field)
        self.lexis = self.type.lexis
        self.moments = self.type.form
        self.whole = rf"\A(?:{self.lexis.pattern})\z" if self.lexis.pattern else ""
        self.doubts = self.type.doubts
        self.missing, self.missing_lengths = _value_set(field.missing_values)
        if not _is_taken(self.whole):
            raise PackageError(f'field "{field.name}": its notation is too complex to check')
        compiled = tuple(compile_constraints(self.type, effort or Effort()))
        self.constraints = tuple(item for item in compiled if isinstance(item, Constraint))
        self.unchecked = tuple(item for item in compiled if isinstance(item, Unchecked))

    def check(self, cells: pa.StringArray, is_text: bool = True) -> tuple[pa.Array, list[Breach]]:
        """Returns the typed values and the breaches of ``judge``."""
        judged = self.judge(cells, is_text, *read_moments([self.moments], [cells]))
        return judged.values, judged.breaches

    def judge(self, cells: pa.StringArray, is_text: bool, moments: pa.Int64Array | None) -> Judged:
        """Returns the values and breaches of a column; ``moments`` are those of dates or times in a format, else None.

        A cell that is not a value of its type is reported once, and not again by the constraints. A null cell is missing;
        words mean "missing" only if the file stores the cells as text (``missingValues`` is about the physical
        representation).
        """
        breaches: list[Breach] = []
        texts = Texts(cells)
        missing = self._missing(texts, is_text)
        lengths = texts.lengths
        if len(missing):
            texts = texts.without(missing)
        doubtful = None if self.doubts is None else self.doubts(texts)
        if self.is_required:
            is_word = lengths[missing] > 0
            words, empty = missing[is_word], missing[~is_word]
            if len(blank := self._blank(texts, doubtful)):
                missing, empty, texts = merged(missing, blank), merged(empty, blank), texts.without(blank)
            breaches += _breach("required", "the cell is empty; the field must have a value", empty)
            breaches += _breach("required", "means a missing value; the field must have a value", words)
        if self.type.is_json and len(crowded := crowded_rows(texts)):
            breaches += _breach("cell-too-long", MESSAGE, crowded)
            texts = texts.without(crowded)
        if moments is not None and len(missing):
            moments = pc.if_else(pc.is_valid(texts.cells), moments, NO_MOMENT)  # a word for "missing" may also be a moment
        values, unfit, wrong = self._cast(texts, doubtful, moments)
        compared = values if moments is None else moments
        breaches += _breach(f"type-{self.type.name}", f"is not {self.lexis.expected}", wrong)
        present = texts.without(wrong) if len(wrong) else texts
        if unfit is not None:
            message = f"does not fit {self.type.arrow}; write a smaller number, or make the field a string"
            breaches += _breach("type-range", message, rows_where(unfit))
        worked: dict[str, Any] = {}
        for constraint in self.constraints:
            try:
                breaches += _breach(constraint.rule, constraint.message, constraint.rows(present, compared, worked))
            except TooSlowError:
                message = "was not checked, nor were later cells: the pattern or JSON Schema takes too long; simplify it"
                breaches.append(Breach("constraint-given-up", message, np.arange(1, dtype=np.intp)))
        if is_text and self.type.arrow == pa.string():
            breaches += self._formula(present)
        return Judged(values, compared, breaches)

    def _missing(self, texts: Texts, is_text: bool) -> Rows:
        """Returns the rows whose cell is null or, in text, one of the missing values."""
        absent = NO_ROWS if texts.present is None else np.flatnonzero(~texts.present)
        if not is_text or not any((texts.lengths == length).any() for length in self.missing_lengths):
            return absent
        if self.missing_lengths == {0}:
            found = np.flatnonzero(texts.lengths == 0)
        else:
            found = rows_where(pc.is_in(texts.cells, value_set=self.missing))
        return merged(absent, found)

    def _blank(self, texts: Texts, doubtful: Rows | None) -> Rows:
        """Returns the rows whose cell is empty or only has blanks, no-break spaces and the like."""
        if doubtful is not None and self.type.doubts_blanks:
            suspects = texts.only_present(merged(doubtful, np.flatnonzero(texts.lengths == 0)))
        else:
            suspects = texts.only_present(
                np.flatnonzero(np.take(_BEGINS_BLANK, texts.first, mode="clip") | (texts.lengths == 0))
            )
        if not len(suspects):
            return NO_ROWS
        taken = texts.take(suspects)
        return suspects[rows_where(pc.or_(pc.utf8_is_space(taken), pc.equal(pc.binary_length(taken), _ZERO)))]

    def _cast(
        self, texts: Texts, doubtful: Rows | None, moments: pa.Int64Array | None
    ) -> tuple[pa.Array, pa.BooleanArray | None, Rows]:
        """Returns the values, a mask of those that do not fit their Arrow type, and the rows whose cells are not valid values.

        Cells that certainly are values are only cast; if the cast does not accept all of them, each is checked.
        """
        if moments is not None:
            wrong = texts.only_present(rows_where(pc.is_null(moments)))
            return (texts.without(wrong) if len(wrong) else texts).cells, None, wrong
        if doubtful is not None:
            doubtful = texts.only_present(doubtful)
            wrong = doubtful[self._illegal_rows(texts.take(doubtful))] if len(doubtful) else NO_ROWS
            right = texts.without(wrong) if len(wrong) else texts
            if (cast := self.type.cast_unjudged(right.cells)) is not None:
                return (*cast, wrong)
        wrong = self._illegal_rows(texts.cells)
        right = texts.without(wrong) if len(wrong) else texts
        return (*self.type.cast(right.cells), wrong)

    def _illegal_rows(self, present: pa.StringArray) -> Rows:
        illegal = self._illegal(present)
        return NO_ROWS if illegal is None else rows_where(illegal)

    def _illegal(self, present: pa.StringArray) -> pa.BooleanArray | None:
        """Returns a mask of the present cells that are not values of the type; None if every text is one."""
        wrong = pc.invert(pc.match_substring_regex(present, pattern=self.whole)) if self.whole else None
        if (judge := self.lexis.judge) is None:
            return wrong
        candidates = present if wrong is None else pc.if_else(pc.fill_null(wrong, FALSE), NULL_STRING, present)
        judged = ask_once(candidates, lambda text: text is not None and not judge(text))
        return bool_array(judged) if wrong is None else pc.or_(wrong, bool_array(judged))

    def _formula(self, present: Texts) -> list[Breach]:
        suspects = present.only_present(np.flatnonzero(np.take(_BEGINS_FORMULA, present.first, mode="clip")))
        if not len(suspects):
            return []
        taken = present.take(suspects)
        is_number = pc.match_substring_regex(taken, pattern=NUMBER)
        formulas = suspects[rows_where(pc.and_not(pc.match_substring_regex(taken, pattern=FORMULA), is_number))]
        message = "begins with = + - @ or a tab, so a spreadsheet may run it as a formula; put a word in front"
        return _breach("cell-formula", message, formulas, "warning")


def _breach(rule: str, message: str, rows: Rows, severity: Severity = "error") -> list[Breach]:
    return [Breach(rule, message, rows, severity)] if len(rows) else []
