"""The types of Table Schema, one family per module: how cells are written, read, compared and ordered.

A type is imported when a package uses it. To add one: a module with its class, its line in ``TYPES``, and a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from packpress.types.field import Field
from packpress.types.field_type import FieldType

# name of the type → its module and class
TYPES: Mapping[str, tuple[str, str]] = {
    "any": ("any", "AnyType"),
    "array": ("json_types", "Array"),
    "boolean": ("boolean", "Boolean"),
    "date": ("date", "Date"),
    "datetime": ("time", "DateTime"),
    "duration": ("duration", "Duration"),
    "geojson": ("geo", "GeoJson"),
    "geopoint": ("geo", "GeoPoint"),
    "integer": ("integer", "Integer"),
    "list": ("list", "List"),
    "number": ("number", "Number"),
    "object": ("json_types", "Object"),
    "string": ("string", "String"),
    "time": ("time", "Time"),
    "year": ("year", "Year"),
    "yearmonth": ("year", "YearMonth"),
}


@cache
def of_name(name: str) -> type[FieldType]:
    """Returns the class of the type with that name. Raises KeyError if there is none."""
    module, found = TYPES[name]
    kind: type[FieldType] = getattr(import_module(f"{__name__}.{module}"), found)
    return kind


def field_type(field: Field) -> FieldType:
    """Returns the type of a field, bound to it."""
    return of_name(field.type).of(field)
