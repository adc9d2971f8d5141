"""The schemas as pandera has them judge the tables by themselves, without the checker's report in between."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow
import pytest
from packpress.check.rules.compile_pandera import compile_schema
from packpress.check.rules.frames import to_frame
from packpress.package.schema import read_schema
from pandera.errors import SchemaErrors
from pyarrow import csv

ROOT = Path(__file__).resolve().parents[1]
TABLES = sorted(file.stem for file in (ROOT / "schemas").glob("*.json"))
# type of the Table Schema → type of the column that Arrow's own reader of CSV gives
TYPES = {
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "string": pyarrow.string(),
}


def raw_schema(table: str) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8"))
    return raw


def compiled(table: str) -> pa.DataFrameSchema:
    return compile_schema(read_schema(raw_schema(table), f"schemas/{table}.json"), table, [])


def frame(table: str) -> pd.DataFrame:
    """The table as Arrow reads it, with the types of its schema."""
    options = csv.ConvertOptions(
        column_types={field["name"]: TYPES[field["type"]] for field in raw_schema(table)["fields"]},
        null_values=[""],
        strings_can_be_null=True,
        true_values=["true"],
        false_values=["false"],
    )
    return to_frame(csv.read_csv(ROOT / "data" / f"{table}.csv", convert_options=options))


def faults(table: str, judged: pd.DataFrame) -> set[tuple[str, str]]:
    """The column and the name of every check that pandera finds broken."""
    try:
        compiled(table).validate(judged, lazy=True)
    except SchemaErrors as errors:
        return {(str(error.schema.name), _name(error.check)) for error in errors.schema_errors}
    return set()


def _name(check: Any) -> str:
    return str(getattr(check, "name", None) or check)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_right(table: str) -> None:
    judged = frame(table)
    assert faults(table, judged) == set()
    assert len(judged) > 0 or table == "retired"


@pytest.mark.parametrize("table", TABLES)
def test_every_constraint_of_a_schema_is_compiled(table: str) -> None:
    columns = compiled(table).columns
    for field in raw_schema(table)["fields"]:
        constraints = dict(field["constraints"])
        is_key = field["name"] == "id"
        assert columns[field["name"]].nullable == (not constraints.pop("required") and not is_key)
        constraints.pop("unique", None)  # a check of the whole frame
        names = [check.name for check in columns[field["name"]].checks]
        assert sorted(set(names) - {"categories"}) == sorted(constraints)


# fault → table, column, the value that its first row gets, and the check that breaks
FAULTS: dict[str, tuple[str, str, Any, str]] = {
    "pattern": ("areas", "iso_alpha_2", "au", "pattern"),
    "pattern without its end": ("verifications", "compared", "value\n", "pattern"),
    "enum": ("verifications", "verdict", "true", "enum"),
    "minimum": ("passages", "position", 0, "minimum"),
    "maxLength": ("areas", "name", "A" * 81, "maxLength"),
    "minLength": ("events", "title", "x", "minLength"),
    "required": ("events", "title", None, "not_nullable"),
    "required number": ("statistics", "value", None, "not_nullable"),
    "required boolean": ("events", "is_series", None, "not_nullable"),
    "required day": ("verifications", "checked", None, "not_nullable"),
    "key": ("areas", "id", None, "not_nullable"),
    "unique": ("areas", "iso_alpha_2", "AT", "unique: iso_alpha_2"),
    "primary key": ("areas", "id", "AUT", "primary-key: id"),
    "unique key": ("passages", "position", 2, "unique-key: source_id, position"),
}


@pytest.mark.parametrize(("table", "column", "value", "check"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_refused_by_the_check_that_it_breaks(table: str, column: str, value: Any, check: str) -> None:
    judged = frame(table)
    judged.loc[0, column] = value
    also = (
        {(column, "categories")} if check == "enum" else set()
    )  # a closed list is in the schema twice, with and without labels
    assert faults(table, judged) == {(table if ": " in check else column, check)} | also


# type → a table and a column of it, which becomes text
WRONG_TYPES = {
    "number": ("statistics", "value"),
    "integer": ("passages", "length"),
    "boolean": ("events", "is_series"),
    "date": ("verifications", "checked"),
}


@pytest.mark.parametrize(("table", "column"), WRONG_TYPES.values(), ids=WRONG_TYPES)
def test_a_column_of_another_type_is_refused(table: str, column: str) -> None:
    judged = frame(table)
    judged[column] = judged[column].astype("string")
    assert any(name == column and check.startswith("dtype(") for name, check in faults(table, judged))


# change of the columns → the change, the name of the check that breaks
COLUMNS = {
    "one more": (lambda judged: judged.assign(more=1), "column_in_schema"),
    "one less": (lambda judged: judged.drop(columns="note"), "column_in_dataframe"),
    "another order": (lambda judged: judged[[*judged.columns[1:], judged.columns[0]]], "column_ordered"),
}


@pytest.mark.parametrize(("change", "check"), COLUMNS.values(), ids=COLUMNS)
def test_other_columns_or_another_order_are_refused(change: Any, check: str) -> None:
    assert check in {name for _, name in faults("areas", change(frame("areas")))}
