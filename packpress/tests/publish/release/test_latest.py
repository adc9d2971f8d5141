"""``latest`` leads to the newest release, and nothing else is ever in its place."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from packpress.package.model import Package
from packpress.publish.release.latest import place_fault, point_latest
from packpress.publish.release.model import Release


def make_release(dist: Path, version: str) -> Release:
    """A release of one file in its place."""
    (dist / version).mkdir(parents=True)
    (dist / version / "SHA256SUMS").write_bytes(version.encode())
    return Release(Package(dist, (), {}), version, "2026-01-02", (), dist / version)


def point(made: Release, dist: Path) -> bool:
    scratch = dist / "scratch"
    scratch.mkdir(exist_ok=True)
    return point_latest(made, dist, scratch)


def where(dist: Path) -> tuple[str, str]:
    """Where the link leads, and the version in ``latest.json``."""
    return str((dist / "latest").readlink()), json.loads((dist / "latest.json").read_bytes())["version"]


@pytest.mark.parametrize(
    ("first", "second", "newest"),
    [
        ("1.9.0", "1.10.0", "1.10.0"),
        ("1.10.0", "1.9.0", "1.10.0"),
        ("2.0.0", "2.0.0-rc.1", "2.0.0"),
        ("2.0.0-rc.1", "2.0.0", "2.0.0"),
        ("2024b", "2024a", "2024a"),
    ],
)
def test_it_leads_to_the_newer_version(first: str, second: str, newest: str, tmp_path: Path) -> None:
    assert point(make_release(tmp_path, first), tmp_path)
    assert point(make_release(tmp_path, second), tmp_path) == (newest == second)
    assert where(tmp_path) == (newest, newest)


def test_it_leads_to_what_is_there_if_the_newer_version_is_gone(tmp_path: Path) -> None:
    point(make_release(tmp_path, "2.0.0"), tmp_path)
    (tmp_path / "2.0.0").rename(tmp_path / "withdrawn")
    assert point(make_release(tmp_path, "1.9.9"), tmp_path)
    assert where(tmp_path) == ("1.9.9", "1.9.9")


@pytest.mark.parametrize("data", [b"{", b"[]", b"{}", b'{"version": 1}'])
def test_a_broken_latest_json_is_replaced(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "latest.json").write_bytes(data)
    assert point(make_release(tmp_path, "1.0.0"), tmp_path)
    assert where(tmp_path) == ("1.0.0", "1.0.0")


def test_where_links_cannot_be_made_there_is_only_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "symlink", refuse)
    assert point(make_release(tmp_path, "1.0.0"), tmp_path)
    assert not (tmp_path / "latest").is_symlink()
    assert json.loads((tmp_path / "latest.json").read_bytes())["path"] == "1.0.0"


def test_what_is_in_its_place_but_no_release_is_left_alone(tmp_path: Path) -> None:
    assert place_fault(tmp_path, "1.0.0") == ""
    (tmp_path / "latest").mkdir()
    assert place_fault(tmp_path, "1.0.0") == f"{tmp_path.as_posix()}/latest: is not a link to a release; move it away"
    (tmp_path / "latest").rmdir()
    (tmp_path / "1.0.0").write_bytes(b"")
    words = "is where the release would be, but is not a folder; move it away"
    assert place_fault(tmp_path, "1.0.0") == f"{tmp_path.as_posix()}/1.0.0: {words}"
