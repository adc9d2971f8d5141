"""The page of the files lists what most people want first."""

from __future__ import annotations

from dataclasses import replace

from tests.site.conftest import SiteMaker

from packpress.site.model.site import DownloadFile
from packpress.site.pages.download import main_files

# path → rows
FILES = {
    "CHANGES.md": None,
    "clubs.xlsx": 2,
    "csv.zip": 2,
    "jsonl.zip": 2,
    "parquet/clubs.parquet": 2,
    "sqlite.zip": 2,
}


def test_the_files_with_all_tables_come_in_the_order_of_their_readers(make_site: SiteMaker) -> None:
    files = tuple(DownloadFile(path, "", "", 1, "", rows) for path, rows in FILES.items())
    site = replace(make_site({}, {}), files=files)
    assert [file.path for file in main_files(site)] == ["clubs.xlsx", "csv.zip", "sqlite.zip", "jsonl.zip"]
