"""``jsonl.zip`` has a JSON object for each row, with numbers as numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq

from packpress.package.model import Package
from packpress.publish.release.files.jsonl_zip import write_jsonl_zip
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile

if TYPE_CHECKING:
    from packpress.publish.release.release import Released


def test_numbers_are_exact_and_texts_are_texts(tmp_path: Path) -> None:
    columns = {
        "id": ("string", pa.array(["a\u2028b", '"'])),
        "exact": ("number", pa.array([Decimal("12345678901234567.89"), None], pa.decimal128(20, 2))),
        "odd": ("number", pa.array([float("nan"), 0.1])),
        "year": ("year", pa.array([800, 2024], pa.int32())),
        "is": ("boolean", pa.array([True, None])),
        "text": ("number", pa.array(["1.50", ""])),
    }
    file = tmp_path / "t.parquet"
    pq.write_table(pa.table({name: values for name, (_, values) in columns.items()}), file)
    fields = [{"name": name, "type": kind} for name, (kind, _) in columns.items()]
    table = PublishedTable("t", "", "", {"fields": fields}, file, 2)
    made = Release(Package(tmp_path, (), {}), "1", "2026-01-02", (table,), tmp_path)
    title = "All tables as JSON lines, one object a row, for programs"
    assert write_jsonl_zip(made) == (ReleaseFile("jsonl.zip", title, "application/zip", 2),)
    with ZipFile(tmp_path / "jsonl.zip") as archive:
        lines = archive.read("t.jsonl").decode().split("\n")
    assert lines == [
        '{"id":"a\u2028b","exact":1.234567890123456789e16,"odd":"NaN","year":800,"is":true,"text":"1.50"}',
        '{"id":"\\"","exact":null,"odd":0.1,"year":2024,"is":null,"text":""}',
        "",
    ]


def test_the_rows_are_those_of_the_parquet_file(released: dict[str, Released]) -> None:
    folder = released["ferries"].folder
    with ZipFile(folder / "jsonl.zip") as archive:
        rows: list[dict[str, Any]] = [json.loads(line) for line in archive.read("ferries.jsonl").splitlines()]
    expected = pq.read_table(folder / "parquet" / "ferries.parquet").to_pylist()
    assert rows == json.loads(json.dumps(expected, default=str))
