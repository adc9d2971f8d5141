"""Chooses the Arrow types of columns whose checked values are text, such as years and moments, by all of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from packpress.check.typed_table import TypedTable
from packpress.package.model import Schema
from packpress.types import field_type


class ColumnTypes:
    """The types that hold every value of the parts of a table that were converted so far."""

    def __init__(self, schema: Schema, left: Mapping[str, Sequence[pa.DataType]] | None = None) -> None:
        """``left`` are the types that hold every value so far, by column: those of other types, in any process."""
        self._fields = [(number, field.name, field_type(field)) for number, field in enumerate(schema.fields)]
        every = {name: kind.published_as for _, name, kind in self._fields if kind.published_as}
        self._left = {name: list(kinds) for name, kinds in (every if left is None else left).items()}

    @property
    def left(self) -> dict[str, tuple[pa.DataType, ...]]:
        """The types that hold every value so far, by column, the best first."""
        return {name: tuple(kinds) for name, kinds in self._left.items()}

    def restrict(self, left: Mapping[str, Sequence[pa.DataType]]) -> None:
        """Removes types that do not hold the values of another part of the table, which has ``left``."""
        self._left = {name: [kind for kind in kinds if kind in left[name]] for name, kinds in self._left.items()}

    @property
    def chosen(self) -> dict[str, pa.DataType]:
        """The type of each column that is not published as text, by its name."""
        return {name: kinds[0] for name, kinds in self._left.items() if kinds}

    def convert(self, columns: Sequence[Any]) -> dict[str, pa.Array]:
        """Returns the columns of a further part of the table, in the order of its fields, that are not published as text.

        Types that do not hold one of the values are not chosen any more; a column may change its type then.
        """
        found = {}
        for number, name, field in self._fields:
            if kinds := self._left.get(name):
                tried = [(kind, field.publish(columns[number], kind)) for kind in kinds]
                held = [(kind, values) for kind, values in tried if values is not None]
                self._left[name] = [kind for kind, _ in held]
                if held:
                    found[name] = held[0][1]
        return found


def converted_columns(table: TypedTable) -> dict[str, pa.ChunkedArray]:
    """Returns the columns of a whole table that are not published as text, by name."""
    types, batches = ColumnTypes(table.checker.schema), table.values.to_batches()
    for batch in batches:
        types.convert(batch.columns)
    parts = [types.convert(batch.columns) for batch in batches]
    return {name: pa.chunked_array([part[name] for part in parts], kind) for name, kind in types.chosen.items()}
