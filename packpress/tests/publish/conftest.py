"""What the tests of publishing share: a package built once, and small packages that are built on the spot."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from packpress.publish.build import build
from packpress.publish.outputs import Built

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

LETTERS = Path(__file__).resolve().parents[1] / "packages" / "letters"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """The letters, built; not to be changed."""
    root = Path(shutil.copytree(LETTERS, tmp_path_factory.mktemp("published") / "letters"))
    built = build(root, rules=root / "rules.py")
    assert built.report.issues == ()
    return root, built


@pytest.fixture
def with_parquet(make_package: PackageMaker) -> Callable[..., Path]:
    """Makes a package of one table with the resource that the build fills."""

    def make(schema: Mapping[str, Any], data: bytes | str, name: str = "package", **more: Any) -> Path:
        csv = {"name": "table", "type": "table", "path": "data.csv", "schema": schema}
        parquet = {
            "name": "table-parquet",
            "type": "table",
            "path": "parquet/table.parquet",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "schema": "parquet/table.json",
            "packpress:madeFrom": "table",
        }
        return make_package(schema, data, descriptor={"resources": [csv, parquet], **more}, name=name)

    return make
