"""The path of an object is read like that of a file, and is never taken for a path on the disk."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import pytest
from tests.memory_store import MemoryStore

from packpress.filesystem.stores.faults import REFUSED, StoreError
from packpress.filesystem.stores.store_path import StorePath, real_path, store_path


def test_a_path_shows_its_address_without_options() -> None:
    path = store_path("s3://bucket/a b/?region=x") / "ü%41.csv"
    assert (str(path), path.key, path.name, path.suffix) == ("s3://bucket/a b/ü%41.csv", "a b/ü%41.csv", "ü%41.csv", ".csv")
    assert [str(path.parent), str(path.parent.parent), str(path.parent.parent.parent)] == [
        "s3://bucket/a b",
        "s3://bucket",
        "s3://bucket",
    ]
    assert (path.joinpath("x", "y").store, path.joinpath("x", "y").key) == (path.store, "a b/ü%41.csv/x/y")
    assert (path.with_name("x").store, path.relative_to(path.parent).as_posix()) == (path.store, "ü%41.csv")


def test_a_path_that_was_pickled_is_the_same() -> None:
    path = store_path("s3://bucket/a?region=x") / "b.csv"
    assert (pickle.loads(pickle.dumps(path)), pickle.loads(pickle.dumps(path)).store) == (path, path.store)


def test_an_object_is_a_file_and_everything_else_a_prefix(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a/b.csv", b"x\n")
    memory_store.put("bucket/c.csv", b"x\n")
    memory_store.refused.add("bucket/c.csv")
    root = store_path("s3://bucket")
    found = {key: ((root / key).is_file(), (root / key).is_dir()) for key in ("a/b.csv", "a", "c.csv", "d")}
    assert found == {"a/b.csv": (True, False), "a": (False, True), "c.csv": (False, True), "d": (False, True)}
    assert (root.is_file(), root.is_dir(), root.exists(), root.is_symlink()) == (False, True, False, False)


def test_the_faults_of_objects_are_in_words(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a.csv", b"")
    memory_store.refused.add("bucket/b.csv")
    root = store_path("s3://bucket")
    assert [(root / name).fault() for name in ("a.csv", "b.csv", "c.csv")] == [None, f"cannot be read: {REFUSED}", None]


def test_sizes_and_states_differ_with_each_version(memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a", b"12")
    first = store_path("s3://bucket/a").stat()
    memory_store.put("bucket/a", b"34")
    second = store_path("s3://bucket/a").stat()
    assert (first.st_size, second.st_size, first.st_ino == second.st_ino) == (2, 2, True)
    assert first.st_mtime_ns != second.st_mtime_ns


# what would treat the path as one on the disk → how
LOCAL: Mapping[str, Callable[[Path], object]] = {
    "open": open,
    "os-stat": os.stat,
    "realpath": os.path.realpath,
    "scandir": lambda path: list(os.scandir(path)),
    "write-bytes": lambda path: path.write_bytes(b""),
    "write-text": lambda path: path.write_text(""),
    "open-for-writing": lambda path: path.open("wb"),
    "open-text": lambda path: path.open(),
    "make-folder": lambda path: path.mkdir(),
    "remove": lambda path: path.unlink(),
    "rename": lambda path: path.rename("x"),
    "touch": lambda path: path.touch(),
    "copy": lambda path: shutil.copyfile(path, "x"),
    "list": lambda path: list(path.iterdir()),
    "glob": lambda path: list(path.glob("*")),
    "rglob": lambda path: list(path.rglob("*")),
    "walk": lambda path: cast("StorePath", path).walk(),  # Path has it from Python 3.12 on
}


@pytest.mark.parametrize("act", LOCAL.values(), ids=LOCAL)
def test_what_a_store_cannot_do_is_an_error(act: Callable[[Path], object], memory_store: MemoryStore) -> None:
    memory_store.put("bucket/a.csv", b"")
    with pytest.raises(StoreError) as error:
        act(store_path("s3://bucket/a.csv"))
    wanted = "s3://bucket/a.csv: is in an object store, which is only read; copy the package to a folder to do this"
    assert str(error.value) == wanted


@pytest.mark.parametrize("other", ["/etc/passwd", "../x", "a/../../x"])
def test_no_path_leads_out_of_its_bucket(other: str, memory_store: MemoryStore) -> None:
    with pytest.raises(StoreError):
        (store_path("s3://bucket/a") / other).is_file()
    assert memory_store.requests == {}


def test_the_real_path_of_a_file_is_without_links_and_that_of_an_object_its_address(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "b").symlink_to("a")
    assert real_path(tmp_path / "b") == os.path.realpath(tmp_path / "a")
    assert real_path(store_path("s3://bucket/a")) == "s3://bucket/a"
    assert isinstance(store_path("s3://bucket/a"), StorePath)
