"""One column of a published table: its field, its Arrow type, and its values as text or as numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.package.model import Schema
from packpress.package.schema import read_schema
from packpress.publish.release.content_hash import canonical_cell
from packpress.publish.release.model import PublishedTable
from packpress.types import field_type
from packpress.types.field import Field
from packpress.types.field_type import FieldType


class ReleaseColumn(NamedTuple):
    """A column with its field and the Arrow type in which it is published."""

    field: Field
    arrow: pa.DataType

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.field.name

    @property
    def kind(self) -> FieldType:
        """The type of the field."""
        return field_type(self.field)

    @property
    def is_text(self) -> bool:
        """Whether the values are published as text."""
        return pa.types.is_string(self.arrow) or pa.types.is_large_string(self.arrow)

    def texts(self, values: pa.Array) -> list[str | None]:
        """Returns the values as canonical text, with None for NULL."""
        if self.is_text:
            found: list[str | None] = values.to_pylist()
            return found
        return [canonical_cell(value, self.field.raw) for value in values.to_pylist()]


class ReleaseColumns(NamedTuple):
    """The columns of a table in the order of its Parquet file, and the keys of its schema."""

    schema: Schema
    columns: tuple[ReleaseColumn, ...]

    def column(self, name: str) -> ReleaseColumn:
        """Returns the column of that name; raises KeyError if it does not exist."""
        found: dict[str, ReleaseColumn] = {column.name: column for column in self.columns}
        return found[name]


def release_columns(table: PublishedTable) -> ReleaseColumns:
    """Returns the columns of the table."""
    raw: Any = table.schema
    schema, arrow = read_schema(raw, ""), pq.read_schema(table.parquet)
    return ReleaseColumns(schema, tuple(ReleaseColumn(field, arrow.field(field.name).type) for field in schema.fields))
