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
from tests.reader.conftest import DESCRIPTOR, PACKAGE, RECORD_TABLES, ROOT, STATED, TABLES, fc, rows

from fentanyl_control.lookup import record_columns


@pytest.mark.parametrize("table", [table for table in TABLES if table != "retired"])
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


RELEASE = "e-white-paper-release-2025"


def test_a_record_has_its_evidence_its_participants_and_its_verifications() -> None:
    found = fc.record(RELEASE)
    assert found.evidence == tuple(fc.evidence_for(RELEASE))
    assert [verdict.id for verdict in found.verifications] == list(fc.verdicts_for(RELEASE)["id"])
    assert found.participants == (
        fc.Participant(
            id=f"p-{RELEASE}-1",
            record=RELEASE,
            role="issuer",
            name="State Council Information Office of the People's Republic of China",
            party_id="org-cn-scio",
            stated_as="State Council Information Office",
            note="",
        ),
    )
    counts = [len(found.evidence), len(found.verifications)]
    assert min(counts) > 0


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_every_participant_is_at_its_record_by_name(table: str) -> None:
    names = {row["id"]: row["name"] for table in ("organizations", "areas") for row in rows(table)}
    expected: dict[str, list[tuple[str, ...]]] = {row["id"]: [] for row in rows(table)}
    for row in rows("participants"):
        if (record := row["measure_id"] or row["agreement_id"] or row["event_id"]) in expected:
            party = row["organization_id"] or row["area_id"]
            expected[record].append((row["id"], row["role"], names[party], party, row["stated_as"], row["note"]))
    for record, parties in expected.items():
        parties.sort(key=lambda cells: int(cells[0].rpartition("-")[2]))
        found = fc.record(record).participants
        assert [(p.id, p.role, p.name, p.party_id, p.stated_as, p.note) for p in found] == parties
        assert {p.record for p in found} <= {record}


def test_a_row_of_another_table_has_no_evidence_participants_or_verifications() -> None:
    for identifier in ("MEX", "wp-7-008", "white-paper", f"x-{STATED}-1"):
        found = fc.record(identifier)
        assert (found.evidence, found.participants, found.verifications) == ((), (), ())


DEATHS = "Overdose deaths involving synthetic opioids, United States, 2023, as stated"
STATED_VERDICTS = sum(STATED in (row["statistic_id"], row["other_statistic_id"]) for row in rows("verifications"))
STATED_EVIDENCE = sum(row["statistic_id"] == STATED for row in rows("evidence"))
# identifier → how it is shown
SHOWN = {
    STATED: (
        f"Record('{STATED}', table='statistics', title='{DEATHS}', evidence={STATED_EVIDENCE}, participants=0, "
        f"verifications={STATED_VERDICTS})"
    ),
    "MEX": "Record('MEX', table='areas', name='Mexico')",
    "wp-7-008": "Record('wp-7-008', table='passages')",
}


@pytest.mark.parametrize("identifier", SHOWN)
def test_a_record_is_shown_by_its_title_and_what_it_rests_on(identifier: str) -> None:
    assert repr(fc.record(identifier)) == SHOWN[identifier]


def test_the_columns_of_records_are_those_of_the_descriptor() -> None:
    columns = DESCRIPTOR["packpress:provenance"]["evidence"]["records"]
    assert dict(record_columns()) == dict(zip(RECORD_TABLES, columns, strict=True))


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
for identifier in ("m-old", "m-older"):
    for function in (fc.record, fc.evidence_for, fc.verdicts_for, fc.trace_link, fc.cite):
        try:
            function(identifier)
        except KeyError as error:
            print(error.args[0])
"""


def test_a_withdrawn_identifier_gives_its_reason_and_its_successor(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "src" / "fentanyl_control")
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
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
    old = f"'m-old' was withdrawn in version 1.0.0: Coded twice; its successor is '{successor}'"
    older = "'m-older' was withdrawn in version 1.1.0: No such act"
    assert done.stdout.splitlines() == [*5 * [old], *5 * [older]]


def test_no_identifier_is_in_two_tables() -> None:
    every = [row["id"] for table in TABLES for row in rows(table)]
    assert len(every) == len(set(every))
