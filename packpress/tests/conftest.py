"""What the tests share: a package to copy and break, and small packages made on the spot."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from tests.memory_store import MemoryStore

from packpress.check.session import Session
from packpress.check.splits.executor import LocalExecutor

# `scripts/test` tries a quarter of the examples of random tests, `scripts/test --slow` all of those on columns
settings.register_profile("short", max_examples=25, deadline=None)
if SPLITS := os.environ.get("PACKPRESS_SPLITS"):  # any test can be run with its files checked in splits of that many bytes
    Session.executor = LocalExecutor(int(SPLITS))
LETTERS = Path(__file__).resolve().parent / "packages" / "letters"


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


@pytest.fixture
def letters(tmp_path: Path) -> PackageFolder:
    """A copy of the package of coded letters, which has every kind of column and no output of the build."""
    return PackageFolder(Path(shutil.copytree(LETTERS, tmp_path / "letters")))


@pytest.fixture
def ferries(tmp_path: Path) -> Path:
    """A copy of the package of ferries, which has two views and names no outputs."""
    return Path(shutil.copytree(LETTERS.parent / "ferries", tmp_path / "ferries"))


ViewAsker = Callable[..., Path]


@pytest.fixture
def ask(ferries: Path) -> ViewAsker:
    """Gives the package of ferries one view instead, named asked, with this SQL and a schema of these types by name."""

    def change(sql: str, types: Mapping[str, str] | None = None, **schema: Any) -> Path:
        described = {"fields": [{"name": name, "type": kind} for name, kind in (types or {"id": "string"}).items()], **schema}
        (ferries / "views" / "asked.sql").write_bytes(sql.encode("utf-8"))
        raw = json.loads((ferries / "datapackage.json").read_text(encoding="utf-8"))
        raw["packpress:views"] = [{"name": "asked", "path": "views/asked.sql", "schema": described}]
        (ferries / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
        return ferries

    return change


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


@dataclass(frozen=True)
class Command:
    """A command that a runner of GitHub Actions found in a line of output."""

    name: str
    properties: Mapping[str, str]
    message: str


def _unescape(text: str, more: Mapping[str, str]) -> str:
    for escape, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(escape, character)
    return text


@pytest.fixture(scope="session")
def read_commands() -> Callable[[str], list[Command]]:
    """Finds commands as the runner does: ``::name`` where a line begins, after any space, and ``##[name]`` anywhere.

    Stricter than the runner, it takes any name for a command and overlooks whatever is not ASCII, for the runner compares
    by culture and so overlooks some of it.
    """

    def read(output: str) -> list[Command]:
        found = []
        for line in re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", output):
            seen = "".join(c for c in line if c.isascii()).strip()
            if v2 := re.match(r"::([^ ]*?)(?: (.*?))?::", seen):
                properties = {}
                for pair in (re.match(r"\s*::[^ ]* ?(.*?)::", line) or v2)[1].split(","):
                    name, _, value = pair.partition("=")
                    if value:
                        properties[name] = _unescape(value, {"%3A": ":", "%2C": ","})
                found.append(Command(v2[1], properties, _unescape(line[line.index("::", line.index("::") + 2) + 2 :], {})))
            elif v1 := re.search(r"##\[(.*?)\]", seen):
                found.append(Command(v1[1], {}, seen[v1.end() :]))
        return found

    return read


@pytest.fixture
def memory_store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """An object store without objects, which every address leads to."""
    from pyarrow.fs import PyFileSystem

    made = MemoryStore()
    monkeypatch.setattr("packpress.filesystem.stores.store.connected", lambda *_: PyFileSystem(made))
    return made
