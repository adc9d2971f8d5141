"""The Parquet tables against the CSV that they are made from, both read by engines that are not ours."""

from __future__ import annotations

import calendar
import csv
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.package.descriptor import read_package
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.build import build
from packpress.publish.outputs import Built

Published = tuple[Path, Built]
LETTERS = Path(__file__).resolve().parents[2] / "packages" / "letters"
DESCRIPTOR = json.loads((LETTERS / "datapackage.json").read_text(encoding="utf-8"))
TABLES = [resource["name"] for resource in DESCRIPTOR["resources"] if resource["format"] == "csv"]
METADATA_LIMIT = 4096


def schema(root: Path, table: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((root / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    return loaded


def parquet_file(root: Path, table: str) -> Path:
    return root / "data" / "parquet" / f"{table}.parquet"


def read_csv_with_duckdb(file: Path) -> list[dict[str, str | None]]:
    """Every cell as text, None where it is empty."""
    with duckdb.connect() as engine:
        options = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', nullstr = ''"
        found = engine.execute(f"SELECT * FROM read_csv('{file}', {options})")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read_parquet_with_duckdb(file: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as engine:
        found = engine.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read_parquet_with_polars(file: Path) -> list[dict[str, Any]]:
    return pl.read_parquet(file, use_pyarrow=False).to_dicts()


READERS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "duckdb": read_parquet_with_duckdb,
    "polars": read_parquet_with_polars,
}

# type of the Table Schema → the value that its text means
CONVERT: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}


def value(cell: str | None, kind: str) -> Any:
    return None if cell is None else CONVERT[kind](cell)


def plain(cell: Any) -> Any:
    """A cell of Parquet: numbers as decimals of the shortest text that gives them back."""
    return Decimal(repr(cell)) if isinstance(cell, float) else cell


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("table", TABLES)
def test_every_cell_of_parquet_is_that_of_the_csv(table: str, reader: str, published: Published) -> None:
    root, _ = published
    described = schema(root, table)
    kinds = {field["name"]: field["type"] for field in described["fields"]}
    rows = read_csv_with_duckdb(root / "data" / f"{table}.csv")
    rows.sort(key=lambda row: [row[name] for name in described["primaryKey"]])
    expected = [{name: value(row[name], kind) for name, kind in kinds.items()} for row in rows]
    read = READERS[reader](parquet_file(root, table))
    assert [{name: plain(row[name]) for name in kinds} for row in read] == expected


@pytest.mark.parametrize("table", TABLES)
def test_the_csv_has_the_rows_that_another_reader_of_csv_finds(table: str, published: Published) -> None:
    file = published[0] / "data" / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert read_csv_with_duckdb(file) == [{name: cell or None for name, cell in row.items()} for row in rows]


POINT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]?")


def days(point: str) -> tuple[date, date, str]:
    """The first and last day of one end of an EDTF text and its precision, by the calendar alone."""
    match = POINT.fullmatch(point)
    assert match, point
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
    return date(year, month, day), date(year, month, day), "day"


def span(text: str | None) -> tuple[date | None, date | None, str | None]:
    if text is None:
        return None, None, None
    start, _, end = text.partition("/")
    if not end:
        return days(text)
    first, last = (None if part == ".." else days(part) for part in (start, end))
    if first is None or last is None:
        return first[0] if first else None, last[1] if last else None, "open"
    return first[0], last[1], max(first[2], last[2], key=("day", "month", "year").index)


EDTF = [(t, f["name"]) for t in TABLES for f in schema(LETTERS, t)["fields"] if f.get("packpress:edtf")]


@pytest.mark.parametrize(("table", "column"), EDTF)
def test_every_date_has_its_first_and_last_day_and_its_precision(table: str, column: str, published: Published) -> None:
    read = read_parquet_with_duckdb(parquet_file(published[0], table))
    found = [(row[f"{column}_min"], row[f"{column}_max"], row[f"{column}_precision"]) for row in read]
    assert found == [span(row[column]) for row in read]


@pytest.mark.parametrize("table", TABLES)
def test_the_columns_are_those_of_the_schema_with_the_derived_ones_beside_them(table: str, published: Published) -> None:
    expected = []
    for field in schema(published[0], table)["fields"]:
        expected.append(field["name"])
        if field.get("packpress:edtf"):
            expected += [f"{field['name']}_min", f"{field['name']}_max", f"{field['name']}_precision"]
    passages = DESCRIPTOR["packpress:provenance"]["passages"]
    expected += [passages["link"]] if passages["resource"] == table else []
    assert pq.read_schema(parquet_file(published[0], table)).names == expected
    written = json.loads((published[0] / "data" / "parquet" / f"{table}.json").read_text(encoding="utf-8"))
    assert [field["name"] for field in written["fields"]] == expected


@pytest.mark.parametrize("table", TABLES)
def test_not_null_stands_exactly_where_a_value_is_required(table: str, published: Published) -> None:
    described = schema(published[0], table)
    required = [f["name"] for f in described["fields"] if f["constraints"]["required"] or f["name"] in described["primaryKey"]]
    assert [f.name for f in pq.read_schema(parquet_file(published[0], table)) if not f.nullable] == required


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_it_means_and_in_what_unit(table: str, published: Published) -> None:
    arrow = pq.read_schema(parquet_file(published[0], table))
    for field in schema(published[0], table)["fields"]:
        wanted = {"title": field["title"], "description": field["description"], "unit": field.get("packpress:unit", "")}
        found = arrow.field(field["name"]).metadata or {}
        said = {name: found[name.encode()].decode() for name in wanted if name.encode() in found}
        assert said == {name: text for name, text in wanted.items() if text}
    assert all((field.metadata or {}).get(b"description") for field in arrow)


@pytest.mark.parametrize("table", TABLES)
def test_the_file_says_what_it_is_in_few_bytes(table: str, published: Published) -> None:
    package, _ = read_package(published[0])
    metadata = pq.ParquetFile(parquet_file(published[0], table)).metadata
    own = {name.decode(): text.decode() for name, text in (metadata.metadata or {}).items() if name != b"ARROW:schema"}
    resource = next(r for r in DESCRIPTOR["resources"] if r["name"] == table)
    assert own == {
        "name": DESCRIPTOR["name"],
        "version": DESCRIPTOR["version"],
        "title": f"{DESCRIPTOR['title']}: {resource['title']}",
        "description": resource["description"],
        "license": "CC0-1.0",
        "sources": json.dumps([source["path"] for source in DESCRIPTOR["sources"]]),
        "packpress:sourceHash": SourceHashes(package).parquet(package.resource(table)),
    }
    assert sum(len(name) + len(text) for name, text in own.items()) <= METADATA_LIMIT
    assert metadata.serialized_size <= 8 * METADATA_LIMIT  # with the Arrow schema, whose descriptions are the codebook


@pytest.mark.parametrize("table", TABLES)
def test_every_column_chunk_is_zstd(table: str, published: Published) -> None:
    metadata = pq.ParquetFile(parquet_file(published[0], table)).metadata
    groups = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
    found = {group.column(column).compression for group in groups for column in range(metadata.num_columns)}
    assert found == {"ZSTD"}


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_by_key_in_code_point_order(table: str, published: Published) -> None:
    key = schema(published[0], table)["primaryKey"]
    keys = [[row[name] for name in key] for row in read_parquet_with_polars(parquet_file(published[0], table))]
    assert keys == sorted(keys)


NUMBER = {"name": "n", "type": "number"}
KEY = {"name": "id", "type": "string", "constraints": {"required": True}}


def build_one(root: Path) -> pa.Table:
    built = build(root)
    assert built.report.issues == ()
    return pq.read_table(root / "parquet" / "table.parquet")


# cells → the type that gives them back as they are written
NUMBERS = {
    "whole and decimal": (["1", "2.5", "-0.1"], pa.float64()),
    "zeros at the end": (["1.50", "2.0"], pa.float64()),
    "17 digits that float64 changes": (["0.12345678901234567", "1"], pa.decimal128(38, 17)),
    "a whole number beyond 2**53": (["9007199254740993"], pa.decimal128(38, 0)),
    "a whole number at 2**53": (["9007199254740992"], pa.float64()),
}


@pytest.mark.parametrize(("cells", "kind"), NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_published_as_it_is_written(cells: list[str], kind: pa.DataType, with_parquet: Callable[..., Path]) -> None:
    rows = "".join(f"{'abc'[i]},{cell}\n" for i, cell in enumerate(cells))
    table = build_one(with_parquet({"fields": [KEY, NUMBER], "primaryKey": ["id"]}, f"id,n\n{rows}"))
    assert table.schema.field("n").type == kind
    assert [Decimal(str(cell)) for cell in table["n"].to_pylist()] == [Decimal(cell) for cell in cells]


# bounds of an integer → the type that holds every integer within them
INTEGERS = {
    "no bound": ({}, pa.int64()),
    "one bound": ({"minimum": 0}, pa.int64()),
    "a byte": ({"minimum": -128, "maximum": 127}, pa.int8()),
    "one more than a byte": ({"minimum": 0, "maximum": 128}, pa.int16()),
    "one less than a byte": ({"minimum": -129, "maximum": 0}, pa.int16()),
    "two bytes": ({"minimum": -32768, "maximum": 32767}, pa.int16()),
    "four bytes": ({"minimum": 0, "maximum": 2**31 - 1}, pa.int32()),
    "more than four bytes": ({"minimum": 0, "maximum": 2**31}, pa.int64()),
}


@pytest.mark.parametrize("low", [-1000, "-1,000"])
@pytest.mark.parametrize("high", [2000, "2,000"])
def test_bounds_that_are_written_as_cells_are_bounds(
    low: int | str, high: int | str, with_parquet: Callable[..., Path]
) -> None:
    bounds = {"minimum": low, "maximum": high}
    field = {"name": "n", "type": "integer", "groupChar": ",", "constraints": bounds}
    table = build_one(with_parquet({"fields": [KEY, field], "primaryKey": ["id"]}, 'id,n\na,"1,500"\n'))
    assert (table.schema.field("n").type, table["n"].to_pylist()) == (pa.int16(), [1500])


@pytest.mark.parametrize(("bounds", "kind"), INTEGERS.values(), ids=INTEGERS)
def test_an_integer_is_as_wide_as_its_bounds_ask(
    bounds: dict[str, int], kind: pa.DataType, with_parquet: Callable[..., Path]
) -> None:
    field = {"name": "n", "type": "integer", "constraints": {"required": True, **bounds}}
    low = bounds.get("minimum", 0)
    high = bounds.get("maximum", 2**63 - 1)
    table = build_one(with_parquet({"fields": [KEY, field], "primaryKey": ["id"]}, f"id,n\na,{low}\nb,{high}\n"))
    assert table.schema.field("n").type == kind
    assert table["n"].to_pylist() == [low, high]


def test_dates_and_booleans_have_types_of_their_own(with_parquet: Callable[..., Path]) -> None:
    fields = [KEY, {"name": "d", "type": "date"}, {"name": "b", "type": "boolean"}]
    table = build_one(with_parquet({"fields": fields, "primaryKey": ["id"]}, "id,d,b\nb,,\na,2024-02-29,true\n"))
    assert [table.schema.field(name).type for name in ("d", "b")] == [pa.date32(), pa.bool_()]
    assert table.to_pylist() == [{"id": "a", "d": date(2024, 2, 29), "b": True}, {"id": "b", "d": None, "b": None}]


def test_days_before_1970_are_derived_too(with_parquet: Callable[..., Path]) -> None:
    edtf = {"name": "d", "type": "string", "packpress:edtf": True}
    table = build_one(with_parquet({"fields": [KEY, edtf], "primaryKey": ["id"]}, "id,d\na,1961\nb,\nc,../0001-02\n"))
    assert table["d_min"].to_pylist() == [date(1961, 1, 1), None, None]
    assert table["d_max"].to_pylist() == [date(1962, 1, 1) - timedelta(days=1), None, date(1, 2, 28)]
    assert table["d_precision"].to_pylist() == ["year", None, "open"]


def test_missing_values_other_than_empty_are_null(with_parquet: Callable[..., Path]) -> None:
    described = {"fields": [KEY, {"name": "s", "type": "string"}], "primaryKey": ["id"], "missingValues": ["", "n/a"]}
    assert build_one(with_parquet(described, "id,s\na,n/a\nb,x\n"))["s"].to_pylist() == [None, "x"]
