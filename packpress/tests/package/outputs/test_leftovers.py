"""A command that writes first removes what killed ones left in the package's folders, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from packpress.cli import main

if TYPE_CHECKING:
    from tests.conftest import PackageMaker

SCHEMA = {"fields": [{"name": "id", "type": "string"}], "primaryKey": ["id"]}
MADE = {"name": "made", "type": "table", "path": "out/t.parquet", "format": "parquet", "packpress:madeFrom": "table"}
LEFT = (
    ".packpress-0123456789abcdef",
    "out/.packpress-0123456789abcdef",
    "docs/.packpress-0123456789abcdef",
    "kept/.packpress-0123456789abcdef",
)
LEFT_BEFORE = ("out/.t.parquet.abcd_123", "docs/.codebook.md.abcd_123", ".packpress-abcd_123")
KEPT = ("out/.t.parquet.backup", "out/.other.parquet.abcd_123", ".data.csv.abcd_123", "other/.packpress-0123456789abcdef")


@pytest.fixture
def package(make_package: PackageMaker) -> Path:
    """A package with an output and a linked table, in whose folders temporary files are left."""
    table = {"name": "table", "type": "table", "path": "data.csv", "schema": SCHEMA}
    root = make_package(SCHEMA, "id\nb\na\n", descriptor={"resources": [table, MADE]})
    for path in (*LEFT, *LEFT_BEFORE, *KEPT):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(b"left")
    (root / ".packpress-abcdef01").mkdir()
    (root / ".packpress-abcdef01" / "t.parquet").write_bytes(b"PAR1")
    (root / "data.csv").rename(root / "kept" / "data.csv")
    (root / "data.csv").symlink_to("kept/data.csv")
    return root


def left(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob(".*")}


@pytest.mark.parametrize("command", [["format"], ["new", "table", "--id", "c"], ["build"]], ids=lambda c: c[0])
def test_what_is_left_goes_and_other_files_stay(command: list[str], package: Path) -> None:
    assert main([*command, str(package)]) == 0
    assert left(package) == set(KEPT)


def test_the_hook_removes_it_too(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(package)
    assert main(["hook", "format", "--", "data.csv"]) == 0
    assert left(package) == set(KEPT)


@pytest.mark.parametrize("command", [["format", "--check"], ["validate"], ["build", "--check"]])
def test_a_command_that_writes_nothing_removes_nothing(command: list[str], package: Path) -> None:
    before = left(package)
    main([*command, str(package)])
    assert left(package) == before


@pytest.mark.parametrize("descriptor", ["{", "[]", '{"resources": [1, {"path": ["/tmp/x", "../x", 1]}, {"path": {}}]}'])
def test_a_broken_descriptor_names_no_folder_outside(descriptor: str, package: Path) -> None:
    (package / "datapackage.json").write_text(descriptor, encoding="utf-8")
    outside = package.parent / ".packpress-0123456789abcdef"
    outside.write_bytes(b"left")
    assert main(["format", str(package)]) in (0, 1, 2)
    assert outside.is_file()
    assert not (package / ".packpress-0123456789abcdef").exists()


def test_a_link_to_a_folder_outside_is_not_cleaned(package: Path) -> None:
    outside = package.parent / "outside"
    outside.mkdir()
    (outside / ".packpress-0123456789abcdef").write_bytes(b"left")
    (package / "led").symlink_to(outside)
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"].append({"name": "x", "path": "led/x.csv", "schema": SCHEMA})
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    main(["format", str(package)])
    assert (outside / ".packpress-0123456789abcdef").is_file()


def test_what_a_killed_build_left_beside_results_of_views_is_removed(ferries: Path, tmp_path: Path) -> None:
    for folder, options in ((ferries / "parquet", []), (tmp_path / "out", ["--out", str(tmp_path / "out")])):
        (folder / "views").mkdir(parents=True)
        (folder / "views" / ".packpress-0123456789abcdef").write_bytes(b"left")
        assert main(["build", str(ferries), *options]) == 0
        assert sorted(file.name for file in (folder / "views").iterdir()) == [
            "fleet.csv",
            "fleet.parquet",
            "starts.csv",
            "starts.parquet",
        ]
