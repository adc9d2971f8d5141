"""What the tests of releases share: a package with views, released without the second opinion, which takes seconds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.changes.conftest import repository as repository

from packpress.publish import build
from packpress.publish.release.release import Released, release

PACKAGES = Path(__file__).resolve().parents[2] / "packages"
CREATED = "2026-01-02T00:00:00Z"


def copy_package(package: str, folder: Path, /, **descriptor: Any) -> Path:
    """A copy of a test package with a version and a day, and other properties of the descriptor."""
    root = Path(shutil.copytree(PACKAGES / package, folder / package))
    edit_descriptor(root, **{"version": "1.0.0", "created": CREATED, **descriptor})
    return root


def edit_descriptor(root: Path, **properties: Any) -> None:
    """Set properties of the descriptor; None removes one."""
    raw = json.loads((root / "datapackage.json").read_text(encoding="utf-8")) | properties
    kept = {name: value for name, value in raw.items() if value is not None}
    (root / "datapackage.json").write_text(json.dumps(kept), encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file in the folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def without_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "ask_frictionless", lambda *_: None)


@pytest.fixture
def ferries(tmp_path: Path, without_second_opinion: None) -> Path:
    """A copy of a package with views, to be released."""
    return copy_package("ferries", tmp_path)


@pytest.fixture(scope="package")
def released(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Released]:
    """Two packages that are released, by name; not to be changed."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "ask_frictionless", lambda *_: None)
        for name in ("ferries", "every-type"):
            root = copy_package(name, tmp_path_factory.mktemp("released"))
            found[name] = release(root)
            assert found[name].reason == ""
    return found
