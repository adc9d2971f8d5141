"""Finds the row of an identifier, in whichever table it is, and helps where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from .loading import DESCRIPTOR, read_json, rows, tables


@cache
def record_columns() -> Mapping[str, str]:
    """Returns the tables of records, each with the column by which other tables refer to it.

    The columns are those that the descriptor names for evidence, the tables those to which their foreign keys lead.
    """
    raw = read_json(DESCRIPTOR)
    named = raw["packpress:provenance"]["evidence"]
    schema = next(resource["schema"] for resource in raw["resources"] if resource["name"] == named["resource"])
    keys = (read_json(schema) if isinstance(schema, str) else schema)["foreignKeys"]
    leads = {column: key["reference"]["resource"] for key in keys for column in _listed(key["fields"])}
    return MappingProxyType({leads[column]: column for column in named["records"]})


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def record_of(row: Mapping[str, Any]) -> str:
    """Returns the identifier of the record to which a row of another table refers; ``""`` if it refers to none."""
    return next((row[column] for column in record_columns().values() if row.get(column)), "")


def find(identifier: str) -> tuple[str, Mapping[str, Any]]:
    """Returns the table and the row of an identifier. Raises KeyError if there is none, or if it was withdrawn."""
    for table in tables():
        if row := rows(table).get(identifier):
            if table == "retired":
                successor = f"; its successor is {row['successor_id']!r}" if row["successor_id"] else ""
                raise KeyError(
                    f"{identifier!r} was withdrawn in version {row['retired_in']}: {row['reason'].removesuffix('.')}{successor}"
                )
            return table, row
    raise KeyError(f"there is no record {identifier!r}; {_hint(str(identifier))}")


def find_record(identifier: str, *also: str) -> tuple[str, Mapping[str, Any]]:
    """Returns the same as ``find``, but raises KeyError unless the row is in a table of records or of ``also``."""
    table, row = find(identifier)
    if table not in (expected := (*record_columns(), *also)):
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
