"""Moves what a build made into the folder of a release, and describes it as published tables."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from packpress.filesystem.write import move_file
from packpress.package.model import Package, Table
from packpress.package.problems.output_paths import CODEBOOK
from packpress.package.views.view_files import VIEW_FOLDER
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile
from packpress.publish.release.schemas import table_schema

PARQUET = "parquet"
PARQUET_MEDIA_TYPE = "application/vnd.apache.parquet"
CODEBOOK_FILE = Path(CODEBOOK).name


def move_built(package: Package, built: Path, folder: Path) -> tuple[PublishedTable, ...]:
    """Moves the Parquet files and the codebook of a build in ``built``; returns the tables, then the views, of the package."""
    published = {table.name for table in package.built_from} | {view.name for view in package.views}
    move_file(built / CODEBOOK_FILE, folder / CODEBOOK_FILE)
    return (
        *(_move(package, table, built, folder, published) for table in package.built_from),
        *(_move(package, view.table, built / VIEW_FOLDER, folder, published, is_view=True) for view in package.views),
    )


def _move(
    package: Package, table: Table, built: Path, folder: Path, published: set[str], *, is_view: bool = False
) -> PublishedTable:
    file = folder / PARQUET / f"{table.name}.parquet"
    move_file(built / file.name, file)
    schema = table_schema(package, table, pq.read_schema(file), published, is_view=is_view)
    rows = pq.read_metadata(file).num_rows
    return PublishedTable(table.name, table.title, table.description, schema, file, rows, is_view)


def built_files(release: Release) -> tuple[ReleaseFile, ...]:
    """Returns the files that a build made."""
    tables = [
        ReleaseFile(f"{PARQUET}/{table.name}.parquet", table.title or table.name, PARQUET_MEDIA_TYPE, table.rows)
        for table in release.tables
    ]
    return (*tables, ReleaseFile(CODEBOOK_FILE, "Meaning of every table, column and code", "text/markdown"))
