"""What every target needs to know about the columns of a table, with the constants of the descriptor as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from packpress.package.model import Table
from packpress.types import field_type
from packpress.types.field import Field
from packpress.types.field_type import BOUNDS, FieldType

_VALUED = (pa.int64(), pa.float64(), pa.bool_(), pa.date32())

Constant = str | int | float | bool | date


class TypedField(NamedTuple):
    """A field with its type; ``is_required`` also counts the primary key."""

    field: Field
    kind: FieldType
    is_required: bool

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def is_text(self) -> bool:
        """Whether a value is the text of its cell; otherwise it is a number, a boolean or a date."""
        return self.kind.arrow not in _VALUED

    @property
    def allowed(self) -> tuple[Constant, ...]:
        """The values of ``enum``, or else of the categories, each once; empty if any value is allowed."""
        listed = self.field.constraints.get("enum") or list(self.field.categories)
        return tuple(dict.fromkeys(self.constant(value) for value in listed))

    @property
    def bounds(self) -> Mapping[str, Constant]:
        """The bounds of a number or a date; the text of other types is not ordered like its values."""
        stated = self.field.constraints
        return {} if self.is_text else {name: self.constant(stated[name]) for name in sorted(BOUNDS & stated.keys())}

    @property
    def lengths(self) -> Mapping[str, int]:
        """The bounds of the number of characters; empty for types that count items."""
        size, stated = self.kind.size, self.field.constraints
        counted = size is not None and size.is_within_bytes
        return {name: stated[name] for name in ("minLength", "maxLength") if name in stated and counted}

    @property
    def pattern(self) -> str | None:
        """The constraint ``pattern``."""
        return self.field.constraints.get("pattern")

    @property
    def words(self) -> str:
        """The title and the description in one line."""
        return " ".join(": ".join(filter(None, (self.field.title, self.field.description))).split())

    def constant(self, value: object) -> Constant:
        """Returns a constant of the descriptor as a value."""
        found: Constant = self.kind.constants([value])[0].as_py()
        return found


def columns_of(table: Table) -> Iterator[TypedField]:
    """Yields the columns in the order of the schema."""
    for field in table.schema.fields:
        yield TypedField(field, field_type(field), field.is_required or field.name in table.schema.primary_key)
