"""Repeated keys are those that a check of whole files reports, whatever the splits, the shards and the number of files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.check.keys.shards.compare import Drawn, assert_same, write_package

from packpress.arrow import hashes
from packpress.check.keys import table_keys

NAMES = ["a", "A", "b", "bb", "\u00e9", "\u00c9", "a\u0430", "\ufb01", "fi"]
NUMBERS = ["1", "01", "+1", "2", "10", "-0", "0", ""]
FIELDS = [{"name": "name", "type": "string"}, {"name": "size", "type": "integer"}, {"name": "place", "type": "string"}]
KEYS: dict[str, dict[str, Any]] = {
    "one text": {"primaryKey": ["name"]},
    "a number of several notations": {"uniqueKeys": [["size"]]},
    "two columns": {"primaryKey": ["name", "size"]},
    "several keys": {"primaryKey": ["place"], "uniqueKeys": [["size", "name"], ["name"]]},
}


@st.composite
def rows_of_files(draw: st.DrawFn) -> list[list[tuple[str, str, str]]]:
    """The rows of one to three files, whose last cell rises now and then."""
    row = st.tuples(st.sampled_from(NAMES), st.sampled_from(NUMBERS))
    files = draw(st.lists(st.lists(row, max_size=20), min_size=1, max_size=3))
    rises, number = draw(st.booleans()), 0
    made: list[list[tuple[str, str, str]]] = []
    for rows in files:
        made.append([(*cells, f"p{number + place if rises else (number + place) % 17:03}") for place, cells in enumerate(rows)])
        number += len(rows)
    return made


repeatable = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@repeatable
@given(files=rows_of_files(), key=st.sampled_from([*KEYS]), size=st.sampled_from([4, 9, 40, 200]))
def test_random_keys_have_the_same_report(files: list[list[tuple[str, str, str]]], key: str, size: int, tmp_path: Path) -> None:
    write_package(tmp_path, {"t": Drawn({"fields": FIELDS, **KEYS[key]}, files)})
    assert_same(tmp_path, size)


@pytest.mark.parametrize("large", [1, 20])
def test_a_shard_that_is_too_large_is_compared_in_parts(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (hashes, table_keys):
        monkeypatch.setattr(module, "LARGE", large)
    rows = [(f"n{number % 7}", "", "") for number in range(30)]
    write_package(tmp_path, {"t": Drawn({"fields": FIELDS, "primaryKey": ["name"]}, [rows, rows[:3]])})
    assert assert_same(tmp_path, 100).by_rule == (("error", "primary-key", 26),)


def test_equal_hashes_alone_decide_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_keys, "hash_rows", lambda columns: hashes.hash_rows(columns) % 3)
    rows = [(f"n{number % 29}", "", "") for number in range(30)]
    write_package(tmp_path, {"t": Drawn({"fields": FIELDS, "primaryKey": ["name"]}, [rows])})
    assert [(issue.line, issue.value) for issue in assert_same(tmp_path, 30).issues] == [(31, "n0")]
