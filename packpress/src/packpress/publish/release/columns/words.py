"""What a schema says of a column and a package of itself, each as one text for a cell."""

from __future__ import annotations

import json

from packpress.package.model import NAMESPACE, Package
from packpress.types.field import Field


def type_of(field: Field) -> str:
    """Returns the type of the field, with its format if it has one: "string (uri)"."""
    if field.is_edtf:
        return "EDTF date"
    return field.type if field.format == "default" else f"{field.type} ({field.format})"


def unit_of(field: Field) -> str:
    """Returns the unit, or which column has it; "" without a unit."""
    if unit := field.raw.get(NAMESPACE + "unit"):
        return str(unit)
    column = field.raw.get(NAMESPACE + "unitField")
    return f"see the column {column}" if column else ""


def codes_of(field: Field) -> str:
    """Returns the allowed values with their labels: "a = Yes; b = No"; "" if any value is allowed."""
    listed = list(field.categories.items()) or [(value, "") for value in field.constraints.get("enum") or ()]
    return "; ".join(f"{_text(value)} = {label}" if label else _text(value) for value, label in listed)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def licences_of(package: Package) -> str:
    """Returns the names of the licences, or their titles or addresses, with commas between them; "" without licences."""
    listed = package.raw.get("licenses") or ()
    named = [item.get("name") or item.get("title") or item.get("path") for item in listed if isinstance(item, dict)]
    return ", ".join(str(name) for name in named if name)
