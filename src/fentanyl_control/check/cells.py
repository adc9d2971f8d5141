"""Layer 2, cells: judges the columns of a batch against their fields, and gives the values of those that are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fentanyl_control.check.cast import arrow_type, cast_cells, numpy_values
from fentanyl_control.check.characters import FORMULA, NUMBER
from fentanyl_control.check.constants import NULL_STRING, bool_array, string_array
from fentanyl_control.check.constraints import Constraint, compile_constraints
from fentanyl_control.check.lexical import lexis
from fentanyl_control.errors import PackageError
from fentanyl_control.issue import Severity
from fentanyl_control.package.model import Field

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Breach:
    """Rows of a batch (from 0) that break one rule of one field."""

    rule: str
    message: str
    rows: Rows
    severity: Severity = "error"


def _rows(mask: pa.BooleanArray) -> Rows:
    """The places where the mask is true; null counts as false."""
    return np.flatnonzero(numpy_values(pc.fill_null(mask, _FALSE)))


_FALSE = bool_array(np.zeros(1, dtype=np.bool_))[0]


class FieldChecker:
    """Checks one column at a time; compiled once per field. Raises PackageError for a constraint that cannot be used."""

    def __init__(self, field: Field, is_key: bool) -> None:
        self.field = field
        self.is_required = field.is_required or is_key
        self.lexis = lexis(field)
        self.whole = rf"\A(?:{self.lexis.pattern})\z" if self.lexis.pattern else ""
        self.missing = string_array(field.missing_values)
        try:
            pc.match_substring_regex(string_array([""]), pattern=self.whole)
        except pa.ArrowInvalid as error:
            raise PackageError(f'field "{field.name}": its notation is too large to check') from error
        self.constraints: tuple[Constraint, ...] = tuple(compile_constraints(field))

    def check(self, cells: pa.StringArray) -> tuple[pa.Array, list[Breach]]:
        """The typed values, null where a cell is missing or wrong, and what the cells break.

        A cell that is no value of its type is reported once, and not again by the constraints.
        """
        breaches: list[Breach] = []
        missing = pc.is_in(cells, value_set=self.missing)
        if self.is_required:
            absent = pc.or_(missing, pc.utf8_is_space(cells))
            breaches += self._breach("required", "the cell is empty; the field must have a value", absent)
            missing = absent
        present = pc.if_else(missing, NULL_STRING, cells)
        wrong = self._illegal(present)
        if wrong is not None and len(rows := _rows(wrong)):
            breaches.append(Breach(f"type-{self.field.type}", f"is not {self.lexis.expected}", rows))
            present = pc.if_else(pc.fill_null(wrong, _FALSE), NULL_STRING, present)
        values, unfit = cast_cells(self.field, present)
        if unfit is not None:
            message = f"does not fit {arrow_type(self.field)}; write a smaller number, or make the field a string"
            breaches += self._breach("type-range", message, unfit)
        for constraint in self.constraints:
            breaches += self._breach(constraint.rule, constraint.message, constraint.broken(present, values))
        if arrow_type(self.field) == pa.string():
            breaches += self._formula(present)
        return values, breaches

    def _breach(self, rule: str, message: str, mask: pa.BooleanArray) -> Iterator[Breach]:
        if len(rows := _rows(mask)):
            yield Breach(rule, message, rows)

    def _illegal(self, present: pa.StringArray) -> pa.BooleanArray | None:
        """Where a present cell is no value of the type; None when every text is."""
        wrong = pc.invert(pc.match_substring_regex(present, pattern=self.whole)) if self.whole else None
        if (judge := self.lexis.judge) is None:
            return wrong
        candidates = present if wrong is None else pc.if_else(pc.fill_null(wrong, _FALSE), NULL_STRING, present)
        judged = np.fromiter((c is not None and not judge(c) for c in candidates.to_pylist()), np.bool_, len(candidates))
        return bool_array(judged) if wrong is None else pc.or_(wrong, bool_array(judged))

    def _formula(self, present: pa.StringArray) -> Iterator[Breach]:
        is_number = pc.match_substring_regex(present, pattern=NUMBER)
        formulas = pc.and_not(pc.match_substring_regex(present, pattern=FORMULA), is_number)
        message = "begins with = + - @ or a tab, which a spreadsheet may run as a formula; put a word before it"
        if len(rows := _rows(formulas)):
            yield Breach("cell-formula", message, rows, "warning")
