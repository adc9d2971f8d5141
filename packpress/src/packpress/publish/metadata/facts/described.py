"""A release with what its descriptions say about it: the facts, and the size and hash of every file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from packpress.publish.metadata.facts.archives import IN_ARCHIVES
from packpress.publish.metadata.facts.facts import Facts, read_facts
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile

_PIECE = 2**20


@dataclass(frozen=True)
class DescribedFile:
    """One file of a release, with its size in bytes and its SHA-256."""

    path: str
    title: str
    media_type: str
    rows: int | None
    size: int
    sha256: str

    @property
    def data_media_type(self) -> str:
        """The media type of the data: that of the tables in an archive, and of the file otherwise."""
        packed = IN_ARCHIVES.get(self.path)
        return self.media_type if packed is None else packed.media_type


@dataclass(frozen=True)
class Described:
    """A release, its facts, and its files that were written before its descriptions."""

    release: Release
    facts: Facts
    files: tuple[DescribedFile, ...]

    @property
    def tables(self) -> tuple[PublishedTable, ...]:
        """The tables and views of the release."""
        return self.release.tables

    def parquet(self, table: PublishedTable) -> DescribedFile | None:
        """Returns the Parquet file of the table; None if the release has none."""
        path = parquet_path(self.release, table)
        return next((file for file in self.files if file.path == path), None)

    def file(self, ending: str) -> DescribedFile | None:
        """Returns the first file whose path ends so; None if the release has none."""
        return next((file for file in self.files if file.path.endswith(ending)), None)

    def table_of(self, file: DescribedFile) -> PublishedTable | None:
        """Returns the table whose Parquet file this is; None for any other file."""
        return next((table for table in self.tables if parquet_path(self.release, table) == file.path), None)


def parquet_path(release: Release, table: PublishedTable) -> str:
    """Returns the path of the table's Parquet file in the release."""
    return table.parquet.relative_to(release.folder).as_posix()


def describe_release(release: Release, files: Sequence[ReleaseFile]) -> Described:
    """Returns the release with its facts, and its files with size and hash in the order given."""
    return Described(release, read_facts(release), tuple(_describe_file(release, file) for file in files))


def _describe_file(release: Release, file: ReleaseFile) -> DescribedFile:
    found, size = hashlib.sha256(), 0
    with (release.folder / file.path).open("rb") as stream:
        while piece := stream.read(_PIECE):
            found.update(piece)
            size += len(piece)
    return DescribedFile(file.path, file.title, file.media_type, file.rows, size, found.hexdigest())
