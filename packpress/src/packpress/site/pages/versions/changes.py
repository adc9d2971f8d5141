"""What changed: the version's section of the changelog, then each table that changed, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from packpress.changes.cells.formats import read_json_lines
from packpress.changes.cells.model import CellLine
from packpress.site.model.page import CHECK, Crumb, Link, Page, SiteFile
from packpress.site.model.site import Site
from packpress.site.model.table import Row, Table
from packpress.site.pages.proof.divided import Division, divide
from packpress.site.pages.versions.atom_feed import FEED, atom_feed, has_feed
from packpress.site.pages.versions.changed_rows import ChangedRow, ChangedTable, group_changes
from packpress.site.pages.versions.changes_path import CHANGES_PAGE, VERSION_NOTES
from packpress.site.pages.versions.note_blocks import NoteBlock, read_blocks
from packpress.site.pages.versions.withdrawn_ids import withdrawn_ids

PATH = CHANGES_PAGE
_FILE = re.compile(r"changes/(?P<before>.+)\.\.(?P<after>.+)\.jsonl")
_ON_A_PAGE = 150
"""How many changed rows a page shows."""
_MOST_PAGES = 10
"""How many pages one table gets; the rest is in the files of the release."""


@dataclass(frozen=True)
class VersionChanges:
    """The changes since an earlier release: both versions, and the tables, each with the path of its first page."""

    before: str
    after: str
    tables: tuple[tuple[ChangedTable, str], ...]


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the list of versions."""
    if _has_page(site):
        yield Link(PATH, site.words.t("changes.nav"), CHECK, site.facts.version)


def pages(site: Site) -> Iterator[Page | SiteFile]:
    """Yields the list, the pages of each table that changed, and the feed if the package has an address."""
    if not _has_page(site):
        return
    words = site.words
    title = words.t("changes.title")
    since = list(_since(site))
    blocks, feed = notes(site), FEED if has_feed(site) else ""
    values = {"blocks": blocks, "since": since, "withdrawn": withdrawn_ids(site), "feed": feed}
    values["gathered"] = [(kind, list(found)) for kind, found in groupby(blocks, key=lambda block: block.kind)]
    yield Page(PATH, "versions/changes.html", title, words.t("changes.description", site=site.facts.title), PATH, values)
    for version in since:
        for table, path in version.tables:
            for division in list(divide(path, table.rows, _ON_A_PAGE))[:_MOST_PAGES]:
                yield _table_page(site, version, table, division, title)
    if has_feed(site):
        yield SiteFile(FEED, atom_feed(site))


def _has_page(site: Site) -> bool:
    return bool(notes(site) or withdrawn_ids(site) or any(map(_FILE.fullmatch, site.texts)))


def notes(site: Site) -> tuple[NoteBlock, ...]:
    """Returns the section of the changelog as blocks; headings begin below that of the page."""
    blocks = read_blocks(site.texts.get(VERSION_NOTES, ""))
    return tuple(replace(block, level=max(2, block.level)) if block.kind == "heading" else block for block in blocks)


def _since(site: Site) -> Iterator[VersionChanges]:
    """Yields the changes of each file of changes in the release."""
    for path, text in sorted(site.texts.items()):
        match = _FILE.fullmatch(path)
        if match is not None:
            folder = f"changes/{match['before']}"
            tables = group_changes(read_json_lines(text.removesuffix("\n").split("\n"), path))
            listed = tuple((table, f"{folder}/{table.name}.html") for table in tables)
            yield VersionChanges(match["before"], match["after"], listed)


def _table_page(site: Site, version: VersionChanges, table: ChangedTable, division: Division, title: str) -> Page:
    words = site.words
    name = site.tables[table.name].title if table.name in site.tables else table.name
    heading = words.t("changes.table_title", table=name, before=version.before)
    shown = words.t("divided.part", title=heading, number=division.number, of=division.of) if division.of > 1 else heading
    current = site.tables.get(table.name)
    values = {
        "version": version,
        "table": table,
        "division": division,
        "shown_name": name,
        "is_cut": division.number == _MOST_PAGES < division.of,
        "row_name": lambda row: _row_name(site, current, row),
        "column_title": lambda column: current.fields[column].title if current and column in current.fields else column,
        "shown": lambda line, text: _shown(site, current, line, text),
    }
    description = words.t("changes.table_description", table=name, before=version.before, after=version.after)
    return Page(
        division.path, "versions/changed_table.html", shown, description, PATH, values, (Crumb(title, PATH),), heading=heading
    )


def _shown(site: Site, current: Table | None, line: CellLine, text: str | None) -> str:
    """Returns the cell as pages show it: the label of a code, the name of a row, a date in words; a word for an empty cell."""
    if not text:
        return str(site.words.t("changes.empty"))
    field = current.fields.get(line.column or "") if current is not None else None
    if field is None:
        return text
    if field.references is not None:
        table, name = field.references
        referred = site.tables[table].find(name, text) if table in site.tables else None
        return text if referred is None else site.label(referred)
    return site.words.date(text) if field.is_date else field.labels.get(text, text)


def _row_name(site: Site, current: Table | None, changed: ChangedRow) -> Row | str:
    """Returns the row as it is now; its key as text if it is not there any more."""
    key = "/".join(text for _, text in changed.key)
    row = current.by_id.get(key) if current is not None and changed.change != "delete" else None
    return row or key
