"""Foreign keys without their record are those that a check of whole files reports, whether the parent is small or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.check.keys.shards.compare import Drawn, assert_same, write_package

from packpress.arrow import hashes
from packpress.check.keys import orphans, table_keys

FIELDS = [{"name": "id", "type": "string"}, {"name": "size", "type": "integer"}]
CHILD = [{"name": "above", "type": "string"}, {"name": "height", "type": "integer"}]


def _refers(fields: list[str], resource: str, referred: list[str]) -> dict[str, Any]:
    return {"fields": fields, "reference": {"resource": resource, "fields": referred}}


KEYS = {
    "one column": [_refers(["above"], "parent", ["id"])],
    "a number of several notations": [_refers(["height"], "parent", ["size"])],
    "two columns": [_refers(["above", "height"], "parent", ["id", "size"])],
    "two columns in another order": [_refers(["height", "above"], "parent", ["size", "id"])],
    "several keys, one to itself": [_refers(["above"], "parent", ["id"]), _refers(["above"], "", ["above"])],
}
ROW = st.tuples(st.sampled_from(["r1", "r2", "r10", "R1", "long-record", ""]), st.sampled_from(["1", "01", "2", "300", ""]))
FILES = st.lists(st.lists(ROW, max_size=16), min_size=1, max_size=2)
repeatable = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@repeatable
@given(parent=FILES, child=FILES, key=st.sampled_from([*KEYS]), size=st.sampled_from([4, 9, 40, 150, 1000]))
def test_random_references_have_the_same_report(
    parent: list[list[tuple[str, ...]]], child: list[list[tuple[str, ...]]], key: str, size: int, tmp_path: Path
) -> None:
    tables = {"parent": Drawn({"fields": FIELDS}, parent), "child": Drawn({"fields": CHILD, "foreignKeys": KEYS[key]}, child)}
    write_package(tmp_path, tables)
    assert_same(tmp_path, size)


# rows of the parent and of the child, so that with splits of 200 bytes one is read as a whole, or the parent is small or large
SHAPES = {
    "a small parent": (3, 200),
    "a parent read as a whole": (15, 200),
    "a child read as a whole": (200, 5),
    "a large parent": (200, 150),
}


@pytest.mark.parametrize("large", [1, 2**30])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_planted_orphan_is_found(shape: str, large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (hashes, table_keys, orphans):
        monkeypatch.setattr(module, "LARGE", large)
    rows, referring = SHAPES[shape]
    children = [(f"r{number % rows}", "") for number in range(referring)]
    children[-2] = ("rr2", "")
    schema = {"fields": CHILD, "foreignKeys": KEYS["one column"]}
    parent = Drawn({"fields": FIELDS}, [[(f"r{number}", "") for number in range(rows)]])
    write_package(tmp_path, {"parent": parent, "child": Drawn(schema, [children])})
    (issue,) = assert_same(tmp_path, 200).issues
    message = 'no row of parent has this id; add one or correct the reference; did you mean "r2"?'
    assert (issue.line, issue.value, issue.message) == (referring, "rr2", message)
