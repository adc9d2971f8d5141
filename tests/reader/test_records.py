"""Every identifier gives its record, and a wrong one gives help."""

from __future__ import annotations

import copy
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.reader.conftest import PACKAGE, ROOT, STATED, TABLES, fc, rows


@pytest.mark.parametrize("table", TABLES)
def test_every_identifier_gives_the_row_of_its_table(table: str) -> None:
    for expected in fc.load(table, "arrow").to_pylist():
        found = fc.record(expected["id"])
        assert found.table == table
        assert dict(found) == expected


def test_a_record_is_a_mapping_of_its_columns() -> None:
    found = fc.record(STATED)
    assert isinstance(found, Mapping)
    assert list(found) == fc.load("statistics", "arrow").column_names
    assert found["as_of"] is None
    assert found.get("no such column", "nothing") == "nothing"
    assert {**found}["unit"] == "{death}"


def test_a_record_is_copied_with_its_table() -> None:
    found = fc.record(STATED)
    for again in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert (again.table, again) == ("statistics", found)


def test_a_record_cannot_be_changed() -> None:
    found: Any = fc.record(STATED)
    with pytest.raises(AttributeError):
        found.table = "events"
    with pytest.raises(TypeError):
        found["value"] = 0


# identifier that there is not → what the message says after it
UNKNOWN: dict[Any, str] = {
    STATED.removesuffix("d"): f"did you mean {STATED!r}",
    STATED.upper(): "see the column id of each table",
    "s-nothing-of-the-kind": "see the column id of statistics",
    "org-unheard-of": "see the column id of organizations",
    "white-paper-section-9": "did you mean 'white-paper-section-",
    "MEC": "see the column id of each table",
    "": "see the column id of each table",
    None: "see the column id of each table",
}


NAMES = ("record", "evidence_for", "verdicts_for", "trace_link", "cite")
CALLS = [(name, identifier) for name in NAMES for identifier in UNKNOWN if (name, identifier) != ("cite", None)]


@pytest.mark.parametrize(("name", "identifier"), CALLS)
def test_an_unknown_identifier_is_a_key_error_with_a_hint(name: str, identifier: Any) -> None:
    with pytest.raises(KeyError) as error:
        getattr(fc, name)(identifier)
    assert error.value.args[0].startswith(f"there is no record {identifier!r}; {UNKNOWN[identifier]}")


RECORDS = "measures, agreements, events, statistics"
# function → the tables whose identifiers it takes, an identifier that it does not take, with its table
WRONG_TABLE = {
    "evidence_for": (f"{RECORDS}, evidence", "wp-7-008", "passages"),
    "verdicts_for": (f"{RECORDS}, verifications", "MEX", "areas"),
    "trace_link": (f"{RECORDS}, passages, sources, evidence, verifications", "org-au-afp", "organizations"),
}


@pytest.mark.parametrize("name", WRONG_TABLE)
def test_an_identifier_of_the_wrong_table_is_a_key_error_that_names_the_right_ones(name: str) -> None:
    expected, identifier, table = WRONG_TABLE[name]
    with pytest.raises(KeyError) as error:
        getattr(fc, name)(identifier)
    assert error.value.args[0] == f"'{identifier}' is in the table {table}; expected an identifier of {expected}"


WITHDRAWN = """
import fentanyl_control as fc
print(fc.record("m-old").table, fc.record("m-old")["successor_id"])
for identifier in ("m-old", "m-older"):
    for function in (fc.evidence_for, fc.verdicts_for, fc.trace_link):
        try:
            function(identifier)
        except KeyError as error:
            print(error.args[0])
"""


def test_a_withdrawn_identifier_gives_its_reason_and_its_successor(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "fentanyl_control")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    columns = list(fc.load("retired", "arrow").column_names)
    cells = [
        ("m-old", "measures", "1.0.0", "m-official-rectification-deadline", "Coded twice."),
        ("m-older", "measures", "1.1.0", None, "No such act."),
    ]
    retired = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in cells])
    pq.write_table(retired, tmp_path / "data" / "parquet" / "retired.parquet")
    command = [sys.executable, "-c", WITHDRAWN]
    done = subprocess.run(command, cwd=tmp_path / "src", capture_output=True, text=True, check=True)
    successor = "m-official-rectification-deadline"
    old = f"'m-old' was withdrawn in version 1.0.0: Coded twice.; its successor is '{successor}'"
    older = "'m-older' was withdrawn in version 1.1.0: No such act."
    assert done.stdout.splitlines() == [f"retired {successor}", *3 * [old], *3 * [older]]


def test_no_identifier_is_in_two_tables() -> None:
    every = [row["id"] for table in TABLES for row in rows(table)]
    assert len(every) == len(set(every))
