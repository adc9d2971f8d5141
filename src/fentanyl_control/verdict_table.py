"""The verifications of a record as a table, with the other figure and the source beside each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from .loading import convert, read_table
from .verdicts import Figure, verdicts_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

# table → its columns that are joined, each after the beginning of its name; the key is a column of the verifications
_JOINED = {
    "statistics": ("other_statistic_id", "other_", tuple(name for name in Figure.__slots__ if name != "id")),
    "sources": ("source_id", "source_", ("title", "publisher_name", "published", "url")),
}


@overload
def verdicts_for(identifier: str, as_: Literal["pandas"] = ...) -> pd.DataFrame: ...
@overload
def verdicts_for(identifier: str, as_: Literal["arrow"]) -> pa.Table: ...
@overload
def verdicts_for(identifier: str, as_: Literal["polars"]) -> pl.DataFrame: ...
def verdicts_for(identifier: str, as_: Literal["pandas", "arrow", "polars"] = "pandas") -> Any:
    """Returns the verifications of a record as a pandas frame, a pyarrow table or a Polars frame; empty if there are none.

    The columns are those of the table ``verifications``, then ``record`` (its identifier), ``stated`` (its value in the
    compared column, as text), ``stated_value`` (the same if it is a number), ``meaning`` (the label of the verdict), the
    other figure (``other_title``, ``other_value`` …) and the source (``source_title``, ``source_url`` …).

    For a figure of another source the rows are those in which a stated figure was compared with that figure. An identifier
    of the table ``verifications`` gives the one row. Raises KeyError for an unknown identifier, and for one of a table that
    is not verified, such as ``areas``, else the same as ``load``.

    >>> import fentanyl_control as fc
    >>> found = fc.verdicts_for("s-us-synthetic-opioid-deaths-2023-final")
    >>> print(found[["stated_value", "verdict", "other_value", "difference"]].to_string(index=False))
     stated_value verdict  other_value  difference
          75000.0  higher      72776.0      2224.0
    """
    import pyarrow as pa

    found = verdicts_of(identifier)
    table = _take("verifications", [verdict.id for verdict in found])
    stated = [verdict.stated for verdict in found]
    numbers = [value if isinstance(value, float) else None for value in stated]
    added: dict[str, pa.Array | pa.ChunkedArray] = {
        "record": pa.array([verdict.record for verdict in found], pa.string()),
        "stated": pa.array([_text(value) for value in stated], pa.string()),
        "stated_value": pa.array(numbers, pa.float64()),
        "meaning": pa.array([verdict.meaning for verdict in found], pa.string()),
    }
    for name, (key, begin, columns) in _JOINED.items():
        joined = _take(name, table[key].to_pylist())
        added |= {begin + column: joined[column] for column in columns}
    for name, values in added.items():
        table = table.append_column(name, values)
    return convert(table, as_)


def _take(table: str, identifiers: Sequence[str | None]) -> pa.Table:
    """Returns the row of each identifier; a row without values for None."""
    import pyarrow as pa

    read = read_table(table)
    place = {identifier: row for row, identifier in enumerate(read["id"].to_pylist())}
    return read.take(pa.array([None if name is None else place[name] for name in identifiers], pa.int64()))


def _text(value: str | float | bool | None) -> str | None:
    """Returns a value as the CSV file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None or isinstance(value, str) else repr(value).removesuffix(".0")
