"""frictionless by itself, without our checker in between, accepts the package and refuses each kind of planted fault.

It does not judge ``uniqueKeys`` (5.21); the compiled pandera schemas do.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from tests.conftest import PackageFolder

ROOT = Path(__file__).resolve().parents[1]


def errors(root: Path, resource: str | None = None) -> list[tuple[str, str, str]]:
    """Every error of the package, or of one resource of it: resource, kind, and the column where it has one."""
    report = frictionless.validate(str(root / "datapackage.json"), resource_name=resource)
    found: list[Any] = [(error, "") for error in report.errors]
    found += [(error, task.name) for task in report.tasks for error in task.errors]
    return [(name, error.type, getattr(error, "field_name", "")) for error, name in found]


@pytest.mark.slow
def test_the_package_has_no_error() -> None:
    assert errors(ROOT) == []
    package = frictionless.Package(str(ROOT / "datapackage.json"))
    assert {resource.type for resource in package.resources} == {"table"}  # none was taken for a file that nobody reads
    assert all(resource.schema.fields and resource.schema.primary_key == ["id"] for resource in package.resources)


VERDICT = "v-us-synthetic-opioid-deaths-2023-final"
STATED = "s-us-synthetic-opioid-deaths-2023-stated"
EVENT = "e-cn-us-working-group-first-meeting-2024"
# fault → the table, the key of the row, the cells that are changed, and the errors: kind and column
FAULTS: dict[str, tuple[str, str, dict[str, str], list[tuple[str, str]]]] = {
    "a number that is none": ("statistics", STATED, {"value": "many"}, [("type-error", "value")]),
    "an integer with a fraction": ("passages", "wp-7-008", {"length": "1.5"}, [("type-error", "length")]),
    "a day that there is not": ("verifications", VERDICT, {"checked": "2026-02-30"}, [("type-error", "checked")]),
    "a boolean in other words": ("events", EVENT, {"is_series": "no"}, [("type-error", "is_series")]),
    "a code unlike its pattern": ("areas", "MEX", {"iso_alpha_2": "mx"}, [("constraint-error", "iso_alpha_2")]),
    "a code that is not listed": ("verifications", VERDICT, {"verdict": "true"}, [("constraint-error", "verdict")]),
    "a required value that is missing": ("events", EVENT, {"title": ""}, [("constraint-error", "title")]),
    "a value below the minimum": ("passages", "wp-7-008", {"paragraph": "0"}, [("constraint-error", "paragraph")]),
    "a text that is too long": ("areas", "MEX", {"name": "M" * 81}, [("constraint-error", "name")]),
    "a text that is too short": ("events", EVENT, {"title": "x"}, [("constraint-error", "title")]),
    "a unique value twice": ("areas", "MEX", {"iso_alpha_2": "US"}, [("unique-error", "iso_alpha_2")]),
    "a key twice": ("areas", "MEX", {"id": "USA"}, [("primary-key", "")]),
    "a reference to nothing": ("statistics", STATED, {"area_id": "XYZ"}, [("foreign-key", "")]),
    "a reference to nothing in its own table": (
        "sources",
        "white-paper-section-7",
        {"part_of_id": "no"},
        [("foreign-key", "")],
    ),
}


@pytest.mark.parametrize(("table", "key", "cells", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_refused_at_its_column(
    table: str, key: str, cells: dict[str, str], expected: list[tuple[str, str]], dataset: PackageFolder
) -> None:
    dataset.set(table, key, **cells)
    assert errors(dataset.root, table) == [(table, *error) for error in expected]


# fault → how the text of a table is changed, and the kind of error
TEXTS: dict[str, tuple[str, str, str]] = {
    "a column by another name": ("id,name,", "id,title,", "incorrect-label"),
    "a cell too many": ("\nMEX,", "\nMEX,Mexico,", "extra-cell"),
    "a cell too few": ("\nMEX,Mexico,", "\nMEX,", "missing-cell"),
}


@pytest.mark.parametrize(("before", "after", "kind"), TEXTS.values(), ids=TEXTS)
def test_a_planted_fault_of_the_layout_is_refused(before: str, after: str, kind: str, dataset: PackageFolder) -> None:
    file = dataset.path("areas")
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), encoding="utf-8")
    assert kind in {found for _, found, _ in errors(dataset.root, "areas")}


def test_a_fault_in_parquet_is_refused(dataset: PackageFolder) -> None:
    file = dataset.root / "data" / "parquet" / "areas.parquet"
    table = pq.read_table(file, partitioning=None)
    kinds = ["planet", *table["kind"].to_pylist()[1:]]
    column = table.column_names.index("kind")
    pq.write_table(table.set_column(column, table.schema.field("kind"), pa.array(kinds)), file)
    assert errors(dataset.root, "areas-parquet") == [("areas-parquet", "constraint-error", "kind")]
