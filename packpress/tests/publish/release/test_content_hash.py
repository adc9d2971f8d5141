"""A published cell has one text in every format, and a table one hash."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from packpress.errors import LostValueError
from packpress.publish.release.content_hash import canonical_cell, canonical_csv, canonical_rows, content_hash, names_of
from packpress.publish.release.model import PublishedTable

# value, type of its field → canonical text
CELLS: dict[str, tuple[Any, str, str | None]] = {
    "null": (None, "string", None),
    "text": ("a b", "string", "a b"),
    "empty text": ("", "string", ""),
    "true": (True, "boolean", "true"),
    "false of SQLite": (0, "boolean", "false"),
    "true of a sheet": (1.0, "boolean", "true"),
    "integer": (-12, "integer", "-12"),
    "integer of a sheet": (12.0, "integer", "12"),
    "large integer": (10**18, "integer", "1000000000000000000"),
    "year": (800, "year", "0800"),
    "year before 1": (-44, "year", "-0044"),
    "number": (1.5, "number", "1.5"),
    "whole number": (3.0, "number", "3"),
    "whole number of SQLite": (3, "number", "3"),
    "negative zero": (-0.0, "number", "0"),
    "small number": (1e-7, "number", "0.0000001"),
    "shortest digits": (0.1 + 0.2, "number", "0.30000000000000004"),
    "below 1e16": (9999999999999998.0, "number", "9999999999999998"),
    "1e16": (1e16, "number", "1e16"),
    "1e16 as an integer": (10**16, "number", "1e16"),
    "large number": (-1.25e300, "number", "-1.25e300"),
    "decimal": (Decimal("2.50"), "number", "2.5"),
    "whole decimal": (Decimal("120.00"), "number", "120"),
    "exact decimal": (Decimal("12345678901234567.89"), "number", "1.234567890123456789e16"),
    "decimal zero": (Decimal("0E-10"), "number", "0"),
    "NaN": (float("nan"), "number", "NaN"),
    "infinity": (float("-inf"), "number", "-INF"),
    "date": (date(2024, 2, 29), "date", "2024-02-29"),
    "early date": (date(33, 4, 3), "date", "0033-04-03"),
    "date of a sheet": (datetime(2024, 2, 29), "date", "2024-02-29"),
    "datetime": (datetime(2024, 2, 29, 12, 30), "datetime", "2024-02-29T12:30:00"),
    "datetime in UTC": (datetime(2024, 2, 29, 12, 30, 0, 500_000, UTC), "datetime", "2024-02-29T12:30:00.5Z"),
    "datetime elsewhere": (
        datetime(2024, 2, 29, 1, tzinfo=timezone(timedelta(hours=2))),
        "datetime",
        "2024-02-28T23:00:00Z",
    ),
    "duration": ("P1Y2M", "duration", "P1Y2M"),
    "list": ("1;2", "list", "1;2"),
}


@pytest.mark.parametrize(("value", "kind", "text"), CELLS.values(), ids=CELLS)
def test_a_cell_has_one_text(value: Any, kind: str, text: str | None) -> None:
    assert canonical_cell(value, {"name": "x", "type": kind}) == text


def test_a_value_of_an_unknown_type_is_refused() -> None:
    with pytest.raises(TypeError, match="timedelta is the type of no published value"):
        canonical_cell(timedelta(1), {"type": "duration"})


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_itself_and_has_no_exponent_below_1e16(value: float) -> None:
    text = canonical_cell(value, {"type": "number"})
    assert text is not None
    assert float(text) == value
    assert ("e" in text) == (abs(value) >= 1e16)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10))
def test_a_decimal_and_its_digits_have_the_same_text(value: Decimal) -> None:
    text = canonical_cell(value, {"type": "number"})
    assert text is not None
    assert Decimal(text) == value
    assert text == canonical_cell(Decimal(text), {"type": "number"})


CELL = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.sampled_from(['"', "a,b", "\r\n", " "])


@given(st.lists(st.tuples(CELL, CELL), max_size=5))
def test_canonical_csv_is_read_back_by_another_reader(rows: list[tuple[str | None, str | None]]) -> None:
    text = b"".join(canonical_csv(["a", "b"], rows)).decode("utf-8")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *([cell or "" for cell in row] for row in rows)]


def test_null_and_empty_text_differ_and_a_row_of_one_cell_is_no_blank_line() -> None:
    assert b"".join(canonical_csv(["a", "b"], [(None, ""), ("", None)])) == b'a,b\n,""\n"",\n'
    assert b"".join(canonical_csv(["a"], [(None,), ("x",)])) == b'a\n""\nx\n'


PublishedMaker = Callable[..., PublishedTable]


@pytest.fixture
def make_table(tmp_path: Path) -> PublishedMaker:
    """Makes a published table from columns, each with its type of Table Schema."""

    def make(**columns: tuple[str, pa.Array]) -> PublishedTable:
        file = tmp_path / "t.parquet"
        table = pa.table({name: values for name, (_, values) in columns.items()})
        pq.write_table(table, file)
        fields = [{"name": name, "type": kind} for name, (kind, _) in columns.items()]
        return PublishedTable("t", "", "", {"fields": fields}, file, table.num_rows)

    return make


def test_every_arrow_type_of_a_published_column_has_its_text(make_table: PublishedMaker) -> None:
    moment = datetime(2024, 2, 29, 12, 30, 0, 120_000, UTC)
    table = make_table(
        d=("number", pa.array([Decimal("2.50"), None], pa.decimal128(10, 2))),
        f=("number", pa.array([1e-7, 1e16])),
        t=("datetime", pa.array([moment, None], pa.timestamp("us", "UTC"))),
        n=("datetime", pa.array([None, moment.replace(tzinfo=None)], pa.timestamp("us"))),
        day=("date", pa.array([date(2024, 2, 29), None], pa.date32())),
        y=("year", pa.array([800, 2024], pa.int32())),
        p=("duration", pa.array(["P1Y", None])),
        items=("list", pa.array(["1;2", ""])),
        b=("boolean", pa.array([True, False])),
    )
    text = "d,f,t,n,day,y,p,items,b\n2.5,0.0000001,2024-02-29T12:30:00.12Z,,2024-02-29,0800,P1Y,1;2,true\n"
    text += ',1e16,,2024-02-29T12:30:00.12,,2024,,"",false\n'
    assert b"".join(canonical_csv(names_of(table), canonical_rows(table))).decode() == text
    assert content_hash(names_of(table), canonical_rows(table)) == hashlib.sha256(text.encode()).hexdigest()


def test_a_schema_of_other_columns_is_refused(make_table: PublishedMaker) -> None:
    table = make_table(a=("string", pa.array(["x"])))
    table.schema["fields"] = [{"name": "b", "type": "string"}]
    with pytest.raises(LostValueError, match=r"^t: the columns of the Parquet file are not those of its schema$"):
        list(canonical_rows(table))
