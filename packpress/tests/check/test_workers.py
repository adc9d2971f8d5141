"""A report is the same however many blocks are checked at a time, so it does not depend on the cores of a machine."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from packpress import Report, validate
from packpress.check import table
from packpress.read.csv import scanner

FIELDS = [{"name": "id", "type": "string"}, {"name": "n", "type": "integer", "constraints": {"maximum": 5}}]
DESCRIPTOR = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "p",
    "resources": [{"name": "t", "path": "t.csv", "type": "table", "schema": {"fields": FIELDS, "primaryKey": ["id"]}}],
}
# rows that are valid, have a wrong cell or a repeated key, are ragged, or have a fault of the text
LINES = ["a,1", "b,2", "c,9", "d,x", "a,3", "e,4", "f", "g,1,1", '"h,1', 'i"j,1', "", "k,1\r", "l\u200b,1", "m\udcff,1"]
BAD_CELLS = ["d,x", *["a,1"] * 60]


def reports(lines: list[str]) -> list[Report]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
        Path(folder, "t.csv").write_bytes("".join(f"{line}\n" for line in ["id,n", *lines]).encode("utf-8", "surrogateescape"))
        for workers in (1, 2, 4):
            with mock.patch.object(table, "WORKERS", workers), mock.patch.object(scanner, "CHUNK", 24):
                found.append(validate(folder, limit=1000))
    return found


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=5, max_size=60))
@example([*["a,1"] * 30, "d,x", *["b,2"] * 8, "l\u200b,1"])
@example([*["a,1"] * 30, "d,x", "f", *["b,2"] * 8, "d,x", "g,1,1"])
def test_a_report_is_the_same_with_any_number_of_workers(lines: list[str]) -> None:
    one, *others = reports(lines)
    assert others == [one, one]
