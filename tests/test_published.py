"""The Parquet tables against the CSV that they are made from, both read by engines that are not ours."""

from __future__ import annotations

import calendar
import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from packpress.package.descriptor import read_package
from packpress.package.outputs.source_hash import SourceHashes
from packpress.publish.build import build
from packpress.publish.outputs import Built

import fentanyl_control as fc

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

Published = tuple[Path, Built]
ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "schemas" / "rules"
DESCRIPTOR = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
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


EDTF = [(t, f["name"]) for t in TABLES for f in schema(ROOT, t)["fields"] if f.get("packpress:edtf")]


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
        "license": "CC-BY-4.0",
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


@pytest.mark.parametrize("table", TABLES)
def test_the_committed_parquet_is_what_a_build_writes(table: str, published: Published) -> None:
    assert parquet_file(published[0], table).read_bytes() == parquet_file(ROOT, table).read_bytes()


def files(root: Path) -> dict[str, str]:
    """Every file below the folder, hidden ones too, with the hash of its bytes."""
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_the_dataset_builds_into_what_is_committed(published: tuple[Path, Built]) -> None:
    root, built = published
    assert built.fresh == ()
    assert [path for path in built.stale if (root / path).read_bytes() != (ROOT / path).read_bytes()] == []
    assert set(files(ROOT / "data" / "parquet")) == set(files(root / "data" / "parquet"))


def test_every_sentence_of_the_dataset_is_cited_or_has_its_reason(published: tuple[Path, Built]) -> None:
    coverage = published[1].coverage
    assert coverage is not None
    assert (coverage.share, coverage.cited + coverage.without_claim) == (1.0, coverage.passages)


def test_an_edit_of_one_value_makes_its_table_and_the_codebook_stale_at_most(
    dataset: PackageFolder, published: tuple[Path, Built]
) -> None:
    shutil.copytree(ROOT / "docs" / "drawings", dataset.root / "docs" / "drawings")
    dataset.set("areas", "AUS", note="Added for a test.")
    stale = build(dataset.root, rules=RULES, check_only=True).stale
    assert set(stale) == {"data/parquet/areas.parquet", "docs/codebook.md"}


def test_the_committed_page_is_what_a_build_writes(published: tuple[Path, Built]) -> None:
    page = Path("docs", "codebook.md")
    assert (published[0] / page).read_text(encoding="utf-8") == (ROOT / page).read_text(encoding="utf-8")


PROMISE = re.compile(
    r"[Ee]ach of the (?P<paper>[0-9]+) records of the paper opens at\s+its sentence.*?"
    r"Of the (?P<context>[0-9]+) records around it.*?(?P<words>[0-9]+) have words of a\s+source and their place, "
    r"and (?P<page>[0-9]+) a page; (?P<without>[0-9]+) of them have no address",
    re.S,
)


@pytest.mark.parametrize("name", ["README.md", "datapackage.json", "CITATION.cff"])
def test_the_promised_numbers_are_those_that_are_counted(name: str) -> None:
    tables = {table: fc.load(table, as_="arrow").to_pylist() for table in ("measures", "agreements", "events", "statistics")}
    origins = {row["id"]: row["origin"] for rows in tables.values() for row in rows}
    columns = ("measure_id", "agreement_id", "event_id", "statistic_id")
    passages: set[str] = set()
    words: set[str] = set()
    pages: set[str] = set()
    addresses = {row["id"] for row in fc.load("sources", as_="arrow").to_pylist() if row["url"]}
    for row in fc.load("evidence", as_="arrow").to_pylist():
        record = next(row[column] for column in columns if row[column])
        reached = passages if row["passage_id"] else words if row["fragment"] and row["locator"] else None
        if reached is not None:
            reached.add(record)
        if row["source_id"] in addresses:
            pages.add(record)
    paper = {record for record, origin in origins.items() if origin == "white-paper"}
    context = set(origins) - paper
    assert paper <= passages
    assert context - words <= pages
    found = PROMISE.search((ROOT / name).read_text(encoding="utf-8"))
    assert found is not None
    counted = {"paper": len(paper), "context": len(context), "words": len(context & words), "page": len(context - words)}
    counted["without"] = len(context - pages)
    assert {key: int(value) for key, value in found.groupdict().items()} == counted
