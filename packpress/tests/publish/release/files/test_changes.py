"""A release says what changed since an earlier one, whether that is a revision, a package, or a release as folder or .zip."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.changes.conftest import SCHEMA, Repository, write_package

from packpress.changes.changelog import version_section
from packpress.package.descriptor import read_package
from packpress.publish.release.files.changes import write_changes, write_version_notes
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile

OLD, NEW = "id,name,n\na,first,1\nb,second,2\n", "id,name,n\na,First,1\n"
DERIVED = [{"name": "n_min", "type": "integer"}]


def release(root: Path, folder: Path) -> Release:
    package, _ = read_package(root)
    schema: dict[str, Any] = {**SCHEMA, "fields": [*SCHEMA["fields"], *DERIVED]}
    view: dict[str, Any] = {"fields": [{"name": "rows", "type": "integer"}]}
    tables = (
        PublishedTable("t", "", "", schema, folder / "t.parquet", 1),
        PublishedTable("v", "", "", view, folder / "v.parquet", 1, is_view=True),
    )
    return Release(package, "1.1.0", "2026-01-02", tables, folder)


def publish(folder: Path, version: str, text: str) -> Path:
    """The folder of a release, with what the build adds to its table and the view."""
    header, *rows = text.splitlines()
    added = "\n".join([f"{header},n_min", *(f"{row},{version[0]}" for row in rows), ""])
    tables = {
        "t": ({**SCHEMA, "fields": [*SCHEMA["fields"], *DERIVED]}, added),
        "v": ({"fields": [{"name": "rows"}]}, f"rows\n{version[0]}\n"),
    }
    package = write_package(folder / "csv", tables, version=version)
    with zipfile.ZipFile(folder / "csv.zip", "w") as archive:
        for file in sorted(package.iterdir()):
            archive.write(file, file.name)
    shutil.rmtree(package)
    (folder / "release.json").write_text("{}", encoding="utf-8")
    (folder / "datapackage.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "repository"
    root.mkdir()
    made = Repository(root)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made


WANTED = [
    {"table": "t", "key": {"id": "a"}, "column": "name", "change": "modify", "old": "first", "new": "First"},
    {"table": "t", "key": {"id": "b"}, "column": "id", "change": "delete", "old": "b", "new": None},
    {"table": "t", "key": {"id": "b"}, "column": "name", "change": "delete", "old": "second", "new": None},
    {"table": "t", "key": {"id": "b"}, "column": "n", "change": "delete", "old": "2", "new": None},
]


def changed_cells(folder: Path) -> list[dict[str, Any]]:
    (file,) = (folder / "changes").glob("*.jsonl")
    assert file.name == "1.0.0..1.1.0.jsonl"
    assert len(file.with_suffix(".csv").read_text(encoding="utf-8").splitlines()) == len(WANTED) + 1
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_changes_since_a_tag_are_those_of_the_tables_that_people_edit(repository: Repository, tmp_path: Path) -> None:
    write_package(repository.root, {"t": (SCHEMA, OLD)}, version="1.0.0")
    repository.commit()
    repository.git("tag", "v1.0.0")
    write_package(repository.root, {"t": (SCHEMA, NEW)}, version="1.1.0")
    repository.commit()
    assert write_changes(release(repository.root, tmp_path / "out"), "v1.0.0") == (
        ReleaseFile("changes/1.0.0..1.1.0.jsonl", "Cells that changed since 1.0.0, for programs", "application/jsonl", 4),
        ReleaseFile("changes/1.0.0..1.1.0.csv", "Cells that changed since 1.0.0, as a table", "text/csv", 4),
    )
    assert changed_cells(tmp_path / "out") == WANTED


@pytest.mark.parametrize("form", ["package", "folder", "zip", "zip-of-a-folder"])
def test_the_changes_since_a_release_leave_out_what_the_build_adds(form: str, tmp_path: Path) -> None:
    root = write_package(tmp_path / "new", {"t": (SCHEMA, NEW)}, version="1.1.0")
    since = tmp_path / "1.0.0"
    if form == "package":
        write_package(since, {"t": (SCHEMA, OLD)}, version="1.0.0")
    else:
        since.mkdir()
        publish(since, "1.0.0", OLD)
    if form.startswith("zip"):
        where = {"root_dir": since} if form == "zip" else {"root_dir": tmp_path, "base_dir": "1.0.0"}
        since = Path(shutil.make_archive(str(tmp_path / "old"), "zip", **where))
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out", "2.0.0", NEW)
    write_changes(release(root, tmp_path / "out"), since)
    assert changed_cells(tmp_path / "out") == WANTED


def test_a_name_in_the_path_of_the_changes_is_safe(tmp_path: Path) -> None:
    root = write_package(tmp_path / "new", {"t": (SCHEMA, NEW)}, version="1.1.0")
    write_package(tmp_path / "old", {"t": (SCHEMA, OLD)}, version="../../x y")
    paths = [file.path for file in write_changes(release(root, tmp_path / "out"), tmp_path / "old")]
    assert paths == ["changes/x-y..1.1.0.jsonl", "changes/x-y..1.1.0.csv"]


CHANGELOG = "# Changes\n\n## Unreleased\n\nNew.\n\n## [1.1.0] - 2026-01-02\n\n### Data\n\n- A line.\n\n## 1.0.0\n\nOld.\n"


@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("1.1.0", "## [1.1.0] - 2026-01-02\n\n### Data\n\n- A line.\n"),
        ("1.0.0", "## 1.0.0\n\nOld.\n"),
        ("1.1", ""),
        ("2.0.0", ""),
    ],
)
def test_the_section_of_a_version_ends_before_the_next_heading(version: str, wanted: str) -> None:
    assert version_section(CHANGELOG, version) == wanted


def test_the_section_of_the_changelog_is_a_file_if_there_is_one(tmp_path: Path) -> None:
    root = write_package(tmp_path / "new", {"t": (SCHEMA, NEW)}, version="1.1.0")
    made = release(root, tmp_path / "out")
    assert write_version_notes(made) == ()
    (root / "CHANGELOG.md").write_text("## 1.0.0\n", encoding="utf-8")
    assert write_version_notes(made) == ()
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    assert write_version_notes(made) == (ReleaseFile("CHANGES.md", "What changed in this version, in words", "text/markdown"),)
    assert (tmp_path / "out" / "CHANGES.md").read_text(encoding="utf-8") == "## [1.1.0] - 2026-01-02\n\n### Data\n\n- A line.\n"
