"""What ``date``, ``time`` and ``datetime`` share: a default format, the format ``any``, and formats of strptime."""

from __future__ import annotations

from abc import abstractmethod

from packpress.types.field import Field
from packpress.types.field_type import BOUNDS, EVERY, FieldType


class Temporal(FieldType):
    """A date or time in its default format; the other formats have classes of their own."""

    formats = frozenset({"any"})
    has_directives = True
    constraints = EVERY | BOUNDS
    is_item = True

    @classmethod
    def of(cls, field: Field) -> FieldType:
        if field.format == "default":
            return cls(field)
        if field.format == "any":
            return cls.any_form(field)
        from packpress.types.formatted import FORMATTED  # takes a millisecond that most tables do not need

        return FORMATTED[cls.name](field)

    @classmethod
    @abstractmethod
    def any_form(cls, field: Field) -> FieldType:
        """Returns the type for the format ``any``, which takes every notation of ISO 8601."""

    @classmethod
    def is_costly(cls, field: Field) -> bool:
        return "%" in field.format
