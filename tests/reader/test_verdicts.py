"""Verdicts set what a record states beside what another source says."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.reader.conftest import DESCRIPTOR, PACKAGE, RECORD_TABLES, ROOT, STATED, fc, rows

from fentanyl_control.verdicts import verdicts_of

COLUMNS = DESCRIPTOR["packpress:provenance"]["evidence"]["records"]


def cells(identifier: str) -> dict[str, str]:
    """The row of a verification, as text."""
    return next(row for row in rows("verifications") if row["id"] == identifier)


FINAL = "s-us-synthetic-opioid-deaths-2023-final"
HIGHER = fc.Verdict(
    id="v-us-synthetic-opioid-deaths-2023-final",
    record=STATED,
    compared="value",
    stated=75000.0,
    verdict="higher",
    meaning="The stated figure is higher",
    other=fc.Figure(
        id=FINAL,
        title="Overdose deaths involving synthetic opioids, United States, 2023, final count",
        value=72776.0,
        qualifier="exact",
        unit="{death}",
        status="final",
    ),
    difference=2224.0,
    found="",
    source="Overdose figures for 2023",
    publisher="National Institute on Drug Abuse",
    source_id="nida-overdose-figures-2023",
    link="",
    checked=date(2026, 11, 21),
    independence=cells("v-us-synthetic-opioid-deaths-2023-final").get("independence", ""),
    access=cells("v-us-synthetic-opioid-deaths-2023-final").get("access", ""),
    reasoning="The final count, public before the release of the paper, is 72,776 and does not round to 75,000.",
)


def test_a_stated_figure_has_every_figure_that_it_was_compared_with() -> None:
    found = verdicts_of(STATED)
    assert found[0] == HIGHER
    names = [f"v-us-synthetic-opioid-deaths-2023-{name}" for name in ("final", "population", "provisional", "revised")]
    assert [verdict.id for verdict in found] == names
    assert [verdict.other.value for verdict in found if verdict.other] == [72776.0, 74702.0, 76282.0]


def test_a_figure_of_another_source_has_the_comparison_with_the_stated_one() -> None:
    assert verdicts_of(FINAL) == (HIGHER,)


def test_an_identifier_of_a_verification_gives_the_one_verdict() -> None:
    assert verdicts_of(HIGHER.id) == (HIGHER,)


def test_a_name_or_date_is_set_beside_what_was_found() -> None:
    (verdict,) = verdicts_of("v-cn-us-senior-official-meeting-date")
    assert (verdict.compared, verdict.stated, verdict.verdict, verdict.found) == ("date", "2024-07-31", "matches", "2024-07-31")
    assert (verdict.other, verdict.difference) == (None, None)
    assert verdict.link.startswith("https://")


def test_what_was_looked_for_and_not_found_has_no_source() -> None:
    (verdict,) = verdicts_of("v-cn-us-information-exchanges")
    assert verdict.verdict == "not-found"
    assert {verdict.source, verdict.publisher, verdict.source_id, verdict.link, verdict.found} == {""}
    assert verdict.reasoning


def test_every_verification_is_a_verdict_of_its_record_and_of_the_other_figure() -> None:
    schema = json.loads((ROOT / "schemas" / "verifications.json").read_text(encoding="utf-8"))
    (codes,) = (field["categories"] for field in schema["fields"] if field["name"] == "verdict")
    labels = {code["value"]: code["label"] for code in codes}
    for row in rows("verifications"):
        (verdict,) = verdicts_of(row["id"])
        record = next(row[column] for column in COLUMNS if row.get(column))
        assert (verdict.id, verdict.record, verdict.meaning) == (row["id"], record, labels[row["verdict"]])
        assert verdict in verdicts_of(record)
        assert verdict.stated == fc.record(record)[row["compared"]]
        if verdict.other:
            assert verdict in verdicts_of(verdict.other.id)
            assert verdict.stated == verdict.other.value + (verdict.difference or 0.0)
            assert verdict.other == fc.Figure(**_part(fc.record(verdict.other.id), "id title value qualifier unit status"))


def _part(record: Any, names: str) -> dict[str, Any]:
    return {name: record[name] for name in names.split()}


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_record_can_be_asked_and_one_that_was_not_compared_has_none(table: str) -> None:
    columns = (*COLUMNS, "other_statistic_id")
    expected: dict[str, list[str]] = {row["id"]: [] for row in rows(table)}
    for row in rows("verifications"):
        for record in {row.get(column, "") for column in columns} & expected.keys():
            expected[record].append(row["id"])
    assert {row["id"]: [verdict.id for verdict in verdicts_of(row["id"])] for row in rows(table)} == expected
    assert [] in expected.values()


ADDED = [
    *("record", "stated", "stated_value", "meaning"),
    *("other_title", "other_value", "other_qualifier", "other_unit", "other_status"),
    *("source_title", "source_publisher_name", "source_published", "source_url"),
]


def test_the_table_of_a_record_has_the_other_figure_and_the_source_beside_each_verdict() -> None:
    table = fc.verdicts_for(STATED, "arrow")
    assert table.column_names == [*fc.load("verifications", "arrow").column_names, *ADDED]
    assert table.select(["id", *ADDED]).to_pylist()[:2] == [
        {
            "id": HIGHER.id,
            "record": STATED,
            "stated": "75000",
            "stated_value": 75000.0,
            "meaning": "The stated figure is higher",
            "other_title": "Overdose deaths involving synthetic opioids, United States, 2023, final count",
            "other_value": 72776.0,
            "other_qualifier": "exact",
            "other_unit": "{death}",
            "other_status": "final",
            "source_title": "Overdose figures for 2023",
            "source_publisher_name": "National Institute on Drug Abuse",
            "source_published": None,
            "source_url": None,
        },
        {
            "id": "v-us-synthetic-opioid-deaths-2023-population",
            "record": STATED,
            "stated": fc.record(STATED)["population"],
            "stated_value": None,
            "meaning": "The other source measures or words something else",
            **dict.fromkeys(["other_title", "other_value", "other_qualifier", "other_unit", "other_status"]),
            "source_title": "NCHS Data Brief 522",
            "source_publisher_name": "National Center for Health Statistics",
            "source_published": "2024-12",
            "source_url": "https://cdc.gov/nchs/products/databriefs/db522.htm",
        },
    ]


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_row_of_a_table_of_verdicts_is_its_verification_and_says_what_the_verdict_does(table: str) -> None:
    verifications = {row["id"]: row for row in fc.load("verifications", "arrow").to_pylist()}
    for row in rows(table):
        found = fc.verdicts_for(row["id"], "arrow").to_pylist()
        for cells, verdict in zip(found, verdicts_of(row["id"]), strict=True):
            assert {name: cells[name] for name in verifications[verdict.id]} == verifications[verdict.id]
            assert (cells["record"], cells["meaning"]) == (verdict.record, verdict.meaning)
            assert (cells["stated_value"] is None) == (not isinstance(verdict.stated, float))
            assert (cells["other_value"], cells["other_unit"]) == (
                (verdict.other.value, verdict.other.unit) if verdict.other else (None, None)
            )
            assert (cells["source_title"] or "", cells["source_publisher_name"] or "") == (verdict.source, verdict.publisher)


def test_the_text_of_what_is_stated_is_the_cell_of_the_csv() -> None:
    cells = {row["id"]: row for table in RECORD_TABLES for row in rows(table)}
    for row in rows("verifications"):
        (found,) = fc.verdicts_for(row["id"], "arrow").to_pylist()
        assert (found["stated"] or "") == cells[found["record"]][row["compared"]]


def test_a_table_of_verdicts_is_given_in_three_forms() -> None:
    arrow, pandas, polars = fc.verdicts_for(STATED, "arrow"), fc.verdicts_for(STATED), fc.verdicts_for(STATED, "polars")
    assert (type(arrow), type(pandas), type(polars)) == (pa.Table, pd.DataFrame, pl.DataFrame)
    assert list(pandas["id"]) == polars["id"].to_list() == arrow["id"].to_pylist()
    assert pandas["other_value"].dropna().tolist() == [72776.0, 74702.0, 76282.0]
    assert (str(pandas["checked"].dtype), str(pandas["source_title"].dtype)) == ("datetime64[ms]", "string")


def test_a_record_that_was_not_compared_has_a_table_without_rows() -> None:
    empty = next(row["id"] for row in rows("measures") if not verdicts_of(row["id"]))
    assert fc.verdicts_for(empty, "arrow").schema == fc.verdicts_for(STATED, "arrow").schema
    assert fc.verdicts_for(empty).shape == (0, len(fc.verdicts_for(STATED).columns))


def test_an_unknown_form_of_a_table_of_verdicts_is_a_value_error() -> None:
    with pytest.raises(ValueError, match='as_ is \'dask\'; expected "pandas", "arrow" or "polars"'):
        fc.verdicts_for(STATED, as_="dask")  # type: ignore[call-overload]


OF_A_MEASURE = """
import fentanyl_control as fc
(verdict,) = fc.record("m-cn-us-arrests").verifications
print(verdict.record, verdict.stated == fc.record("m-cn-us-arrests")["title"], verdict.independence, verdict.access)
print(fc.verdicts_for("m-cn-us-arrests")[["measure_id", "independence", "access"]].to_dict("list"))
"""


def test_a_verdict_on_a_measure_has_the_codes_of_its_source(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "fentanyl_control")
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    first = fc.load("verifications", "arrow").to_pylist()[0]
    codes = {"compared": "title", "independence": "same-side", "access": "opened"}
    row = first | dict.fromkeys(COLUMNS) | {"measure_id": "m-cn-us-arrests"} | codes
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "data" / "parquet" / "verifications.parquet")
    command = [sys.executable, "-c", OF_A_MEASURE]
    done = subprocess.run(command, cwd=tmp_path / "src", capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "m-cn-us-arrests True same-side opened",
        "{'measure_id': ['m-cn-us-arrests'], 'independence': ['same-side'], 'access': ['opened']}",
    ]
