"""A path means a package, or one table of it; what it means stands on the names in descriptors alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from packpress.errors import PackageError
from packpress.package.descriptor import read_package
from packpress.package.located import Located, locate


def _describe(file: Path, *paths: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    resources = [{"name": f"r{number}", "path": path} for number, path in enumerate(paths)]
    file.write_text(json.dumps({"resources": resources}), encoding="utf-8")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """Two packages, one in a folder of the other; the outer one has a second descriptor."""
    top = tmp_path / "top"
    _describe(
        top / "datapackage.json", "data/a.csv", ["./data//b.csv", "data/c.csv"], "inner/data/x.csv", "inner/y.csv", "s.json"
    )
    _describe(top / "other.json", "data/a.csv")
    _describe(top / "inner" / "datapackage.json", "data/x.csv")
    (top / "schema.json").write_text('{"fields": []}', encoding="utf-8")
    (top / "list.json").write_text("[]", encoding="utf-8")
    (top / "folder.json").mkdir()
    for path in ("data/a.csv", "data/b.csv", "data/none.csv", "inner/data/x.csv", "inner/y.csv", "s.json"):
        (top / path).parent.mkdir(exist_ok=True)
        (top / path).write_text("{}", encoding="utf-8")
    (top / "data" / "link.csv").symlink_to("a.csv")
    return top


# path → the package that it means, and the file of the table
MEANT = {
    ".": (".", ""),
    "inner": ("inner", ""),
    "data": ("data", ""),  # a folder, whatever is in it
    "datapackage.json": (".", ""),
    "inner/datapackage.json": ("inner", ""),
    "other.json": ("other.json", ""),
    "folder.json": ("folder.json", ""),
    "data/a.csv": (".", "data/a.csv"),
    "data/../data/b.csv": (".", "data/b.csv"),
    "inner/data/x.csv": ("inner", "data/x.csv"),  # the nearest descriptor
    "inner/y.csv": (".", "inner/y.csv"),  # the nearest that lists it
    "s.json": (".", "s.json"),
}


@pytest.mark.parametrize("path", MEANT)
@pytest.mark.parametrize("is_absolute", [True, False])
def test_a_path_means_a_package_or_a_table(is_absolute: bool, path: str, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(top)
    found = locate(top / path if is_absolute else Path(path))
    package, file = MEANT[path]
    assert (found.package.resolve(), found.file) == ((top / package).resolve(), file)


# path → what is said
NOTHING = {
    "gone": "gone: does not exist; give a package's folder, its descriptor or a table's file",
    "gone/datapackage.json": "gone/datapackage.json: does not exist; ",
    "data/c.csv": "data/c.csv: does not exist; ",  # listed, and still no file
    "data/none.csv": "data/none.csv: does not belong to a package: no datapackage.json in its folder or above lists it; ",
    "data/link.csv": "data/link.csv: does not belong to a package: no datapackage.json",  # a link is not what it leads to
    "schema.json": "schema.json: is not a descriptor, and no datapackage.json in its folder or above lists it; add it to",
    "list.json": "list.json: is not a descriptor, and ",
}


@pytest.mark.parametrize("path", NOTHING)
def test_a_path_that_means_nothing_is_told_with_what_to_do(path: str, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(top)
    with pytest.raises(PackageError) as error:
        locate(Path(path))
    assert str(error.value).startswith(NOTHING[path])


def test_a_descriptor_on_the_way_that_cannot_be_read_is_named(top: Path) -> None:
    (top / "inner" / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(PackageError, match=r"inner/datapackage\.json:1:2: is not JSON"):
        locate(top / "inner" / "y.csv")
    assert locate(top / "data" / "a.csv").file == "data/a.csv"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
def test_a_pipe_is_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(PackageError, match="is a folder, a pipe or a device"):
        locate(tmp_path / "pipe.json")


def test_the_root_is_the_folder(top: Path) -> None:
    roots = [Located(path).root for path in (top, top / "other.json", top / "folder.json")]
    assert roots == [top, top, top / "folder.json"]


def test_metadata_of_csvw_are_named_as_such(tmp_path: Path) -> None:
    file = tmp_path / "a-metadata.json"
    file.write_text('{"@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}], "url": "a.csv"}', encoding="utf-8")
    with pytest.raises(PackageError, match=r"is metadata of CSVW \(CSV on the Web\), which packpress does not read"):
        locate(file)


CSVW = '{"@context": "http://www.w3.org/ns/csvw", "url": "a.csv"}'


@pytest.mark.parametrize("name", ["a.csv-metadata.json", "csv-metadata.json"])
def test_a_folder_with_metadata_of_csvw_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(CSVW, encoding="utf-8")
    (tmp_path / "a.csv").write_text("x\n1\n", encoding="utf-8")
    with pytest.raises(PackageError) as caught:
        read_package(tmp_path)
    assert str(caught.value) == (
        f"datapackage.json: not found in the folder {tmp_path}, which has metadata of CSVW (CSV on the Web, {name}), which "
        'packpress does not read; "packpress init" describes tables without it'
    )


def test_other_metadata_are_not_taken_for_csvw(tmp_path: Path) -> None:
    (tmp_path / "a-metadata.json").write_text('{"title": "x"}', encoding="utf-8")
    with pytest.raises(PackageError, match=r"not found in the folder .*; give a package's folder"):
        read_package(tmp_path)


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml"])
def test_a_folder_with_only_yaml_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("name: p\nresources: [{name: a, path: a.csv, schema: {fields: [{name: x}]}}]\n", "utf-8")
    package, issues = read_package(tmp_path)
    assert (package.descriptor, [table.name for table in package.tables], issues) == (name, ["a"], ())
