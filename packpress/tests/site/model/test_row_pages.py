from __future__ import annotations

from packpress.site.model.row_pages import MOST_PAGES, row_pages
from packpress.site.model.table import Field, Row, Table


def _table(cells: list[str]) -> Table:
    table = Table("things", "Things", "", {"id": Field("things", "id", "id", "", "string")}, ("id",))
    table.rows.extend(Row(table, number, [cell]) for number, cell in enumerate(cells, 1))
    return table


def test_a_table_without_rows_has_one_page() -> None:
    assert [(path, list(rows)) for path, rows in row_pages(_table([]))] == [("tables/things/index.html", [])]


def test_every_row_is_on_one_page_in_order() -> None:
    table = _table([f"{number:0500}" for number in range(200)])
    pages = list(row_pages(table))
    assert [path for path, _ in pages][:2] == ["tables/things/index.html", "tables/things/2.html"]
    assert [row for _, rows in pages for row in rows] == table.rows


def test_a_huge_table_is_shown_in_part() -> None:
    assert len(list(row_pages(_table(["x" * 30_000] * 60)))) == MOST_PAGES
