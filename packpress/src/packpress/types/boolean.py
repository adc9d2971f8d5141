"""The type ``boolean``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.arrow.arrays import Rows, rows_where, string_array
from packpress.arrow.text_column import Texts
from packpress.types.answers import Lexis
from packpress.types.field import Field
from packpress.types.field_type import FieldType


class Boolean(FieldType):
    """True and false, each with the texts that mean it (Table Schema 2.0, "boolean")."""

    name = "boolean"
    notation = ("trueValues", "falseValues")
    is_item = True
    arrow = pa.bool_()
    holds = ("boolean",)
    canonical_form = "true|false"

    def canonical(self, text: str) -> str:
        return "true" if text in true_values(self.field) else "false"

    @classmethod
    def faults(cls, raw: Mapping[str, Any]) -> Iterator[str]:
        values = [raw.get("trueValues", ["true"]), raw.get("falseValues", ["false"])]
        if any(isinstance(listed, list) and not (listed and all(isinstance(v, str) for v in listed)) for listed in values):
            yield "trueValues and falseValues must be arrays of at least one string"
        elif all(isinstance(listed, list) for listed in values) and set(values[0]) & set(values[1]):
            yield "trueValues and falseValues have a value in common"

    @property
    def lexis(self) -> Lexis:
        words = [*true_values(self.field), *false_values(self.field)]
        shown = ", ".join(word if word.strip() else json.dumps(word) for word in words)
        return Lexis("|".join(map(re.escape, words)), f"one of {shown}")

    @property
    def doubts(self) -> Callable[[Texts], Rows]:
        listed = string_array([*true_values(self.field), *false_values(self.field)])
        return lambda texts: texts.only_present(rows_where(pc.invert(pc.is_in(texts.cells, value_set=listed))))

    def cast(self, cells: pa.StringArray) -> tuple[pa.Array, None]:
        truth = pc.is_in(cells, value_set=string_array(true_values(self.field)))
        return pc.if_else(pc.is_valid(cells), truth, pa.nulls(1, pa.bool_())[0]), None

    def shown(self, value: object) -> str:
        if isinstance(value, bool):
            return (true_values(self.field) if value else false_values(self.field))[0]
        return super().shown(value)


def true_values(field: Field) -> tuple[str, ...]:
    """Returns the texts that mean true."""
    return tuple(field.raw.get("trueValues", ("true", "True", "TRUE", "1")))


def false_values(field: Field) -> tuple[str, ...]:
    """Returns the texts that mean false."""
    return tuple(field.raw.get("falseValues", ("false", "False", "FALSE", "0")))
