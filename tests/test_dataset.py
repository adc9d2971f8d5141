"""Loading the tables, the proof of a record, and citing: from the checkout and from a wheel."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import fentanyl_control as fc

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTOR: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
TABLES = tuple(resource["name"] for resource in DESCRIPTOR["resources"] if resource["format"] == "csv")
STATED = "s-us-synthetic-opioid-deaths-2023-stated"


def rows(table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_tables_are_named_in_the_order_of_the_descriptor() -> None:
    assert fc.tables() == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_the_three_forms_hold_the_same_rows(table: str) -> None:
    arrow = fc.load(table, "arrow")
    expected = [row[arrow.column_names[0]] for row in rows(table)]
    assert arrow.column(0).to_pylist() == expected
    assert list(fc.load(table).iloc[:, 0]) == expected
    assert fc.load(table, as_="polars").to_series(0).to_list() == expected


# type of the Table Schema → the dtypes that pandas may give its column, and Polars
DTYPES: dict[str, tuple[set[str], set[Any]]] = {
    "string": ({"string"}, {pl.String()}),
    "number": ({"float64"}, {pl.Float64()}),
    "integer": ({"Int64", "Int32", "Int16"}, {pl.Int64(), pl.Int32(), pl.Int16()}),
    "boolean": ({"boolean"}, {pl.Boolean()}),
    "date": ({"datetime64[ms]"}, {pl.Date()}),
}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_the_dtype_of_its_schema(table: str) -> None:
    described = json.loads((ROOT / "data" / "parquet" / f"{table}.json").read_text(encoding="utf-8"))
    pandas, polars = fc.load(table), fc.load(table, as_="polars")
    for field in described["fields"]:
        for_pandas, for_polars = DTYPES[field["type"]]
        assert str(pandas[field["name"]].dtype) in for_pandas, field["name"]
        assert polars.schema[field["name"]] in for_polars, field["name"]


def test_what_is_missing_is_missing_in_every_form() -> None:
    empty = {row["id"] for row in rows("statistics") if not row["period"]}
    assert empty
    pandas = fc.load("statistics")
    assert set(pandas.loc[pandas["period"].isna(), "id"]) == empty
    assert set(pandas.loc[pandas["period_precision"].isna(), "id"]) == empty
    polars = fc.load("statistics", as_="polars")
    assert set(polars.filter(pl.col("period").is_null())["id"]) == empty


def test_a_date_can_be_compared_without_parsing() -> None:
    frame = fc.load("events")
    summer = frame[(frame["date_min"] >= pd.Timestamp(2024, 7, 1)) & (frame["date_max"] <= pd.Timestamp(2024, 7, 31))]
    assert sorted(summer["id"]) == sorted(row["id"] for row in rows("events") if row["date"].startswith("2024-07"))
    table = fc.load("events", "arrow")
    assert table.schema.field("date_min").type == pa.date32()
    assert all(day is None or isinstance(day, date) for day in table["date_min"].to_pylist())


@pytest.mark.parametrize("table", ["", "statistic", "statistics-parquet", "../statistics"])
def test_a_table_that_there_is_not_is_a_key_error_that_names_the_tables(table: str) -> None:
    with pytest.raises(KeyError, match=r"there is no table .*; there are measures, agreements"):
        fc.load(table)


def test_a_form_that_there_is_not_is_a_value_error() -> None:
    with pytest.raises(ValueError, match='use "pandas", "arrow" or "polars"'):
        fc.load("statistics", as_="dask")  # type: ignore[call-overload]


def test_a_missing_library_is_named_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(fc.MissingExtraError, match='comes with the extra "pandas"'):
        fc.load("areas")
    with pytest.raises(fc.MissingExtraError, match='comes with the extra "polars"'):
        fc.load("areas", as_="polars")


def test_evidence_is_the_words_and_a_link_to_the_sentence() -> None:
    assert fc.evidence_for(STATED)[0] == fc.Evidence(
        record=STATED,
        supports="value",
        stance="states",
        words="reached 75,000",
        source="Promoting Global Governance of Fentanyl-Related Substances (section VII)",
        place="wp-7-008",
        link="http://english.scio.gov.cn/whitepapers/2025-03/05/content_117746462_9.html"
        "#:~:text=According%20to%20data%20from,45%20in%20the%20US4.",
    )


def test_evidence_is_found_for_every_record_that_has_some() -> None:
    columns = ("measure_id", "agreement_id", "event_id", "statistic_id")
    counts: dict[str, int] = {}
    for row in rows("evidence"):
        for column in columns:
            if row[column]:
                counts[row[column]] = counts.get(row[column], 0) + 1
    some = [next(record for record in counts if record.startswith(letter)) for letter in "maes"]
    assert {record: len(fc.evidence_for(record)) for record in some} == {record: counts[record] for record in some}


def test_evidence_without_a_coded_text_has_its_place_and_the_page() -> None:
    urls = {row["id"]: row["url"] for row in rows("sources")}
    row = next(row for row in rows("evidence") if row["locator"] and urls[row["source_id"]])
    record = row["measure_id"] or row["agreement_id"] or row["event_id"] or row["statistic_id"]
    found = [(piece.words, piece.place, piece.link) for piece in fc.evidence_for(record)]
    assert (row["fragment"], row["locator"], urls[row["source_id"]]) in found


def test_every_link_is_an_address_without_space() -> None:
    for row in rows("statistics"):
        for piece in fc.evidence_for(row["id"]):
            assert piece.link == "" or piece.link.startswith(("http://", "https://"))
            assert " " not in piece.link


@pytest.mark.parametrize("record", ["", "s-unknown", "wp-7-008"])
def test_a_record_without_evidence_is_a_key_error(record: str) -> None:
    with pytest.raises(KeyError, match="no evidence speaks of"):
        fc.evidence_for(record)


def test_the_citation_names_who_when_what_and_which_licence() -> None:
    assert fc.cite() == (
        f"{DESCRIPTOR['contributors'][0]['title']} ({DESCRIPTOR['created'][:4]}). {DESCRIPTOR['title']} "
        f"(version {DESCRIPTOR['version']}) [Data set]. Licence: CC-BY-4.0."
    )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of the checkout, unpacked into a folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"PIP_NO_INDEX": "1"})
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_holds_the_data_the_schemas_and_the_descriptor(wheel: Path) -> None:
    inside = wheel / "fentanyl_control" / "_package"
    for folder, pattern in (("data", "*.csv"), ("data/parquet", "*.parquet"), ("schemas", "*.json")):
        names = sorted(file.name for file in (ROOT / folder).glob(pattern))
        assert sorted(file.name for file in (inside / folder).glob(pattern)) == names
    assert (inside / "datapackage.json").read_bytes() == (ROOT / "datapackage.json").read_bytes()
    assert (wheel / "fentanyl_control" / "py.typed").is_file()


def test_the_wheel_names_its_extras_and_needs_little(wheel: Path) -> None:
    (metadata,) = wheel.glob("*.dist-info/METADATA")
    lines = metadata.read_text(encoding="utf-8").partition("\n\n")[0].splitlines()
    needed = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert [name.partition(">")[0] for name in needed] == ["pyarrow"]
    assert {"License-File: LICENSE", "License-Expression: MIT AND CC-BY-4.0"} <= set(lines)


ELSEWHERE = """
import sys
sys.path.insert(0, sys.argv[1])
import fentanyl_control as fc
from fentanyl_control.dataset import dataset
print(fc.__file__)
print(dataset().root)
print(len(fc.load("statistics")), fc.load("statistics", as_="polars").height, fc.load("statistics", "arrow").num_rows)
print(fc.evidence_for(sys.argv[2])[0].words)
print(fc.cite())
"""


def test_an_installed_wheel_reads_its_own_data(wheel: Path, tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")  # of somebody else, and not to be read
    command = [sys.executable, "-c", ELSEWHERE, str(wheel), STATED]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    inside = wheel / "fentanyl_control"
    count = len(rows("statistics"))
    expected = [str(inside / "__init__.py"), str(inside / "_package"), f"{count} {count} {count}", "reached 75,000", fc.cite()]
    assert done.stdout.splitlines() == expected


def test_loading_with_arrow_imports_neither_pandas_nor_polars(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import fentanyl_control as fc; fc.load('areas', 'arrow'); fc.cite();"
        "print(sorted({'pandas', 'polars', 'pandera', 'frictionless'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code, str(ROOT / "src")]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout == "[]\n"
