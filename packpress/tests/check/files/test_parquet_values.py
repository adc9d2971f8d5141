"""Parquet that carries the hash of its sources but has other values is found by the full check, and no other is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from packpress.check.validate import validate
from packpress.issue import STALE
from packpress.publish.build import build
from packpress.publish.streamed import build_streamed

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "constraints": {"required": True, "minimum": 0, "maximum": 99}},
    {"name": "number", "type": "number"},
    {"name": "exact", "type": "number"},
    {"name": "moment", "type": "datetime"},
    {"name": "year", "type": "year"},
    {"name": "edtf", "type": "string", "packpress:edtf": True},
]
ROWS = (
    "id,number,exact,moment,year,edtf\n"
    "3,1.5,12345678901234567.25,2024-02-29T10:00:00+01:00,2024,2024-02\n"
    "1,-0,0.5,2024-02-29T10:00:00+02:00,1999,2013/..\n"
    "2,NaN,1e3,,,\n"
)
PARQUET = "parquet/table.parquet"
KEYS = [["id"], ["exact"], ["year", "id"], ["edtf"], []]
WAYS = pytest.mark.parametrize("way", [build, build_streamed])


def _built(make: PackageMaker, way: Callable[[Path], Any], key: list[str]) -> Path:
    """A package that was built; in one with a key, no part of it is missing."""
    table = {"name": "table", "path": "data.csv", "schema": {"fields": FIELDS, **({"primaryKey": key} if key else {})}}
    made = {"name": "table-parquet", "path": PARQUET, "format": "parquet", "packpress:madeFrom": "table"}
    root = make({}, ROWS.replace(",,,", ",,2000,2001") if key else ROWS, descriptor={"resources": [table, made]})
    assert PARQUET in way(root).stale
    return root


@WAYS
@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_built_file_has_the_values_of_its_cells(
    key: list[str], way: Callable[[Path], Any], make_package: PackageMaker
) -> None:
    root = _built(make_package, way, key)
    assert [issue for issue in validate(root, full=True).issues if issue.path == PARQUET] == []


def _column(name: str, change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> Callable[[pa.Table], pa.Table]:
    def apply(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index(name)
        return table.set_column(place, table.schema.field(name), change(table.column(name)))

    return apply


# what is done to the table in the file → the place that the issue names
CHANGES: dict[str, tuple[Callable[[pa.Table], pa.Table], str]] = {
    "another number": (_column("number", lambda v: pc.add(v, pa.scalar(1.0))), "data.csv:2:number"),
    "another decimal": (
        _column("exact", lambda decimals: decimals.take([2, 1, 0])),
        "data.csv:2:exact",
    ),
    "another moment": (
        _column("moment", lambda v: pc.cast(pc.add(v, pa.scalar(1, pa.duration("s"))), v.type)),
        "data.csv:2:moment",
    ),
    "another derived day": (
        _column("edtf_max", lambda days: days.take([1, 1, 1])),
        "data.csv:2:edtf",
    ),
    "rows in another order": (lambda table: table.take([2, 1, 0]), "data.csv:2:id"),
    "a row twice": (lambda table: table.take([0, 1, 1]), "data.csv:2:id"),
    "a row too many": (lambda table: table.take([0, 1, 2, 2]), "the 3 rows of data.csv"),
    "a number as text": (
        lambda table: table.set_column(1, "number", pc.cast(table["number"], pa.string())),
        "the column number",
    ),
}


@pytest.mark.parametrize(("change", "place"), CHANGES.values(), ids=CHANGES)
def test_a_changed_file_is_stale(change: Callable[[pa.Table], pa.Table], place: str, make_package: PackageMaker) -> None:
    root = _built(make_package, build, ["id"])
    table = pq.read_table(root / PARQUET)
    hash_of = pq.read_metadata(root / PARQUET).metadata
    changed = change(table).replace_schema_metadata(hash_of)
    pq.write_table(changed, root / PARQUET, store_schema=True)
    issues = validate(root, full=True).issues
    assert [(issue.path, issue.rule, issue.message) for issue in issues] == [
        (PARQUET, STALE, f"has another value than {place}, from which it was built; run the build")
    ]


def test_a_file_is_not_compared_while_a_build_would_reject_its_table(make_package: PackageMaker) -> None:
    root = _built(make_package, build, [])
    (root / "data.csv").write_text(ROWS.replace("3,1.5", "999,2.5"), encoding="utf-8")
    assert [issue.path for issue in validate(root, full=True).issues] == ["data.csv"]
