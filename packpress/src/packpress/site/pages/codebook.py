"""The codebook: a page a table, with an anchor for every column and every code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from packpress.site.model.addresses import CODEBOOK_FOLDER
from packpress.site.model.page import CHECK, Crumb, Link, Page
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Table
from packpress.site.pages.tables import table_page

PATH = f"{CODEBOOK_FOLDER}/index.html"


@dataclass(frozen=True)
class CodeCount:
    """One code of a column: its label, and how many rows have it."""

    code: str
    label: str
    rows: int


@dataclass(frozen=True)
class CodebookColumn:
    """One column: its field, how many rows have a value, and its codes; ``target`` is the table that it refers to."""

    field: Field
    filled: int
    codes: tuple[CodeCount, ...]
    target: Table | None


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the list of tables."""
    yield Link(PATH, site.words.t("nav.codebook"), CHECK, site.words.t("count.tables", n=len(site.tables)))


def pages(site: Site) -> Iterator[Page]:
    """Yields the list of tables, then a page for each."""
    t = site.words.t
    tables = list(site.tables.values())
    description = t("codebook.description", site=site.facts.title)
    yield Page(PATH, "codebook.html", t("nav.codebook"), description, PATH, {"tables": tables})
    for table in tables:
        columns = [_column(site, table, field) for field in table.fields.values()]
        values = {
            "table": table,
            "first_page": table_page(site, table),
            "columns": [column for column in columns if not column.field.is_derived],
            "derived": [column for column in columns if column.field.is_derived],
        }
        yield Page(
            site.addresses.codebook(table.name),
            "codebook_table.html",
            t("codebook.title", table=table.title),
            t("codebook.table_description", table=table.title, site=site.facts.title),
            PATH,
            values,
            (Crumb(t("nav.codebook"), PATH),),
            table.title,
        )


def _column(site: Site, table: Table, field: Field) -> CodebookColumn:
    counts = Counter(row[field.name] for row in table.rows)
    codes = tuple(CodeCount(code, label, counts[code]) for code, label in field.labels.items())
    target = site.tables.get(field.references[0]) if field.references else None
    return CodebookColumn(field, len(table.rows) - counts[""], codes, target)
