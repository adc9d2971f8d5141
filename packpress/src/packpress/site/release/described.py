"""A finished release as those who describe one see it, so that pages say the same as its README."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from packpress.package.model import Package
from packpress.publish.metadata.csvw import csv_paths
from packpress.publish.metadata.facts.described import Described, DescribedFile
from packpress.publish.metadata.facts.facts import Facts
from packpress.publish.metadata.recipes.open_tables import Recipe, recipes
from packpress.publish.release.model import PublishedTable, Release
from packpress.publish.release.stage import PARQUET
from packpress.site.model.site import DownloadFile
from packpress.site.model.table import Table


def read_recipes(
    package: Package, facts: Facts, folder: Path, files: tuple[DownloadFile, ...], tables: Mapping[str, Table]
) -> tuple[Recipe, ...]:
    """Returns how each program opens the release in the folder, as its README has it."""
    published = tuple(
        PublishedTable(
            table.name,
            table.title,
            table.description,
            {"fields": [{"name": field.name, "type": field.type} for field in table.fields.values()]},
            folder / PARQUET / f"{table.name}.parquet",
            len(table.rows),
            table.is_view,
        )
        for table in tables.values()
    )
    release = Release(package, facts.version, facts.day, published, folder)
    listed = tuple(DescribedFile(file.path, file.title, file.media_type, file.rows, file.bytes, file.sha256) for file in files)
    described = Described(release, facts, listed)
    return recipes(described, csv_paths(described))
