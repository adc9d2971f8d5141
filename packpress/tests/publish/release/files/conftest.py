"""Releases of small packages: their Parquet as the build writes it, and a folder for the files of the release."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from packpress.package.descriptor import read_package
from packpress.package.model import Package
from packpress.package.outputs.added_fields import link_field
from packpress.publish.build import build
from packpress.publish.parquet.schema import describe_parquet
from packpress.publish.release.model import PublishedTable, Release
from packpress.publish.streamed import build_streamed

PACKAGES = Path(__file__).resolve().parents[3] / "packages"
ReleaseMaker = Callable[..., Release]


def release_of(root: Path, built: Path, folder: Path) -> Release:
    """The release of a package whose Parquet is in ``built``; no file of it is written yet."""
    package, _ = read_package(root)
    folder.mkdir(parents=True)
    return Release(package, "1.2.0", "2026-01-31", tuple(_tables(package, built)), folder)


def _tables(package: Package, folder: Path) -> list[PublishedTable]:
    files = {file.stem: file for file in folder.rglob("*.parquet")}
    tables = []
    for table in package.built_from:
        link = link_field(package, table)
        schema = json.loads(describe_parquet(package, table, "", [link] if link else []))
        tables.append((table.name, table.title, table.description, schema, False))
    tables += [(v.name, v.table.title, v.table.description, dict(v.table.schema.raw), True) for v in package.views]
    return [
        PublishedTable(name, title, words, schema, files[name], pq.read_metadata(files[name]).num_rows, is_view)
        for name, title, words, schema, is_view in tables
    ]


@pytest.fixture
def make_release(tmp_path: Path) -> ReleaseMaker:
    """Makes the release of a package of these tables, each a schema and its CSV; keywords are properties of the package."""

    def make(tables: Mapping[str, tuple[Mapping[str, Any], str]], **more: Any) -> Release:
        root = tmp_path / "package"
        root.mkdir()
        resources = []
        for number, (name, (schema, text)) in enumerate(tables.items()):
            (root / f"{number}.csv").write_bytes(text.encode("utf-8"))
            resources.append({"name": name, "type": "table", "path": f"{number}.csv", "schema": schema})
        for view in more.get("packpress:views", ()):
            (root / view["path"]).write_text(view.pop("sql"), encoding="utf-8")
        package = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "example", **more}
        (root / "datapackage.json").write_text(json.dumps({**package, "resources": resources}), encoding="utf-8")
        assert build_streamed(root, out=tmp_path / "built").report.issues == ()
        return release_of(root, tmp_path / "built", tmp_path / "release")

    return make


@pytest.fixture
def arrow_release(make_release: ReleaseMaker, tmp_path: Path) -> Callable[..., Release]:
    """Makes the release of one table of Arrow columns, which may hold what no package may."""

    def make(columns: Mapping[str, pa.Array], kind: str = "string", name: str = "t") -> Release:
        file = tmp_path / "arrow.parquet"
        pq.write_table(pa.table(dict(columns)), file)
        fields = [{"name": column, "type": kind} for column in columns]
        release = make_release({"other": ({"fields": fields[:1]}, f"{fields[0]['name']}\n1\n")})
        rows = pq.read_metadata(file).num_rows
        return replace(release, tables=(PublishedTable(name, "", "", {"fields": fields}, file, rows),))

    return make


@pytest.fixture(scope="session")
def built_examples(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Path, Path]]:
    """A package with every type, and one with every kind of column, each with its Parquet; not to be changed."""
    folder = tmp_path_factory.mktemp("examples")
    roots = {name: Path(shutil.copytree(PACKAGES / name, folder / name)) for name in ("every-type", "letters")}
    assert build_streamed(roots["every-type"], out=folder / "built every-type").report.issues == ()
    assert build(roots["letters"], rules=roots["letters"] / "rules.py", out=folder / "built letters").report.issues == ()
    return {name: (root, folder / f"built {name}") for name, root in roots.items()}


@pytest.fixture(params=["every-type", "letters"])
def example(request: pytest.FixtureRequest, built_examples: Mapping[str, tuple[Path, Path]], tmp_path: Path) -> Release:
    """The release of each of the two packages."""
    return release_of(*built_examples[request.param], tmp_path / "release")
