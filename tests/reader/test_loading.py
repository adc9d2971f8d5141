"""Tables load in three forms, with the same rows and the right types."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.reader.conftest import DESCRIPTOR, PACKAGE, ROOT, TABLES, fc, rows

# type of the Table Schema → the dtype of a column in pandas, Polars and Arrow
DTYPES: dict[str, tuple[str, Any, Any]] = {
    "string": ("string", pl.String(), pa.string()),
    "number": ("float64", pl.Float64(), pa.float64()),
    "integer": ("Int64", pl.Int64(), pa.int64()),
    "boolean": ("boolean", pl.Boolean(), pa.bool_()),
    "date": ("datetime64[ms]", pl.Date(), pa.date32()),
}
DERIVED = {"_min": "date", "_max": "date", "_precision": "string"}


def fields(table: str) -> dict[str, str]:
    """Column → type, as the schema says, with the columns that follow an EDTF date; passages have a link besides."""
    schema = json.loads((ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    found = {}
    for field in schema["fields"]:
        found[field["name"]] = field["type"]
        if any(name.endswith(":edtf") and field[name] for name in field):
            found |= {field["name"] + suffix: kind for suffix, kind in DERIVED.items()}
    return found | ({"url": "string"} if table == "passages" else {})


def test_tables_are_named_in_the_order_of_the_descriptor() -> None:
    assert fc.tables() == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_the_three_forms_hold_the_rows_of_the_csv(table: str) -> None:
    expected = [row["id"] for row in rows(table)]
    assert fc.load(table, "arrow")["id"].to_pylist() == expected
    assert list(fc.load(table)["id"]) == expected
    assert fc.load(table, as_="polars")["id"].to_list() == expected


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_the_dtype_of_its_schema(table: str) -> None:
    expected = {name: DTYPES[kind] for name, kind in fields(table).items()}
    pandas, polars, arrow = fc.load(table), fc.load(table, as_="polars"), fc.load(table, "arrow")
    assert {str(name): str(dtype) for name, dtype in pandas.dtypes.items()} == {n: d[0] for n, d in expected.items()}
    assert dict(polars.schema) == {name: dtypes[1] for name, dtypes in expected.items()}
    assert {field.name: field.type for field in arrow.schema} == {name: dtypes[2] for name, dtypes in expected.items()}


# type of the Table Schema → what reads a cell of the CSV
READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "number": float,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_value_is_the_cell_of_the_csv_in_each_form(table: str) -> None:
    kinds = {name: kind for name, kind in fields(table).items() if rows(table) and name in rows(table)[0]}
    expected = [{name: READ[kind](row[name]) if row[name] else None for name, kind in kinds.items()} for row in rows(table)]
    assert fc.load(table, "arrow").select(list(kinds)).to_pylist() == expected
    assert fc.load(table, as_="polars").select(list(kinds)).to_dicts() == expected
    found = fc.load(table)[list(kinds)].astype(object).to_dict("records")
    assert [{name: _plain(value) for name, value in row.items()} for row in found] == expected


def _plain(value: Any) -> Any:
    """The value of a frame as Python has it."""
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


# EDTF date → first day, last day, precision
DATES = {
    "2024-07-31": (date(2024, 7, 31), date(2024, 7, 31), "day"),
    "2023": (date(2023, 1, 1), date(2023, 12, 31), "year"),
}


@pytest.mark.parametrize("written", DATES)
def test_a_date_has_its_first_and_last_day_and_its_precision(written: str) -> None:
    found = {(e["date_min"], e["date_max"], e["date_precision"]) for e in _events() if e["date"] == written}
    assert found == {DATES[written]}


def _events() -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = fc.load("events", "arrow").to_pylist()
    return events


def test_a_frame_that_is_changed_leaves_the_next_one_as_it_was() -> None:
    for table, column, value in (("statistics", "value", -1.0), ("passages", "length", -1), ("events", "is_series", None)):
        before = fc.load(table)
        changed = fc.load(table)
        changed.loc[0, column] = value
        changed.loc[0, "id"] = "changed"
        pd.testing.assert_frame_equal(fc.load(table), before)
        assert before["id"][0] == rows(table)[0]["id"]


def test_a_column_of_a_frame_can_be_changed_in_place() -> None:
    frame = fc.load("statistics")
    frame["value"] *= 2
    frame.loc[frame["unit"] == "%", "value"] /= 100
    assert frame.loc[1, "value"] == 2 * float(rows("statistics")[1]["value"])


@pytest.mark.parametrize("table", ["", "statistic", "statistics-parquet", "../statistics"])
def test_an_unknown_table_is_a_key_error_that_names_the_tables(table: str) -> None:
    with pytest.raises(KeyError, match=f"there is no table .*; there are {', '.join([*TABLES, *fc.views()])}"):
        fc.load(table)


def test_an_unknown_form_is_a_value_error() -> None:
    with pytest.raises(ValueError, match='as_ is \'dask\'; expected "pandas", "arrow" or "polars"'):
        fc.load("areas", as_="dask")  # type: ignore[call-overload]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named_with_its_extra(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError) as error:
        fc.load("areas", as_=library)
    needs = f'{library} is not installed; it comes with the extra "{library}" of this package, and as_="arrow" needs neither'
    assert (str(error.value), error.value.name) == (needs, library)


VIEWS = """
import fentanyl_control as fc
print(*fc.views())
print(fc.load("big_areas").to_dict("list"), fc.load("big_areas", "arrow").to_pylist())
print("big_areas" in fc.tables(), fc.record("MEX").table)
try:
    fc.load("other")
except KeyError as error:
    print(error.args[0].rpartition(", ")[2])
"""


def test_the_result_of_a_view_is_loaded_like_a_table(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "fentanyl_control")
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    named = {"packpress:views": [{"name": "big_areas", "path": "views/big_areas.sql", "schema": "views/big_areas.json"}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(DESCRIPTOR | named), encoding="utf-8")
    (tmp_path / "data" / "parquet" / "views").mkdir(exist_ok=True)
    pq.write_table(pa.table({"kind": ["country", "group"]}), tmp_path / "data" / "parquet" / "views" / "big_areas.parquet")
    command = [sys.executable, "-c", VIEWS]
    done = subprocess.run(command, cwd=tmp_path / "src", capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "big_areas",
        "{'kind': ['country', 'group']} [{'kind': 'country'}, {'kind': 'group'}]",
        "False areas",
        "big_areas",
    ]


@pytest.mark.parametrize("view", fc.views())
def test_every_view_of_the_dataset_loads_with_the_columns_of_its_schema(view: str) -> None:
    (schema,) = (named["schema"] for named in DESCRIPTOR["packpress:views"] if named["name"] == view)
    described = json.loads((ROOT / schema).read_text(encoding="utf-8")) if isinstance(schema, str) else schema
    assert fc.load(view, "arrow").column_names == [field["name"] for field in described["fields"]]
    assert len(fc.load(view)) == fc.load(view, as_="polars").height > 0


LOAD = "import fentanyl_control as fc; fc.load('areas', 'arrow')"
# what is missing → what the last line of the traceback says
MISSING = {
    "everything": "FileNotFoundError: no dataset in {package}/_package or {root}; install a wheel, or run in a clone",
    "data": "FileNotFoundError: {root}/data/parquet/areas.parquet is missing; in a clone, scripts/build writes it",
}


@pytest.mark.parametrize("what", MISSING)
def test_missing_data_is_an_error_that_says_what_to_do(what: str, tmp_path: Path) -> None:
    package = tmp_path / "src" / "fentanyl_control"
    shutil.copytree(PACKAGE, package)
    if what == "data":
        shutil.copy(ROOT / "datapackage.json", tmp_path)
    done = subprocess.run([sys.executable, "-c", LOAD], cwd=package.parent, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == MISSING[what].format(package=package, root=tmp_path)
