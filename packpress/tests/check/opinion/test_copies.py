"""frictionless finds the files of a package in a store in a folder of copies, and those of a folder where they are."""

from __future__ import annotations

from pathlib import Path

from tests.memory_store import MemoryStore

from packpress.check.opinion.copies import readable_root

RESOURCES = (
    {"name": "a", "path": "data/a b.csv"},
    {"name": "several", "path": ["data/a b.csv", "c.csv"]},
    {"name": "long", "path": "long.csv"},
    {"name": "inline", "data": [["x"]]},
)


def test_the_files_of_a_store_are_copied_but_for_those_with_samples(tmp_path: Path, memory_store: MemoryStore) -> None:
    files = {"data/a b.csv": b"a\n1\n", "c.csv": b"a\n2\n", "long.csv": b"a\n3\n", "other.csv": b"a\n4\n"}
    (tmp_path / "package").mkdir()
    for path, data in files.items():
        memory_store.put(f"bucket/p/{path}", data)
    root = memory_store.put_folder(tmp_path / "package", "bucket/p")
    copies = readable_root(root, RESOURCES, {"long"}, tmp_path)
    found = {file.relative_to(copies).as_posix(): file.read_bytes() for file in copies.rglob("*") if file.is_file()}
    assert (copies.parent, found) == (tmp_path, {path: files[path] for path in ("data/a b.csv", "c.csv")})


def test_the_files_of_a_folder_are_read_where_they_are(tmp_path: Path) -> None:
    assert readable_root(tmp_path, RESOURCES, (), tmp_path / "scratch") == tmp_path
    assert list(tmp_path.iterdir()) == []
