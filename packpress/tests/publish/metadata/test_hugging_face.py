"""The card: identifiers of licences, sizes, and a configuration for every table with rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import yaml

from packpress.publish.metadata.facts.described import Described
from packpress.publish.metadata.hugging_face import card_text

OWN = {"name": "own", "path": "https://example.org/terms"}
# licences → what the metadata say of them
LICENCES: dict[str, tuple[Any, dict[str, Any]]] = {
    "known": ([{"name": "ODbL-1.0"}], {"license": "odbl"}),
    "two": ([{"name": "MIT"}, {"name": "CC0-1.0"}], {"license": ["mit", "cc0-1.0"]}),
    "own": ([OWN], {"license": "other", "license_name": "own", "license_link": "https://example.org/terms"}),
    "own without an address": ([{"name": "own"}], {"license": "other", "license_name": "own", "license_link": "LICENSE"}),
    "none": (None, {}),
}


def metadata(described: Described) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(card_text(described).split("---\n")[1])
    return loaded


@pytest.mark.parametrize(("licences", "expected"), LICENCES.values(), ids=LICENCES)
def test_licences_have_the_identifiers_of_hugging_face(
    licences: Any, expected: dict[str, Any], describe: Callable[..., Described]
) -> None:
    found = metadata(describe(licenses=licences))
    assert {name: value for name, value in found.items() if name.startswith("license")} == expected


@pytest.mark.parametrize(("rows", "size"), [(0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (10**12, "n>1T")])
def test_the_size_counts_the_rows_of_tables_and_not_of_views(rows: int, size: str, describe: Callable[..., Described]) -> None:
    described = describe()
    ports, ships, lost = described.tables
    tables = (replace(ports, rows=rows), replace(ships, is_view=True, rows=10**6), lost)
    changed = replace(described, release=replace(described.release, tables=tables))
    assert metadata(changed)["size_categories"] == [size]


def test_tables_without_rows_are_no_configuration(describe: Callable[..., Described]) -> None:
    described = describe()
    assert [item["config_name"] for item in metadata(described)["configs"]] == ["ports", "ships"]
    empty = tuple(replace(table, rows=0) for table in described.tables)
    assert "configs" not in metadata(replace(described, release=replace(described.release, tables=empty)))
