"""Types whose values stay text, where several texts may mean the same value."""

from __future__ import annotations

import pyarrow as pa

from packpress.arrow.map_distinct import rewrite_unmatched
from packpress.types.field_type import FieldType


class CanonicalText(FieldType):
    """A type whose values are text and are equal if their canonical texts are."""

    def equal(self, cells: pa.StringArray, values: pa.Array) -> pa.StringArray:
        assert isinstance(values, pa.StringArray)  # as `arrow` says
        if self.has_one_notation:
            return values
        return rewrite_unmatched(values, self.canonical_form, self.canonical)
