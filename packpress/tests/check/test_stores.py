"""A package in an object store has the report that it has in a folder, whatever its files are and wherever they are checked."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import LETTERS, PackageFolder, PackageMaker
from tests.memory_store import MemoryStore

from packpress.check.loose_file import check_loose_file
from packpress.check.one_table import check_table
from packpress.check.splits.executor import LocalExecutor
from packpress.check.validate import examine
from packpress.errors import PackageError
from packpress.filesystem.stores.faults import REFUSED, StoreError
from packpress.issue import Issue
from packpress.package.located import Located, find_package_of
from packpress.publish.build import build

PREFIXES = ("bucket", "bucket/a b/ü%41+&")
"""Where packages are put: at the root of a bucket, and below a prefix that nothing may decode."""
PACKAGES = ("every-type", "ferries", "letters")
SCHEMA: Mapping[str, Any] = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "day", "type": "date"}, {"name": "name", "type": "string"}],
    "primaryKey": ["id"],
}
ROWS = "id,day,name\n" + "".join(f"{n},2024-02-{n % 31:02},na\xefve {n}\n" for n in (*range(40), 7)) + "x,,\n"


def _write(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file


def _zipped(file: Path) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.csv", ROWS)
    return file


def _parquet(file: Path) -> Path:
    pq.write_table(pa.table({"id": [1, 2, 2], "day": ["2024-01-01", "x", None], "name": ["a", "b", "c"]}), file)
    return file


# form of a file → its name, what its resource says more, and how it is written
FORMS: Mapping[str, tuple[str, dict[str, Any], Callable[[Path], Path]]] = {
    "csv": ("data.csv", {}, lambda file: _write(file, ROWS.encode())),
    "gzip": ("data.csv.gz", {"compression": "gz"}, lambda file: _write(file, gzip.compress(ROWS.encode(), mtime=0))),
    "zip": ("data.csv.zip", {"compression": "zip"}, _zipped),
    "latin-1": ("data.csv", {"encoding": "iso-8859-1"}, lambda file: _write(file, ROWS.encode("latin-1"))),
    "utf-16": ("data.csv", {"encoding": "utf-16"}, lambda file: _write(file, ROWS.encode("utf-16"))),
    "semicolons": ("d.csv", {"dialect": {"delimiter": ";"}}, lambda file: _write(file, ROWS.replace(",", ";").encode())),
    "parquet": ("data.parquet", {}, _parquet),
    "no-schema": ("data.csv", {"schema": None}, lambda file: _write(file, ROWS.replace("name", "day", 1).encode())),
    "hash": ("data.csv", {"bytes": 3, "hash": "0" * 32}, lambda file: _write(file, ROWS.encode())),
    "not-a-table": ("data.csv", {}, lambda file: _write(file, b"\x89PNG\r\n\x1a\n")),
    "not-parquet": ("data.parquet", {}, lambda file: _write(file, ROWS.encode())),
    "empty": ("data.csv", {}, lambda file: _write(file, b"")),
}


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("name", PACKAGES)
def test_a_valid_package_has_the_same_report(name: str, prefix: str, tmp_path: Path, memory_store: MemoryStore) -> None:
    folder = Path(shutil.copytree(LETTERS.parent / name, tmp_path / name))
    if name == "letters":  # its outputs are not in the repository
        build(folder, with_codebook=True)
    assert "second opinion" in examine(folder, full=True).report.layers
    assert examine(memory_store.put_folder(folder, prefix), full=True).report == examine(folder, full=True).report


@pytest.mark.parametrize(("file", "more", "write"), FORMS.values(), ids=FORMS)
def test_a_file_of_any_form_has_the_same_report(
    file: str,
    more: dict[str, Any],
    write: Callable[[Path], Path],
    make_package: PackageMaker,
    memory_store: MemoryStore,
) -> None:
    folder = make_package(SCHEMA, "", resource={"path": file})
    (folder / "data.csv").unlink()
    write(folder / file)
    raw = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    raw["resources"][0] = {name: value for name, value in (raw["resources"][0] | more).items() if value is not None}
    (folder / "datapackage.json").write_text(json.dumps(raw), encoding="utf-8")
    report = examine(folder).report
    assert report.issues
    assert examine(memory_store.put_folder(folder, "bucket/a b")).report == report


def test_outputs_of_a_build_are_compared_in_a_store_too(letters: PackageFolder, memory_store: MemoryStore) -> None:
    build(letters.root, with_codebook=True)
    letters.set("letters", "l-bergen", written="1900-01-01")
    report = examine(letters.root).report
    assert "output-stale" in {issue.rule for issue in report.issues}
    assert examine(memory_store.put_folder(letters.root, "bucket/p")).report == report


def test_splits_of_an_object_have_the_report_of_the_whole(make_package: PackageMaker, memory_store: MemoryStore) -> None:
    folder = make_package(SCHEMA, ROWS)
    path = memory_store.put_folder(folder, "bucket/p")
    assert examine(path, executor=LocalExecutor(100)).report == examine(folder).report


def test_one_table_of_a_store_has_the_same_report(letters: PackageFolder, memory_store: MemoryStore) -> None:
    path = memory_store.put_folder(letters.root, "bucket/p")
    located = find_package_of(path / "data" / "letters.csv")
    assert located == Located(path, "data/letters.csv")
    assert check_table(path, "data/letters.csv") == check_table(letters.root, "data/letters.csv")


def test_a_file_of_no_package_is_checked_by_itself(tmp_path: Path, memory_store: MemoryStore) -> None:
    (tmp_path / "a b.csv").write_text("a,a\n1,2\n", encoding="utf-8")
    path = memory_store.put_folder(tmp_path, "bucket/p") / "a b.csv"
    assert find_package_of(path) is None
    report, shown = check_loose_file(tmp_path / "a b.csv"), (tmp_path / "a b.csv").as_posix()
    wanted = report._replace(file=str(path), issues=tuple(issue._replace(path=str(path)) for issue in report.issues))
    assert {issue.path for issue in report.issues} == {shown}
    assert check_loose_file(path) == wanted


def test_a_descriptor_in_a_store_is_found_by_its_key(letters: PackageFolder, memory_store: MemoryStore) -> None:
    shutil.copy(letters.root / "datapackage.json", letters.root / "other.json")
    path = memory_store.put_folder(letters.root, "bucket/p")
    found = {name: find_package_of(path / name) for name in ("", "datapackage.json", "other.json")}
    assert found == {"": Located(path), "datapackage.json": Located(path), "other.json": Located(path / "other.json")}


def test_a_missing_object_is_a_missing_file(letters: PackageFolder, memory_store: MemoryStore) -> None:
    path = memory_store.put_folder(letters.root, "bucket/p")
    del memory_store.objects["bucket/p/data/letters.csv"]
    letters.path("letters").rename(letters.root / "elsewhere")
    assert examine(path).report == examine(letters.root).report


def test_a_refused_object_is_named(letters: PackageFolder, memory_store: MemoryStore) -> None:
    path = memory_store.put_folder(letters.root, "bucket/p")
    memory_store.refused.add("bucket/p/data/letters.csv")
    message = f'resource "letters": the path "data/letters.csv" cannot be read: {REFUSED}'
    assert Issue("datapackage.json", 0, "", "", "path-unsafe", "error", message) in examine(path).report.issues


# what is at the prefix → the error of the package
PREFIX_FAULTS: Mapping[str, tuple[Callable[[MemoryStore], object], str]] = {
    "nothing": (
        lambda store: store.put("bucket/other", b""),
        "datapackage.json: not found in s3://bucket/p, and nothing is listed there; give the prefix of a package, its "
        "descriptor or a table's file",
    ),
    "no-bucket": (
        lambda store: None,
        "s3://bucket/p: there is no bucket of this name; correct the address, or its region or endpoint",
    ),
    "no-access": (
        lambda store: store.refused.update({"bucket/p", "bucket/p/datapackage.json"}),
        f"s3://bucket/p/datapackage.json: cannot be read: {REFUSED}",
    ),
    "no-network": (
        lambda store: store.faults.update({"bucket/p/datapackage.json": OSError("NETWORK_CONNECTION: curlCode: 28")}),
        "s3://bucket/p/datapackage.json: the store does not answer; check the network, the endpoint and the region, then run "
        "this again",
    ),
}


@pytest.mark.parametrize(("prepare", "message"), PREFIX_FAULTS.values(), ids=PREFIX_FAULTS)
def test_a_prefix_without_a_package_is_an_error(
    prepare: Callable[[MemoryStore], object], message: str, memory_store: MemoryStore
) -> None:
    from packpress.filesystem.stores.store_path import store_path

    prepare(memory_store)
    with pytest.raises(PackageError) as error:
        examine(store_path("s3://bucket/p"))
    assert str(error.value) == message


# what a descriptor in a store names → the fault of the path
ELSEWHERE: Mapping[str, str] = {
    "s3://other/data.csv": "is a URL or has a drive letter; nothing is fetched, so name a file of the package",
    "s3://bucket/p/data.csv": "is a URL or has a drive letter; nothing is fetched, so name a file of the package",
    "gs://other/data.csv": "is a URL or has a drive letter; nothing is fetched, so name a file of the package",
    "../data.csv": "contains '..'; name a file below the descriptor's folder",
    "/data.csv": "is absolute; name a file below the descriptor's folder",
    "~/data.csv": "is absolute; name a file below the descriptor's folder",
}


@pytest.mark.parametrize("package", ["store", "folder"])
@pytest.mark.parametrize(("path", "fault"), ELSEWHERE.items(), ids=ELSEWHERE)
@pytest.mark.parametrize("what", ["path", "schema", "dialect"])
def test_no_descriptor_names_anything_outside_of_its_root(
    what: str, path: str, fault: str, package: str, make_package: PackageMaker, memory_store: MemoryStore
) -> None:
    folder = make_package(SCHEMA, ROWS, resource={what: path})
    for outside in ("bucket/data.csv", "other/data.csv", "bucket/p/../data.csv"):
        memory_store.put(outside, b"{}")
    root = memory_store.put_folder(folder, "bucket/p") if package == "store" else folder
    faults = [issue.message for issue in examine(root).report.issues if issue.rule == "path-unsafe"]
    assert [message.endswith(f'"{path}" {fault}') for message in faults] == [True]
    assert {name for name in memory_store.requests if not name.startswith("bucket/p")} == set()
    assert not any(".." in name for name in memory_store.requests)


def test_an_object_that_changes_during_a_check_is_named(make_package: PackageMaker, memory_store: MemoryStore) -> None:
    path = memory_store.put_folder(make_package(SCHEMA, ROWS), "bucket/p")

    def change(_: str, done: int, __: int) -> None:
        memory_store.put("bucket/p/data.csv", ROWS.encode() + b"41,2024-01-01,x\n")

    memory_store.put("bucket/p/data.csv", (ROWS * 40_000).encode())  # more than is kept, in several blocks
    with pytest.raises(StoreError) as error:
        examine(path, progress=change)
    assert str(error.value) == "s3://bucket/p/data.csv: changed while it was being read; run the command again"


def test_objects_are_asked_for_one_by_one(letters: PackageFolder, memory_store: MemoryStore) -> None:
    examine(memory_store.put_folder(letters.root, "bucket/p"), full=True)
    assert {name for name in memory_store.requests if not name.startswith("bucket/p/")} == set()


def test_a_parquet_file_that_changes_during_a_check_is_named(make_package: PackageMaker, memory_store: MemoryStore) -> None:
    folder = make_package({"fields": [{"name": "id", "type": "integer"}]}, "", resource={"path": "data.parquet"})
    (folder / "data.csv").unlink()
    table = pa.table({"id": [number * 7919 % 1_000_003 for number in range(600_000)]})
    pq.write_table(table, folder / "data.parquet", row_group_size=100_000, compression="none")
    path, data = memory_store.put_folder(folder, "bucket/p"), (folder / "data.parquet").read_bytes()

    def change(_: str, __: int, ___: int) -> None:
        memory_store.put("bucket/p/data.parquet", data)

    with pytest.raises(StoreError) as error:
        examine(path, progress=change)
    assert str(error.value) == "s3://bucket/p/data.parquet: changed while it was being read; run the command again"
