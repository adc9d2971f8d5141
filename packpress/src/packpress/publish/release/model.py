"""What the writers of a release are given: the version, the published tables and where to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from packpress.package.model import Package


@dataclass(frozen=True)
class PublishedTable:
    """One table or view as it is published: its Parquet file and the Table Schema of every column in it, in order."""

    name: str
    title: str
    description: str
    schema: dict[str, object]
    parquet: Path
    rows: int
    is_view: bool = False

    def batches(self, size: int = 65_536) -> Iterator[pa.RecordBatch]:
        """Returns the rows in batches of at most ``size`` rows, in the order of the file."""
        import pyarrow.parquet as pq  # a site has releases, and reads no Parquet

        with pq.ParquetFile(self.parquet) as file:
            yield from file.iter_batches(size)


@dataclass(frozen=True)
class ReleaseFile:
    """One file of a release that is written: its path in the release, for whom it is, its media type and its rows, if any."""

    path: str
    title: str
    media_type: str
    rows: int | None = None


@dataclass(frozen=True)
class Release:
    """One release that is being written: the package, its version and day, the tables, and the folder of the files."""

    package: Package
    version: str
    day: str
    tables: tuple[PublishedTable, ...]
    folder: Path
    commit: str | None = None
