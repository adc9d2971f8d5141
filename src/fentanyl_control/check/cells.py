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
from fentanyl_control.check.effort import Effort, TooSlowError
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


_BEGINS_FORMULA = np.zeros(256, dtype=np.bool_)
_BEGINS_FORMULA[list(b"=+-@\t")] = True
_FALSE = bool_array(np.zeros(1, dtype=np.bool_))[0]


def _are_plain_numbers(cells: pa.StringArray) -> bool:
    return bool(pc.all(pc.match_substring_regex(cells, pattern=r"\A-?[0-9]+(?:\.[0-9]+)?\z")).as_py())


def _are_digits(cells: pa.StringArray) -> bool:
    return bool(pc.all(pc.ascii_is_decimal(cells)).as_py())


def _are_real_dates(cells: pa.StringArray) -> bool:
    """Whether every cell is YYYY-MM-DD and a day from the year 1 on; Arrow's cast knows which days there are."""
    if cells.null_count or not len(cells) or pc.min_max(pc.binary_length(cells)).as_py() != {"min": 10, "max": 10}:
        return False
    begin, end = cells.offset, cells.offset + len(cells)
    offsets = np.frombuffer(cells.buffers()[1], np.int32)
    text = np.frombuffer(cells.buffers()[2], np.uint8)[offsets[begin] : offsets[end]].reshape(-1, 10)
    has_shape = (text[:, [4, 7]] == ord("-")).all() and (text[:, _DIGITS] - ord("0") <= 9).all()
    if not has_shape or (text[:, :4] == ord("0")).all(axis=1).any():
        return False
    try:
        pc.cast(cells, pa.date32())
    except pa.ArrowInvalid:
        return False
    return True


_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9)
# type → whether all cells have the notation that most have, which is faster to ask than the whole pattern
_COMMON = {"number": _are_plain_numbers, "integer": _are_digits, "date": _are_real_dates}


class FieldChecker:
    """Checks one column at a time; compiled once per field. Raises PackageError for a constraint that cannot be used."""

    def __init__(self, field: Field, is_key: bool, effort: Effort | None = None) -> None:
        self.field = field
        self.is_required = field.is_required or is_key
        self.lexis = lexis(field)
        self.whole = rf"\A(?:{self.lexis.pattern})\z" if self.lexis.pattern else ""
        plain = not {"decimalChar", "groupChar", "bareNumber"} & field.raw.keys()
        self.is_common = _COMMON.get(field.type) if plain and field.format == "default" else None
        self.missing = string_array(field.missing_values)
        try:
            pc.match_substring_regex(string_array([""]), pattern=self.whole)
        except pa.ArrowInvalid as error:
            raise PackageError(f'field "{field.name}": its notation is too large to check') from error
        self.constraints: tuple[Constraint, ...] = tuple(compile_constraints(field, effort or Effort()))

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
        present = pc.if_else(missing, NULL_STRING, cells) if pc.any(missing).as_py() else cells
        wrong = self._illegal(present)
        if wrong is not None and len(rows := _rows(wrong)):
            breaches.append(Breach(f"type-{self.field.type}", f"is not {self.lexis.expected}", rows))
            present = pc.if_else(pc.fill_null(wrong, _FALSE), NULL_STRING, present)
        values, unfit = cast_cells(self.field, present)
        if unfit is not None:
            message = f"does not fit {arrow_type(self.field)}; write a smaller number, or make the field a string"
            breaches += self._breach("type-range", message, unfit)
        for constraint in self.constraints:
            try:
                breaches += self._breach(constraint.rule, constraint.message, constraint.broken(present, values))
            except TooSlowError:
                message = "was not judged, nor were later cells: the pattern or JSON Schema takes too long; simplify it"
                breaches.append(Breach("constraint-given-up", message, np.arange(1, dtype=np.intp)))
        if arrow_type(self.field) == pa.string():
            breaches += self._formula(present)
        return values, breaches

    def _breach(self, rule: str, message: str, mask: pa.BooleanArray) -> Iterator[Breach]:
        if len(rows := _rows(mask)):
            yield Breach(rule, message, rows)

    def _illegal(self, present: pa.StringArray) -> pa.BooleanArray | None:
        """Where a present cell is no value of the type; None when every text is."""
        if self.is_common is not None and self.is_common(present):
            return None
        wrong = pc.invert(pc.match_substring_regex(present, pattern=self.whole)) if self.whole else None
        if (judge := self.lexis.judge) is None:
            return wrong
        candidates = present if wrong is None else pc.if_else(pc.fill_null(wrong, _FALSE), NULL_STRING, present)
        judged = np.fromiter((c is not None and not judge(c) for c in candidates.to_pylist()), np.bool_, len(candidates))
        return bool_array(judged) if wrong is None else pc.or_(wrong, bool_array(judged))

    def _formula(self, present: pa.StringArray) -> Iterator[Breach]:
        suspects = np.flatnonzero(_BEGINS_FORMULA[first_bytes(present)])
        if not len(suspects):
            return
        taken = present.take(pa.Array.from_buffers(pa.int64(), len(suspects), [None, pa.py_buffer(suspects)]))
        is_number = pc.match_substring_regex(taken, pattern=NUMBER)
        formulas = pc.and_not(pc.match_substring_regex(taken, pattern=FORMULA), is_number)
        message = "begins with = + - @ or a tab, which a spreadsheet may run as a formula; put a word before it"
        if len(rows := suspects[_rows(formulas)]):
            yield Breach("cell-formula", message, rows, "warning")


def first_bytes(cells: pa.StringArray) -> npt.NDArray[np.uint8]:
    """The first byte of each text, 0 for an empty one; a null may give any."""
    _, offset_buffer, data_buffer = cells.buffers()
    if data_buffer is None or not len(cells):
        return np.zeros(len(cells), dtype=np.uint8)
    offsets = np.frombuffer(offset_buffer, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    data = np.frombuffer(data_buffer, np.uint8)
    found = data[np.minimum(offsets[:-1], max(0, len(data) - 1))] if len(data) else np.zeros(len(cells), np.uint8)
    return np.where(offsets[1:] > offsets[:-1], found, np.uint8(0))
