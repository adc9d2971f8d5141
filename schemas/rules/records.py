"""What all rules read with: the rows of a table, the record that a row points at, its dates and figures."""

from __future__ import annotations

import math
from collections import namedtuple
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from weakref import ref

import pandas as pd
from packpress import Span, Tables, read_edtf

Row = Any  # a named tuple of pandas, whose fields are the columns of its table
# column that points at a record → the table of the record
RECORDS: Mapping[str, str] = {
    "measure_id": "measures",
    "agreement_id": "agreements",
    "event_id": "events",
    "statistic_id": "statistics",
}
# column with an EDTF date that evidence must support, by record table
DATES: dict[str, tuple[str, ...]] = {
    "measures": ("date",),
    "agreements": ("started", "ended"),
    "events": ("date",),
    "statistics": ("period", "as_of"),
}


# rows of a frame by its identity, as long as it lives: all rules read the same frames
_read: dict[int, tuple[ref[pd.DataFrame], list[Row]]] = {}


def rows(frame: pd.DataFrame) -> list[Row]:
    """The rows as named tuples with None for a missing value; ``Index`` is the row's label."""
    known, found = _read.get(id(frame), (None, []))
    if known is None or known() is not frame:
        row = namedtuple("row", ["Index", *frame.columns])  # type: ignore[misc]  # the columns are known when it runs
        columns = [column.astype(object).where(column.notna(), None).tolist() for _, column in frame.items()]
        found = list(map(row, frame.index.tolist(), *columns))
        key = id(frame)
        _read[key] = (ref(frame, lambda _: _read.pop(key, None)), found)
    return found


def record_key(row: Row) -> tuple[str, str] | None:
    """The table and id of the one record that an evidence, participant or verification row points at."""
    found = [(RECORDS[column], row_id) for column in RECORDS if (row_id := getattr(row, column, None)) is not None]
    return found[0] if len(found) == 1 else None


def records_by_key(tables: Tables) -> dict[tuple[str, str], Row]:
    """Every record by its table and id."""
    return {(table, row.id): row for table in RECORDS.values() for row in rows(tables[table])}


@cache  # rules read the same dates again and again
def span_of(text: str | None) -> Span | None:
    """The span of an EDTF date; None when it is missing or not real, which another rule reports."""
    if text is None:
        return None
    try:
        return read_edtf(text)
    except ValueError:
        return None


def figure_of(statistic: Row) -> Decimal | None:
    """The value of a statistic as it is written; None for NaN and INF, which another rule reports."""
    return Decimal(repr(statistic.value)) if statistic.value is not None and math.isfinite(statistic.value) else None
