"""One column of a table, as its Table Schema describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

EDTF = "packpress:edtf"
"""The property of a field whose text is a date of EDTF."""


class Field(NamedTuple):
    """One column as its Table Schema describes it; ``raw`` is the descriptor, for type-specific properties."""

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
        """Whether the text is an EDTF date (``packpress:edtf``)."""
        return bool(self.raw.get(EDTF))

    @property
    def categories(self) -> Mapping[Any, str]:
        """The closed list of values with their labels, "" where a value has none; empty when there is no list."""
        listed = self.raw.get("categories") or ()
        return {c["value"]: c.get("label", "") for c in listed if isinstance(c, dict)} or dict.fromkeys(listed, "")
