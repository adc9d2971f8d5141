"""The path of the page of each row: its own page, or its place in a page of several rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from packpress.package.model import NAMESPACE
from packpress.package.site.setting import SiteSetting
from packpress.site.model.anchors import anchor, file_stems
from packpress.site.model.row_pages import page_path, row_pages
from packpress.site.model.source_pages import SOURCES, SourcePage, count_citing, source_pages
from packpress.site.model.table import Row, Table

TEXT_FOLDER, TABLES, CODEBOOK_FOLDER = "text", "tables", "codebook"
"""Folders of pages, beside those that ``packpress:site`` names."""


class Addresses:
    """The addresses of a site; those of rows with a page of their own and those of others."""

    def __init__(self, tables: Mapping[str, Table], setting: SiteSetting, raw: Mapping[str, Any]) -> None:
        provenance = raw.get(f"{NAMESPACE}provenance", {})
        self.tables = tables
        passages = provenance.get("passages", {})
        self.passages, self.passage_source = str(passages.get("resource", "")), str(passages.get("source", ""))
        self.sources = str(provenance.get("sources", {}).get("resource", ""))
        self.source_kind, self.evidence = setting.sources.kind, provenance.get("evidence", {})
        self.folders = {kind.resource: kind.path for kind in setting.records}
        self.folders |= {kind.resource: kind.path for kind in setting.names}
        self.shown_elsewhere = frozenset(_shown_with_records(tables, setting, raw) if setting.records else ())
        self._stems: dict[str, dict[str, str]] = {}
        self._places: dict[str, dict[str, str]] = {}

    def has_pages(self, table: Table) -> bool:
        """Returns whether each row of the table has a page of its own."""
        return table.name in self.folders and bool(table.key)

    def has_own_pages(self, table: Table) -> bool:
        """Returns whether the table has pages of its own kind: records, names, passages or sources."""
        return self.has_pages(table) or table.name in (self.passages, self.sources)

    def has_row_pages(self, table: Table) -> bool:
        """Returns whether the rows of the table are shown as they are, because no other page shows them."""
        return not self.has_own_pages(table) and table.name not in self.shown_elsewhere

    def list_page(self, table: Table) -> str:
        """Returns the path of the page that lists the rows of the table; "" if there is none."""
        if self.has_pages(table):
            return f"{self.folders[table.name]}/index.html"
        if self.has_own_pages(table):
            return f"{TEXT_FOLDER if table.name == self.passages else SOURCES}/index.html"
        return page_path(table, 1) if self.has_row_pages(table) else ""

    def stem(self, row: Row) -> str:
        """Returns the name of the file of the row's page, without its ending."""
        stems = self._stems.get(row.table.name)
        if stems is None:
            stems = self._stems[row.table.name] = file_stems(found.id for found in row.table.rows)
        return stems[row.id]

    def address(self, row: Row) -> str | None:
        """Returns the path of the page of the row; None if no page shows it."""
        name = row.table.name
        if self.has_pages(row.table):
            return f"{self.folders[name]}/{self.stem(row)}.html"
        if name == self.passages and self.passage_source in row.table.fields:
            return f"{self.text_page(row[self.passage_source])}#{anchor(row.id)}"
        if name == self.sources:
            return f"{self._source_places[row.id]}#{anchor(row.id)}"
        if not self.has_row_pages(row.table):
            return None
        places = self._places.get(name)
        if places is None:
            places = self._places[name] = {found.id: path for path, rows in row_pages(row.table) for found in rows}
        path = places.get(row.id)
        return None if path is None else f"{path}#{row_anchor(row)}"

    def text_page(self, source: str) -> str:
        """Returns the path of the page with the passages of the source."""
        return f"{TEXT_FOLDER}/{self._source_stems.get(source, anchor(source))}.html"

    @cached_property
    def source_pages(self) -> tuple[SourcePage, ...]:
        """The pages of sources, by kind; empty if the package names no sources."""
        table = self.tables.get(self.sources)
        if table is None:
            return ()
        evidence = self.tables.get(str(self.evidence.get("resource", "")))
        return source_pages(table, self.source_kind, count_citing(evidence, str(self.evidence.get("source", ""))))

    @cached_property
    def _source_places(self) -> Mapping[str, str]:
        """The page of each source, by its identifier."""
        return {row.id: page.path for page in self.source_pages for row in page.rows}

    @property
    def _source_stems(self) -> dict[str, str]:
        stems = self._stems.get(TEXT_FOLDER)
        if stems is None:
            rows = self.tables[self.passages].rows if self.passages in self.tables else []
            stems = self._stems[TEXT_FOLDER] = file_stems(row[self.passage_source] for row in rows)
        return stems

    def codebook(self, table: str, field: str = "", code: str | None = None) -> str:
        """Returns the path of the table in the codebook, with the anchor of the field or of its code."""
        names = self._stems.get(CODEBOOK_FOLDER)
        if names is None:
            names = self._stems[CODEBOOK_FOLDER] = file_stems(self.tables)
        path = f"{CODEBOOK_FOLDER}/{names[table]}.html"
        return f"{path}#{anchor(*filter(None, (field, code)))}" if field else path


def _shown_with_records(tables: Mapping[str, Table], setting: SiteSetting, raw: Mapping[str, Any]) -> Iterator[str]:
    """Yields the tables whose rows are shown on the pages of records, and the results of views, which repeat other tables."""
    yield str(raw.get(f"{NAMESPACE}provenance", {}).get("evidence", {}).get("resource", ""))
    yield from (part.resource for part in (setting.parties, setting.comparisons, setting.wordings) if part is not None)
    codings = raw.get(f"{NAMESPACE}secondCoding", [])
    for part in [*(codings if isinstance(codings, list) else [codings]), raw.get(f"{NAMESPACE}withdrawn")]:
        if isinstance(part, dict):
            yield str(part.get("resource", ""))
    yield from (table.name for table in tables.values() if table.is_view)


def row_anchor(row: Row) -> str:
    """Returns the id of the element of a row in a page of several rows."""
    return anchor("row", row.id)
