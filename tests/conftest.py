"""What the tests share: the dataset to copy and break, the dataset built once, and small packages made on the spot."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from packpress.publish.build import build
from packpress.publish.outputs import Built

ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "schemas" / "rules"


@dataclass(frozen=True)
class PackageFolder:
    """A package in a folder of its own, with the edits that a test makes to it."""

    root: Path

    def path(self, table: str) -> Path:
        return self.root / "data" / f"{table}.csv"

    def rows(self, table: str) -> list[dict[str, str]]:
        with self.path(table).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def write(self, table: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Write the rows back in canonical layout, sorted by their first column."""
        with self.path(table).open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        text = io.StringIO()
        writer = csv.DictWriter(text, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row[header[0]]))
        self.path(table).write_bytes(text.getvalue().encode("utf-8"))

    def set(self, table: str, key: str, **cells: str) -> int:
        """Change cells of the row whose first column is ``key``; the physical line of the row after it."""
        rows = self.rows(table)
        first = next(iter(rows[0]))
        row = next(row for row in rows if row[first] == key)
        row.update(cells)
        self.write(table, rows)
        return self.line(table, row[first])

    def add(self, table: str, **cells: str) -> int:
        """Add a row with these cells and nothing in the others; its physical line."""
        with self.path(table).open(encoding="utf-8", newline="") as stream:
            header = next(csv.reader(stream))
        self.write(table, [*self.rows(table), dict.fromkeys(header, "") | cells])
        return self.line(table, cells[header[0]])

    def remove(self, table: str, key: str) -> None:
        rows = self.rows(table)
        first = next(iter(rows[0]))
        self.write(table, [row for row in rows if row[first] != key])

    def line(self, table: str, key: str) -> int:
        """The physical line of the row whose first column is ``key``; right while no cell has a line break."""
        first = next(iter(self.rows(table)[0]))
        return next(number for number, row in enumerate(self.rows(table), 2) if row[first] == key)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """The dataset, built from its edited files alone; not to be changed."""
    root = tmp_path_factory.mktemp("published") / "dataset"
    root.mkdir()
    shutil.copy(ROOT / "datapackage.json", root)
    for folder in ("schemas", "views"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "data").mkdir()
    for file in (ROOT / "data").glob("*.csv"):
        shutil.copy(file, root / "data")
    built = build(root, rules=RULES)
    assert built.report.issues == ()
    return root, built


@pytest.fixture
def dataset(tmp_path: Path) -> PackageFolder:
    """A copy of the dataset as it is in the repository, to break."""
    root = tmp_path / "dataset"
    root.mkdir()
    shutil.copy(ROOT / "datapackage.json", root)
    for folder in ("data", "schemas", "views"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "social.png", root / "docs")
    return PackageFolder(root)


PackageMaker = Callable[..., Path]


@pytest.fixture
def make_package(tmp_path: Path) -> PackageMaker:
    """Makes a package of one table ``data.csv`` from its schema and bytes; keywords change its resource or descriptor."""

    def make(
        schema: Mapping[str, Any],
        data: bytes | str,
        *,
        resource: Mapping[str, Any] | None = None,
        descriptor: Mapping[str, Any] | None = None,
        name: str = "package",
    ) -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        (root / "data.csv").write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        table = {"name": "table", "type": "table", "path": "data.csv", "schema": schema, **(resource or {})}
        package = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "example",
            "resources": [table],
            **(descriptor or {}),
        }
        (root / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        return root

    return make


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of test cases that others wrote; skips where it is not at hand."""
    folder = Path(os.environ.get("PACKPRESS_CORPORA", "-"))
    if not folder.is_dir():
        pytest.skip("the corpora are not at hand; set PACKPRESS_CORPORA to their folder")
    return folder


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the coded texts; skips where it is not at hand."""
    folder = Path(os.environ.get("FENTANYL_CONTROL_TEXTS", "-"))
    if not folder.is_dir():
        pytest.skip("the coded texts are not at hand; set FENTANYL_CONTROL_TEXTS to their folder")
    return folder
