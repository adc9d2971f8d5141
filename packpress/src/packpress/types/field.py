"""A column of a table, as its Table Schema describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

EDTF = "packpress:edtf"
"""The property of a field whose cells are EDTF dates."""


class Field(NamedTuple):
    """A column as its Table Schema describes it; ``raw`` is its descriptor, for type-specific properties."""

    name: str
    type: str
    format: str
    title: str
    description: str
    constraints: Mapping[str, Any]
    missing_values: tuple[str, ...]
    raw: Mapping[str, Any]

    @property
    def is_required(self) -> bool:
        """Whether a missing value is an error."""
        return bool(self.constraints.get("required"))

    @property
    def is_edtf(self) -> bool:
        """Whether the cells are EDTF dates (``packpress:edtf``)."""
        return bool(self.raw.get(EDTF))

    @property
    def categories(self) -> Mapping[Any, str]:
        """The allowed values with their labels, "" for a value without a label; empty if the field has no categories."""
        listed = self.raw.get("categories") or ()
        return {c["value"]: c.get("label", "") for c in listed if isinstance(c, dict)} or dict.fromkeys(listed, "")


def plain_field(name: str) -> Field:
    """Returns a nameless field of the type with that name, in its default notation and without constraints."""
    return Field("", name, "default", "", "", {}, (), {})
