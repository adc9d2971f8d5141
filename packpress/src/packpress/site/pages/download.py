"""The page of the files: which is for whom, how they are opened, verified and cited."""

from __future__ import annotations

from collections.abc import Iterator

from packpress.publish.release.names import CSV_ARCHIVE, JSONL_ARCHIVE, SQLITE_ARCHIVE
from packpress.site.model.page import USE, Link, Page
from packpress.site.model.site import DownloadFile, Site

PATH = "download.html"
CITE = f"{PATH}#cite"
_TABLES = "parquet/"
_MAIN = (".xlsx", CSV_ARCHIVE, SQLITE_ARCHIVE, JSONL_ARCHIVE)
"""How the paths of the files end that most people want, in their order; each has all tables."""


def links(site: Site) -> Iterator[Link]:
    """Yields the links to the files and to how they are cited."""
    yield Link(PATH, site.words.t("nav.download"), USE, site.words.t("count.files", n=len(site.files)), in_header=True)
    yield Link(CITE, site.words.t("nav.cite"), USE)


def pages(site: Site) -> Iterator[Page]:
    """Yields the page."""
    t = site.words.t
    main = main_files(site)
    tables = [file for file in site.files if file.path.startswith(_TABLES)]
    others = [file for file in site.files if file not in main and file not in tables]
    title, description = t("nav.download"), t("download.description", site=site.facts.title, version=site.facts.version)
    groups = [(t(f"download.{name}"), files) for name, files in (("main", main), ("parquet", tables), ("others", others))]
    yield Page(PATH, "download.html", title, description, PATH, {"groups": [group for group in groups if group[1]]})


def main_files(site: Site) -> list[DownloadFile]:
    """Returns the files that hold all tables, those for most people first."""
    whole = [file for file in site.files if file.rows is not None and not file.path.startswith(_TABLES)]
    return sorted(whole, key=lambda file: (_rank(file.path), file.path))


def _rank(path: str) -> int:
    return next((place for place, ending in enumerate(_MAIN) if path.endswith(ending)), len(_MAIN))
