"""The type ``list``: items of one type, separated by a delimiter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import int_scalar
from packpress.arrow.map_distinct import rewrite_unmatched
from packpress.types.answers import Lexis, Size
from packpress.types.field import plain_field
from packpress.types.field_type import EVERY, LENGTHS, FieldType, lexical_value

_MARK, _COMMA = "\x1e", "\x1f"
"""Placeholders for a delimiter that will become a comma, and for a comma in an item; no cell may contain these characters."""


class List(FieldType):
    """Items of one type, as text (Table Schema 2.0, "list")."""

    name = "list"
    constraints = EVERY | LENGTHS
    notation = ("delimiter", "itemType")
    holds = ("list", "text")

    @classmethod
    def faults(cls, raw: Mapping[str, Any]) -> Iterator[str]:
        from packpress.types import TYPES, of_name

        if raw.get("delimiter", ",") == "":
            yield "the delimiter is empty; give the text between the items"
        items = sorted(name for name in TYPES if of_name(name).is_item)
        if isinstance(item := raw.get("itemType", "string"), str) and item not in items:
            yield f'"{item}" is not an item type; use one of {", ".join(items)}'

    @property
    def _delimiter(self) -> str:
        return str(self.field.raw.get("delimiter", ","))

    @cached_property
    def items(self) -> FieldType:
        """The type of the items, in its default notation."""
        from packpress.types import field_type

        return field_type(plain_field(self.field.raw.get("itemType", "string")))

    @property
    def lexis(self) -> Lexis:
        pattern, _, judge = self.items.lexis
        matcher = re.compile(pattern, re.ASCII) if pattern else None  # without ASCII, a dotless i would match the i of INF
        delimiter = self._delimiter

        def is_list(text: str) -> bool:
            items = text.split(delimiter)
            return all((not matcher or matcher.fullmatch(i)) and (not judge or judge(i)) for i in items)

        return Lexis("", f"a list of {self.items.name} values separated by {delimiter!r}", is_list)

    @property
    def size(self) -> Size:
        delimiter, one = self._delimiter, int_scalar(1)
        return Size("items", lambda cells: pc.add(pc.count_substring(cells, pattern=delimiter), one))

    def constant_text(self, value: object) -> str:
        return self._joined(value) if isinstance(value, list) else super().constant_text(value)

    def shown(self, value: object) -> str:
        return self._joined(value) if isinstance(value, list) else super().shown(value)

    def _joined(self, items: list[Any]) -> str:
        return self._delimiter.join(map(lexical_value, items))

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        """Returns each list with its items in canonical form, separated by commas whatever its delimiter."""
        assert isinstance(values, pa.StringArray)  # as `arrow` says
        if (delimiter := self._delimiter) != ",":
            for old, new in ((delimiter, _MARK), (",", _COMMA), (_MARK, ",")):
                values = pc.replace_substring(values, pattern=old, replacement=new)
        form, canonical = self.items.canonical_form, self.items.canonical
        if not form:
            return values
        return rewrite_unmatched(values, rf"(?:{form})(?:,(?:{form}))*", lambda text: ",".join(map(canonical, text.split(","))))
