"""The columns of a table as the SQL of views sees them: those that are published, with values that SQLite stores exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from packpress.arrow import compute as pc
from packpress.derived.edtf_columns import derive_columns
from packpress.package.model import Package, Table
from packpress.package.outputs.added_fields import derived_names, link_field
from packpress.types import field_type
from packpress.types.field import Field


class SqlColumns:
    """The columns of one table: ``types`` maps their names to SQL types, in order.

    Dates are ISO text, years and whole numbers INTEGER, booleans 0 or 1, numbers REAL, everything else is the text of the
    cell. The column of links is the last one; it has no values until all tables are read.
    """

    def __init__(self, package: Package, resource: Table) -> None:
        self.resource = resource
        self.fields = resource.schema.fields
        self.derives = resource.is_built_from
        """Whether the build adds columns to the table."""
        self.types: dict[str, str] = {}
        self.is_unique = True
        """Whether no two columns have the same name for SQL, which ignores letter case."""
        names = []
        for field in self.fields:
            names.append((field.name, _sql_type(field)))
            if field.is_edtf and self.derives:
                names += [(name, "TEXT") for name in derived_names(field)]
        link = link_field(package, resource) if self.derives else None
        self.link = None if link is None else str(link["name"])
        if self.link is not None:
            names.append((self.link, "TEXT"))
        self.types = dict(names)
        self.is_unique = len({name.lower() for name, _ in names}) == len(names)

    def derived(self) -> Iterator[str]:
        """Yields the names of the columns that are derived from dates."""
        for field in self.fields:
            if field.is_edtf and self.derives:
                yield from derived_names(field)

    def rows(self, columns: Sequence[pa.Array], wanted: frozenset[str]) -> Iterator[tuple[Any, ...]]:
        """Yields the rows of a checked batch, without the column of links; columns that are not ``wanted`` are NULL."""
        found: list[list[Any]] = []
        nothing: list[Any] = [None] * len(columns[0]) if columns else []
        for field, column in zip(self.fields, columns, strict=True):
            found.append(_values(field, column) if field.name in wanted else nothing)
            if field.is_edtf and self.derives:
                if wanted.isdisjoint(derived_names(field)):
                    found += [nothing] * 3
                else:
                    derived = derive_columns(field, pa.chunked_array([column]))
                    found += [pc.cast(values, pa.string()).to_pylist() for _, values in derived]
        return zip(*found, strict=True)


def _sql_type(field: Field) -> str:
    kind = field_type(field)
    types = (kind.arrow, *kind.published_as)
    if any(pa.types.is_boolean(t) or pa.types.is_integer(t) for t in types):
        return "INTEGER"
    return "REAL" if pa.types.is_floating(kind.arrow) else "TEXT"


def _values(field: Field, column: Any) -> list[Any]:
    """Returns the values of a checked column, an Arrow array, as SQLite stores them."""
    kind = field_type(field)
    for published in kind.published_as:
        is_exact = pa.types.is_date32(published) or pa.types.is_integer(published)
        if is_exact and (values := kind.publish(column, published)) is not None:
            column = values
            break
    if pa.types.is_date32(column.type):
        column = pc.cast(column, pa.string())
    found: list[Any] = column.to_pylist()
    return found
