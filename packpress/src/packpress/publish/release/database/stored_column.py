"""How SQLite stores a published column: its type, its values, and the values that a list allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.publish.release.columns.release_column import ReleaseColumn
from packpress.publish.release.columns.survey import ColumnSurvey

_MOST_LISTED = 10_000
"""How many values a list may have to be checked by the database; its statement would become longer than SQLite reads."""


class StoredColumn(NamedTuple):
    """A column with its type in SQLite.

    A boolean is 0 or 1. A decimal that float64 would change is text, and so is a column of numbers with NaN, which SQLite
    would store as NULL. Days and moments are text in ISO 8601.
    """

    published: ReleaseColumn
    type: str

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.published.name

    def values(self, array: pa.Array) -> list[Any]:
        """Returns the values of a batch as SQLite stores them."""
        if self.type == "TEXT":
            return self.published.texts(array)
        found: list[Any] = array.to_pylist()
        return found

    def allowed(self) -> tuple[Any, ...] | None:
        """Returns the values of ``enum``, or else of the categories, as they are stored.

        Returns None if there is no list, or if two texts may mean the same value of the list, which SQL cannot compare.
        """
        field, kind = self.published.field, self.published.kind
        listed = field.constraints.get("enum") or list(field.categories)
        if not listed or len(listed) > _MOST_LISTED:
            return None
        found = _as_published(self.published, kind.constants(listed))
        if found is None or (self.published.is_text and not kind.has_one_notation):
            return None
        return tuple(value for value in dict.fromkeys(self.values(found)) if value is not None)


def _as_published(column: ReleaseColumn, constants: pa.Array) -> pa.Array | None:
    """Returns constants of the field in the type of the column; None if they cannot be compared with its values."""
    if pa.types.is_string(constants.type) == column.is_text:
        return None if pa.types.is_decimal(column.arrow) else constants
    if column.is_text:
        return None
    published = next((kind for kind in column.kind.published_as if kind == column.arrow), None)
    return None if published is None else column.kind.publish(pc.cast(constants, pa.string()), published)


def stored_columns(columns: Sequence[ReleaseColumn], surveys: Sequence[ColumnSurvey]) -> tuple[StoredColumn, ...]:
    """Returns the columns with the types that hold all of their values."""
    pairs = zip(columns, surveys, strict=True)
    return tuple(StoredColumn(column, _type(column.arrow, has_nan=survey.has_nan)) for column, survey in pairs)


def _type(arrow: pa.DataType, *, has_nan: bool) -> str:
    if pa.types.is_boolean(arrow) or pa.types.is_integer(arrow):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(arrow) and not has_nan else "TEXT"
