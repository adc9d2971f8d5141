"""A described file has the size and the hash of what is on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from packpress.publish.metadata.facts import described
from packpress.publish.metadata.facts.described import DescribedFile, describe_release
from packpress.publish.release.model import Release, ReleaseFile


@pytest.mark.parametrize("piece", [1, 3, 2**20])
def test_size_and_hash_are_those_of_the_file(
    piece: int, make_release: Callable[..., Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(described, "_PIECE", piece)
    release, data = make_release(), b"some bytes"
    (release.folder / "a.bin").write_bytes(data)
    found = describe_release(release, [ReleaseFile("a.bin", "all", "application/octet-stream")])
    sha256 = hashlib.sha256(data).hexdigest()
    assert found.files == (DescribedFile("a.bin", "all", "application/octet-stream", None, len(data), sha256),)


def test_a_table_and_its_parquet_file_find_each_other(make_release: Callable[..., Release]) -> None:
    release = make_release()
    file = ReleaseFile("parquet/ships.parquet", "Ships", "application/vnd.apache.parquet", 2)
    found = describe_release(release, [file, ReleaseFile("csv.zip", "all", "application/zip")])
    ports, ships, _ = release.tables
    assert (found.parquet(ships), found.parquet(ports)) == (found.files[0], None)
    assert (found.table_of(found.files[0]), found.table_of(found.files[1])) == (ships, None)
    assert (found.file(".zip"), found.file(".sqlite")) == (found.files[1], None)


def test_the_data_in_an_archive_have_a_media_type_of_their_own() -> None:
    paths = ("csv.zip", "jsonl.zip", "sqlite.zip", "other.zip")
    assert [DescribedFile(path, "", "application/zip", None, 1, "").data_media_type for path in paths] == [
        "text/csv",
        "application/jsonl",
        "application/vnd.sqlite3",
        "application/zip",
    ]
