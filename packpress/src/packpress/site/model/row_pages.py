"""How the rows of a table without pages of their own are divided into pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packpress.site.model.table import Row, Table

_MOST_BYTES = 22_000
"""How many bytes of cells a page shows; with its markup it stays below 80 kB."""
_PER_CELL, _PER_ROW = 14, 40
"""About how many more bytes of markup a cell and a row cost, in the same unit."""
MOST_PAGES = 50
"""A table with more rows than fit on these pages is shown in part; the files have it all."""


def row_pages(table: Table) -> Iterator[tuple[str, Sequence[Row]]]:
    """Yields the path of each page of the table with its rows; a table without rows has one page."""
    for number, rows in enumerate(_divided(table), 1):
        if number > MOST_PAGES:
            return
        yield page_path(table, number), rows


def page_path(table: Table, number: int) -> str:
    """Returns the path of one of the table's pages, from 1."""
    return f"tables/{table.name}/{'index' if number == 1 else number}.html"


def _divided(table: Table) -> Iterator[Sequence[Row]]:
    rows: list[Row] = []
    size = 0
    for row in table.rows:
        cost = _PER_ROW + sum(len(cell.encode()) + _PER_CELL for cell in row.cells if cell)
        if rows and size + cost > _MOST_BYTES:
            yield rows
            rows, size = [], 0
        rows.append(row)
        size += cost
    if rows or not table.rows:
        yield rows
