"""Packages, resources and tables."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PackageMaker

from packpress.package import Table, read_package

SCHEMA = {"fields": [{"name": "a", "type": "string"}]}
# resource → whether it is a table, and whether its cells are checked
RESOURCES: dict[str, tuple[dict[str, Any], bool, bool]] = {
    "csv": ({"path": "data.csv", "schema": SCHEMA}, True, True),
    "parquet": ({"path": "x.parquet", "schema": SCHEMA}, True, True),
    "other": ({"path": "x.json", "schema": SCHEMA}, True, False),
    "schemaless": ({"path": "y.csv"}, False, False),
    "output": ({"path": "z.parquet", "packpress:madeFrom": "csv", "schema": SCHEMA}, False, False),
}


@pytest.fixture
def root(make_package: PackageMaker) -> Path:
    listed = [{"name": name, **resource} for name, (resource, *_) in RESOURCES.items()]
    return make_package({}, "a\n", descriptor={"resources": listed})


@pytest.mark.parametrize("name", RESOURCES)
def test_a_table_is_a_resource_that_has_a_schema(name: str, root: Path) -> None:
    package, _ = read_package(root)
    _, is_table, is_checked = RESOURCES[name]
    assert isinstance(package.resource(name), Table) is is_table
    assert (name in [table.name for table in package.tables]) is is_checked
    if is_checked:
        assert package.table(name) is package.resource(name)
    else:
        with pytest.raises(KeyError):
            package.table(name)


def test_a_table_stays_one_through_a_copy(root: Path) -> None:
    package, _ = read_package(root)
    table = package.table("csv")
    for copied in (pickle.loads(pickle.dumps(table._replace(raw={}))), table._replace(title="t")):
        assert isinstance(copied, Table)
        assert copied.schema.names == ("a",)
