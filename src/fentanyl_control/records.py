"""The record of an identifier, in whichever table it is, and help where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .loading import rows, tables

# table of records → the column by which other tables refer to it
RECORD_COLUMNS = {
    "measures": "measure_id",
    "agreements": "agreement_id",
    "events": "event_id",
    "statistics": "statistic_id",
}


@dataclass(frozen=True, slots=True, eq=False)
class Record(Mapping[str, Any]):
    """One row: a mapping of columns to values, with the name of its table.

    Values are ``str``, ``float``, ``int``, ``bool`` or ``date``, and None if missing. ``dict(record)`` gives a plain dict.

    >>> import fentanyl_control as fc
    >>> mexico = fc.record("MEX")
    >>> mexico.table, mexico["name"], "value" in mexico
    ('areas', 'Mexico', False)
    """

    table: str
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def record(identifier: str) -> Record:
    """Returns the row with this identifier, whichever table it is in.

    The columns are those of ``load``. Raises KeyError for an unknown identifier; the message suggests the nearest ones.

    >>> import fentanyl_control as fc
    >>> stated = fc.record("s-us-synthetic-opioid-deaths-2023-stated")
    >>> stated.table
    'statistics'
    >>> stated["value"], stated["unit"], stated["period_min"]
    (75000.0, '{death}', datetime.date(2023, 1, 1))
    """
    table, row = find(identifier)
    return Record(table, dict(row))


def find(identifier: str) -> tuple[str, Mapping[str, Any]]:
    """Returns the table and the row of an identifier. Raises KeyError if there is none."""
    for table in tables():
        if row := rows(table).get(identifier):
            return table, row
    raise KeyError(f"there is no record {identifier!r}; {_hint(str(identifier))}")


def find_record(identifier: str, *also: str) -> tuple[str, Mapping[str, Any]]:
    """Returns the same as ``find``, but raises KeyError unless the row is in a table of records or of ``also``."""
    table, row = find(identifier)
    if table == "retired":
        successor = f"; its successor is {row['successor_id']!r}" if row["successor_id"] else ""
        raise KeyError(f"{identifier!r} was withdrawn in version {row['retired_in']}: {row['reason']}{successor}")
    if table not in (expected := (*RECORD_COLUMNS, *also)):
        raise KeyError(f"{identifier!r} is in the table {table}; expected an identifier of {', '.join(expected)}")
    return table, row


def _hint(identifier: str) -> str:
    """Returns a hint for a mistyped identifier: the nearest ones, else the tables whose identifiers have the same prefix."""
    from difflib import get_close_matches

    known = {name: table for table in tables() for name in rows(table)}
    if near := get_close_matches(identifier, known, n=3, cutoff=0.8):
        return f"did you mean {' or '.join(map(repr, near))}?"
    prefix, dash, _ = identifier.partition("-")
    alike = dict.fromkeys(table for name, table in known.items() if dash and name.startswith(prefix + dash))
    return f"see the column id of {' or '.join(alike) or 'each table'}"
