"""The type ``any``, which accepts every text."""

from __future__ import annotations

from packpress.types.answers import Lexis
from packpress.types.field_type import FieldType


class AnyType(FieldType):
    """Text of any kind (Table Schema 2.0, "any")."""

    name = "any"
    has_one_notation = True
    lexis = Lexis("", "anything")
    holds = ("text", "number", "boolean", "date", "timestamp", "time", "array", "struct")
