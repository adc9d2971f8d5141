"""Limits on what one descriptor may ask for, over all of its resources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from packpress.package import read_package
from packpress.package.problems import budget

FIELDS = [{"name": name, "type": "string", "constraints": {"minLength": 1}} for name in ("a", "b")]
TABLES = [
    {"name": name, "path": f"{name}.csv", "schema": {"fields": FIELDS, "primaryKey": ["a", "b"], "uniqueKeys": [["a"]]}}
    for name in ("t", "u", "v")
]
# limit → the most that the first two tables may ask for, and what is said of the third
LIMITS: dict[str, tuple[int, str, str]] = {
    "MAX_PATHS": (2, "descriptor-path", '"path" has a duplicate, or the package lists more than 2 files; remove some'),
    "MAX_FIELDS": (10, "schema-fields", "the tables of the package have more than 10 fields in total; split it"),
    "MAX_CONSTRAINTS": (4, "schema-fields", "the tables of the package have more than 4 constraints; split it"),
}


def _read(root: Path, listed: list[dict[str, Any]]) -> tuple[list[str], list[tuple[str, str]]]:
    (root / "datapackage.json").write_text(json.dumps({"resources": listed}), encoding="utf-8")
    package, issues = read_package(root)
    return [resource.name for resource in package.resources], [(issue.rule, issue.message) for issue in issues]


@pytest.mark.parametrize("limit", LIMITS)
def test_the_resource_that_exceeds_a_limit_is_left_out(limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most, rule, message = LIMITS[limit]
    monkeypatch.setattr(budget, limit, most)
    assert _read(tmp_path, TABLES) == (["t", "u"], [(rule, f'resource "v": {message}')])


def test_a_package_of_too_many_resources_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_RESOURCES", 2)
    message = "more than 2 resources exceeds the limit; split the package"
    assert _read(tmp_path, TABLES) == ([], [("descriptor-resources", message)])
    assert _read(tmp_path, TABLES[:2]) == (["t", "u"], [])


def test_a_resource_names_no_file_twice_in_whatever_spelling(tmp_path: Path) -> None:
    names, ((rule, _),) = _read(tmp_path, [{**TABLES[0], "path": ["t.csv", "./t.csv"]}])
    assert (names, rule) == ([], "descriptor-path")
