"""The type ``integer``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import NULL_STRING, bool_array, int64_array
from packpress.arrow.byte_sets import DIGIT_BYTES, ByteSet
from packpress.arrow.text_column import Texts
from packpress.types.answers import Lexis
from packpress.types.numeral import Numeral

_PLAIN = ByteSet([*DIGIT_BYTES, *b"-"])
_ZERO, _MINUS = np.uint8(ord("0")), np.uint8(ord("-"))
# Arrow integer types, narrowest first, each with the end of its range
_NARROW = ((pa.int8(), 2**7), (pa.int16(), 2**15), (pa.int32(), 2**31))


class Integer(Numeral):
    """Whole numbers, as int64 (Table Schema 2.0, "integer")."""

    name = "integer"
    has_categories = True
    arrow = pa.int64()
    plain_bytes = _PLAIN
    holds = ("integer", "whole decimal")

    @property
    def is_counted(self) -> bool:
        return {"groupChar", "bareNumber"}.isdisjoint(self.field.raw)

    @classmethod
    def listed_value(cls, raw: Mapping[str, Any], value: object) -> object:
        text, group = str(value), raw.get("groupChar")
        plain = text.replace(group, "") if isinstance(group, str) and group else text
        return int(plain) if re.fullmatch(r"[+-]?[0-9]{1,1000}", plain, re.ASCII) else text

    @property
    def digits_pattern(self) -> str:
        return rf"[+-]?{self._digits}"

    @property
    def lexis(self) -> Lexis:
        group = self.field.raw.get("groupChar")
        written = f'digits with "{group}" between groups, e.g. 1{group}234' if group else "digits only"
        return Lexis(self._whole_pattern, f"a whole number; write {self._with_room(written)}")

    def cast(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None]:
        plain = self.plain(cells)
        try:
            return pc.cast(plain, pa.int64()), None
        except pa.ArrowInvalid:
            texts = plain.to_pylist()
            mask = bool_array(np.fromiter((text is not None and not _fits(text) for text in texts), np.bool_, len(texts)))
            return pc.cast(pc.if_else(mask, NULL_STRING, plain), pa.int64()), mask

    def cast_unjudged(self, cells: pa.StringArray) -> tuple[pa.Array, pa.BooleanArray | None] | None:
        try:
            return pc.cast(cells, pa.int64()), None
        except pa.ArrowInvalid:
            return None

    def narrow(self, column: pa.Array) -> pa.Array:
        """Returns the int64 values in the narrowest type that holds both bounds; unchanged if a bound is missing."""
        stated = self.field.constraints
        bounds = [stated[name] for name in ("minimum", "maximum") if name in stated]
        if len(bounds) < 2:
            return column
        low, high = (self.constants([bound])[0].as_py() for bound in bounds)  # each may be a string, written like a cell
        kind = next((kind for kind, size in _NARROW if -size <= low and high < size), column.type)
        return column if kind == column.type else pc.cast(column, kind)

    def constants(self, values: Sequence[object]) -> pa.Array:
        # not as text if all are numbers, because a schema may have 100,000
        if all(type(value) is int and -(2**63) <= value < 2**63 for value in values):
            return int64_array(np.array(values, np.intp))
        return super().constants(values)

    def are_key_texts(self, texts: Texts) -> bool:
        """Returns whether no cell has a leading zero or any byte but digits and a minus."""
        if len(_PLAIN.places_outside(texts.data)) or ((texts.first == _ZERO) & (texts.lengths > 1)).any():
            return False
        negative = np.flatnonzero(texts.first == _MINUS)
        return not len(negative) or not (np.take(texts.data, texts.starts[negative] + 1, mode="clip") == _ZERO).any()


def _fits(cell: str) -> bool:
    """Returns whether the whole number fits int64."""
    digits = cell.lstrip("-0") or "0"
    return len(digits) < 20 and -(2**63) <= (-int(digits) if cell[0] == "-" else int(digits)) < 2**63
