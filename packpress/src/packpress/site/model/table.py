"""Tables of a release as text: fields, rows, and rows by their identifier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

DATES = ("date", "year", "yearmonth")
"""Types of Table Schema whose cells are written like EDTF dates."""


@dataclass(frozen=True)
class Field:
    """One column. ``labels`` has its codes with their labels, ``references`` the table and field that it refers to.

    ``is_derived`` is true for columns that the build added, such as the bounds of a date.
    """

    table: str
    name: str
    title: str
    description: str
    type: str
    format: str = "default"
    edtf: bool = False
    unit: str = ""
    unit_field: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    references: tuple[str, str] | None = None
    is_required: bool = False
    is_derived: bool = False
    example: str = ""

    @property
    def is_code(self) -> bool:
        """Whether its values are codes."""
        return bool(self.labels)

    @property
    def is_date(self) -> bool:
        """Whether its values are dates that can be said in words."""
        return self.edtf or self.type in DATES

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.type in ("integer", "number") and not self.labels

    @property
    def is_text(self) -> bool:
        """Whether its values are text that is no code, no reference and no date."""
        return self.type == "string" and not (self.is_code or self.references or self.is_date)

    @property
    def is_moment(self) -> bool:
        """Whether its values are a day with a time."""
        return self.type == "datetime"

    @property
    def is_boolean(self) -> bool:
        """Whether its values are true and false."""
        return self.type == "boolean"


class Row:
    """One row; ``row["field"]`` is the text of a cell as published, "" where it is null."""

    __slots__ = ("cells", "id", "number", "table")

    def __init__(self, table: Table, number: int, cells: Sequence[str]) -> None:
        self.table, self.number, self.cells = table, number, cells
        key = [cells[table.places[name]] for name in table.key]
        self.id = "/".join(key) if key else str(number)

    def __getitem__(self, field: str) -> str:
        """Returns the cell of that field; raises KeyError if the table has no such field."""
        return self.cells[self.table.places[field]]

    def get(self, field: str) -> str:
        """Returns the cell of that field; "" also if the table has no such field, or none is named."""
        place = self.table.places.get(field)
        return "" if place is None else self.cells[place]

    def __repr__(self) -> str:
        return f"Row({self.table.name}, {self.id})"


@dataclass(eq=False)
class Table:
    """One table with its fields by name, in order, the names of its key, and its rows in the order of the release."""

    name: str
    title: str
    description: str
    fields: Mapping[str, Field]
    key: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    is_view: bool = False

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each field in the cells of a row."""
        return {name: place for place, name in enumerate(self.fields)}

    @cached_property
    def by_id(self) -> Mapping[str, Row]:
        """The rows by their identifier."""
        return {row.id: row for row in self.rows}

    @property
    def own_fields(self) -> tuple[Field, ...]:
        """The fields without those that the build added."""
        return tuple(found for found in self.fields.values() if not found.is_derived)

    def find(self, name: str, value: str) -> Row | None:
        """Returns the first row with that value in that field; None if there is none."""
        if self.key == (name,):
            return self.by_id.get(value)
        return next(iter(self.find_all(name, value)), None)

    def find_all(self, name: str, value: str) -> list[Row]:
        """Returns the rows with that value in that field, in order."""
        return self._index(name).get(value, [])

    def _index(self, name: str) -> Mapping[str, list[Row]]:
        found = self._indexes.get(name)
        if found is None:
            found = self._indexes[name] = {}
            for row in self.rows:
                found.setdefault(row[name], []).append(row)
        return found

    @cached_property
    def _indexes(self) -> dict[str, dict[str, list[Row]]]:
        return {}

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)
