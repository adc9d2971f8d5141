"""A release needs a name, a version and a day that no clock gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.publish.release.conftest import copy_package
from tests.site.small_release import PNG

from packpress.changes.sides.head import Head
from packpress.package.descriptor import read_package
from packpress.publish.release.sources import day_of, source_fault, sources_of

HEAD = Head("0123456789abcdef", "2025-05-05", ())


def package_of(tmp_path: Path, **descriptor: Any) -> Any:
    return read_package(copy_package("ferries", tmp_path, **descriptor))[0]


NAME = 'has no "name" of lower-case letters, digits, ".", "-" and "_"; add one'
FOLDER = '"version" is the name of a folder; write letters and digits, such as "1.0.0"'
# properties of the descriptor → why it is refused
FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"name": None}, NAME),
    "a name that is no file name": ({"name": "../x"}, NAME),
    "no version": ({"version": None}, 'has no "version"; add one, such as "1.0.0"'),
    "a version that leads out": ({"version": "../1.0"}, FOLDER),
    "a hidden version": ({"version": ".1"}, FOLDER),
    "the version latest": ({"version": "Latest"}, FOLDER),
    "a long version": ({"version": "1" * 65}, FOLDER),
    "no day": ({"created": None}, 'has no "created", and there is no commit or changelog with a day; add one'),
    "a day that is none": (
        {"created": "2024-02-30"},
        'has no "created", and there is no commit or changelog with a day; add one',
    ),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize(("descriptor", "words"), FAULTS.values(), ids=FAULTS)
def test_what_is_missing_is_named(descriptor: dict[str, Any], words: str, tmp_path: Path) -> None:
    assert source_fault(package_of(tmp_path, **descriptor), None) == (f"datapackage.json: {words}" if words else "")


def test_files_that_differ_from_the_commit_are_named(tmp_path: Path) -> None:
    head = HEAD._replace(changed=("a", "b", "c", "d", "e"))
    words = "a, b, c and 2 more differ from the commit 0123456789ab; commit or restore, so that a release is of a commit"
    assert source_fault(package_of(tmp_path), head) == words


CHANGELOG = "# Changes\n\n## Unreleased\n\nSince 2030-01-01.\n\n## 1.1.0 (2025-03-01)\n\n## 1.0.0 (2024-12-31)\n"
# head, "created", changelog → day
DAYS: dict[str, tuple[Head | None, str | None, str, str]] = {
    "commit": (HEAD, "2026-01-02", CHANGELOG, "2025-05-05"),
    "created": (None, "2026-01-02T23:59:59-12:00", CHANGELOG, "2026-01-02"),
    "changelog": (None, None, CHANGELOG, "2025-03-01"),
    "nothing": (None, None, "# Changes\n", ""),
}


@pytest.mark.parametrize(("head", "created", "changelog", "day"), DAYS.values(), ids=DAYS)
def test_the_day_is_that_of_the_commit_or_what_the_package_says(
    head: Head | None, created: str | None, changelog: str, day: str, tmp_path: Path
) -> None:
    package = package_of(tmp_path, created=created)
    (package.root / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    assert day_of(package, head) == day


def test_the_image_of_the_site_is_a_source(tmp_path: Path) -> None:
    package = package_of(tmp_path, **{"packpress:site": {"image": {"path": "docs/a.png", "alt": "Ferries"}}})
    assert "docs/a.png" not in sources_of(package, None)
    where = 'datapackage.json: "packpress:site": image: path is "docs/a.png"'
    assert source_fault(package, None) == f"{where}, but there is no such file; add it, or remove the image"
    (package.root / "docs").mkdir(exist_ok=True)
    (package.root / "docs" / "a.png").write_bytes(PNG)
    assert ("docs/a.png" in sources_of(package, None), source_fault(package, None)) == (True, "")


def test_the_sources_are_all_files_from_which_it_is_made(tmp_path: Path) -> None:
    package = package_of(tmp_path)
    for name in ("CHANGELOG.md", "LICENSE", "README.md", "rules.py"):
        (package.root / name).write_text("x", encoding="utf-8")
    assert sources_of(package, package.root / "rules.py") == (
        "CHANGELOG.md",
        "LICENSE",
        "data/ferries.csv",
        "data/ports.csv",
        "datapackage.json",
        "rules.py",
        "schemas/ferries.json",
        "schemas/ports.json",
        "views/fleet.json",
        "views/fleet.sql",
        "views/starts.sql",
    )
