"""Small packages in folders, and scratch repositories that know no configuration but their own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "name", "type": "string"},
    {"name": "n", "type": "integer"},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": ["id"]}
RETIRED: dict[str, Any] = {
    "fields": [{"name": name, "type": "string"} for name in ("id", "table", "successor")],
    "primaryKey": ["id"],
}
KEEPS = {"packpress:withdrawn": {"resource": "gone", "id": "id", "table": "table", "successor": "successor"}}
PackageWriter = Callable[..., Path]


def read_cell(shown: str) -> str:
    """The text of a cell of the feed, as CONTRIBUTING says that it is read."""
    rest = shown.removeprefix("'")
    return str(json.loads(rest)) if shown.startswith("'\"") else rest


def write_package(root: Path, tables: Mapping[str, tuple[Mapping[str, Any], str]], **descriptor: Any) -> Path:
    """A package of these tables, each a schema and the text of its file, with more properties of the descriptor."""
    root.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (schema, text) in tables.items():
        (root / f"{name}.csv").write_bytes(text.encode("utf-8"))
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": schema})
    package = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "example", **descriptor}
    (root / "datapackage.json").write_text(json.dumps({**package, "resources": resources}, indent=2), encoding="utf-8")
    return root


@dataclass(frozen=True)
class Repository:
    """A git repository in a folder of its own."""

    root: Path

    def git(self, *arguments: str) -> str:
        """Run git with a fixed identity and without the configuration of the user or the machine; what it prints."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.org",
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout.strip()

    def commit(self) -> str:
        """Commit all that is there; the name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A state")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "repository"
    root.mkdir()
    made = Repository(root)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made
