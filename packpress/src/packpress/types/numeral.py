"""What ``integer`` and ``number`` share: digits with a sign, group characters, a decimal character, surrounding text."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows
from packpress.arrow.byte_sets import ByteSet
from packpress.arrow.text_column import Texts
from packpress.types.canonical_number import CANONICAL_NUMBER, canonical_number
from packpress.types.field import Field
from packpress.types.field_type import BOUNDS, EVERY, FieldType


class Numeral(FieldType):
    """A type whose cells are numerals (Table Schema 2.0, "number" and "integer")."""

    constraints = EVERY | BOUNDS
    notation = ("decimalChar", "groupChar", "bareNumber")
    is_item = True
    doubts_blanks = True
    rises = True
    canonical_form = CANONICAL_NUMBER
    plain_bytes: ByteSet
    """The bytes of a numeral in the default notation, except the plus sign and the letter of an exponent."""
    _has_fraction = False

    def canonical(self, text: str) -> str:
        return canonical_number(text.lstrip("+"))

    @classmethod
    def faults(cls, raw: Mapping[str, Any]) -> Iterator[str]:
        given = [mark for mark in (raw.get("decimalChar", "."), raw.get("groupChar") or None) if isinstance(mark, str)]
        if any(not mark or any(c.isalnum() or c in "+-" for c in mark) for mark in given):
            yield "decimalChar must not be empty, nor it or groupChar a letter, a digit or a sign"
        elif cls._has_fraction and len(given) == 2 and set(given[0]) & set(given[1]):
            yield "decimalChar and groupChar must differ"

    @classmethod
    def is_costly(cls, field: Field) -> bool:
        return field.raw.get("bareNumber") is False

    @property
    @abstractmethod
    def digits_pattern(self) -> str:
        """The pattern of a numeral with its sign and exponent, without surrounding text."""

    @property
    def _digits(self) -> str:
        """The pattern of digits, with the field's group character between them, if any."""
        group = self.field.raw.get("groupChar")
        return rf"[0-9]+(?:{re.escape(group)}[0-9]+)*" if group else "[0-9]+"

    @property
    def _is_bare(self) -> bool:
        return bool(self.field.raw.get("bareNumber", True))

    @property
    def _whole_pattern(self) -> str:
        """The pattern of a cell, with any text around the numeral if ``bareNumber`` is false.

        That text must not have digits of any script, nor a dash before the numeral, which could be a minus.
        """
        pattern = self.digits_pattern
        return pattern if self._is_bare else rf"[^\p{{Nd}}\p{{Pd}}\x{{2212}}+]*{pattern}\P{{Nd}}*"

    def _with_room(self, written: str) -> str:
        """Returns the example, with a note that other text may surround it if ``bareNumber`` is false."""
        return written if self._is_bare else f"{written}; other text may surround it"

    @property
    def doubts(self) -> Callable[[Texts], Rows] | None:
        if not self.field.raw.keys().isdisjoint(self.notation):
            return None
        return lambda texts: texts.rows_at(self.plain_bytes.places_outside(texts.data))

    def plain(self, cells: pa.StringArray) -> pa.StringArray:
        """Returns the numerals as plain decimals: a decimal point, no group characters, surrounding text or plus sign."""
        raw = self.field.raw
        if not self._is_bare:
            around = rf"^[^0-9+-]*?({self.digits_pattern})[^0-9]*$"
            cells = pc.replace_substring_regex(cells, pattern=around, replacement=r"\1")
        if group := raw.get("groupChar"):
            cells = pc.replace_substring(cells, pattern=group, replacement="")
        if (point := raw.get("decimalChar", ".")) != ".":
            cells = pc.replace_substring(cells, pattern=point, replacement=".")
        has_sign = pc.any(pc.starts_with(cells, pattern="+")).as_py()
        return pc.replace_substring_regex(cells, pattern=r"^\+", replacement="") if has_sign else cells
