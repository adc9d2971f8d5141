"""How a message shows a value that a schema states: as a cell of the field would have it, with its own point and words."""

from __future__ import annotations

import json
from collections.abc import Sequence

from packpress.package.model import Field
from packpress.types.cast import lexical_value
from packpress.types.lexical import false_values, true_values


def shown_value(field: Field, value: object) -> str:
    """The value as a cell of the field: "12,5" for 12.5 with a decimal comma, "ja" for true, items with their delimiter.

    A string of a schema is written as cells are, so it is shown as it is (Table Schema 2.0, "Field Constraints").
    """
    if isinstance(value, bool) and field.type == "boolean":
        return (true_values(field) if value else false_values(field))[0]
    if isinstance(value, int | float) and field.type == "number":
        return lexical_value(value).replace(".", field.raw.get("decimalChar", "."))
    if isinstance(value, list) and field.type == "list":
        return str(field.raw.get("delimiter", ",")).join(lexical_value(item) for item in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else lexical_value(value)


def shown_values(field: Field, values: Sequence[object], limit: int = 20) -> str:
    """The first values in a row, and how many more there are."""
    shown = ", ".join(shown_value(field, value) for value in values[:limit])
    return shown if len(values) <= limit else f"{shown} and {len(values) - limit} more"
