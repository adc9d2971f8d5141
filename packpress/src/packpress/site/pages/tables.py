"""The list of tables, and the rows of those whose rows have no pages of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packpress.site.model.page import READ, Crumb, Link, Page
from packpress.site.model.row_pages import MOST_PAGES, row_pages
from packpress.site.model.site import Site
from packpress.site.model.table import Field, Row, Table

PATH = "tables/index.html"
_MOST_COLUMNS, _MOST_WIDTH = 7, 110
"""How many columns, and characters, the rows of a table may have to be shown as one; other rows are lists of facts."""

_MOST_LINKS = 8
"""How many tables the first page and the footer name, if they are what the site shows."""


@dataclass(frozen=True)
class _Listed:
    path: str
    table: Table


def links(site: Site) -> Iterator[Link]:
    """Yields the link to the list; without records, also links to the first tables."""
    words = site.words
    is_generic = not site.setting.records
    yield Link(PATH, words.t("nav.tables"), READ, words.number(len(site.tables)), in_header=is_generic)
    for table in list(site.tables.values())[:_MOST_LINKS] if is_generic else ():
        yield Link(table_page(site, table), table.title, READ, words.t("count.rows", n=len(table.rows)))


def pages(site: Site) -> Iterator[Page]:
    """Yields the list, then the pages of rows of each table."""
    listed = [_Listed(table_page(site, table), table) for table in site.tables.values() if not table.is_view]
    views = [_Listed(table_page(site, table), table) for table in site.tables.values() if table.is_view]
    description = site.words.t("tables.description", site=site.facts.title)
    yield Page(PATH, "tables.html", site.words.t("nav.tables"), description, PATH, {"listed": listed, "views": views})
    for table in site.tables.values():
        if site.addresses.has_row_pages(table):
            yield from _row_pages(site, table)


def table_page(site: Site, table: Table) -> str:
    """Returns the path of the first page that shows rows of the table, else that of its columns in the codebook."""
    return site.addresses.list_page(table) or site.addresses.codebook(table.name)


def _row_pages(site: Site, table: Table) -> Iterator[Page]:
    divided = list(row_pages(table))
    shown = sum(len(rows) for _, rows in divided)
    fields = _shown_fields(table)
    is_table = _is_narrow(table, fields)
    t = site.words.t
    for number, (path, rows) in enumerate(divided, 1):
        title = t("tables.rows", table=table.title)
        values = {
            "table": table,
            "rows": rows,
            "fields": fields,
            "is_table": is_table,
            "number": number,
            "pages": [page for page, _ in divided],
            "shown": shown,
            "is_cut": len(divided) == MOST_PAGES and shown < len(table.rows),
        }
        yield Page(
            path,
            "rows.html",
            title if number == 1 else t("tables.rows_page", table=table.title, page=number),
            table.description or t("tables.rows_description", table=table.title, site=site.facts.title),
            PATH,
            values,
            (Crumb(t("nav.tables"), PATH),),
            table.title,
        )


def _shown_fields(table: Table) -> Sequence[Field]:
    """Returns the fields that the build did not add; of a view all of them."""
    return table.own_fields


def _is_narrow(table: Table, fields: Sequence[Field]) -> bool:
    """Returns whether most rows of the table fit into the lines of a real table."""
    if len(fields) > _MOST_COLUMNS:
        return False
    return sum(_width(table.rows[:200], field) for field in fields) <= _MOST_WIDTH


def _width(rows: Sequence[Row], field: Field) -> int:
    """Returns about how many characters a column needs, so that nine of ten cells are one line."""
    labels = field.labels
    lengths = sorted(len(labels.get(row[field.name], row[field.name])) for row in rows)
    return min(max(len(field.title), lengths[9 * len(lengths) // 10] if lengths else 0), 60) + 2
