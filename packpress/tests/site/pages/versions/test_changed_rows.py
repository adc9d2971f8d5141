"""The lines of a file of changes, grouped for a page."""

from __future__ import annotations

from packpress.changes.cells.model import CellLine
from packpress.site.pages.versions.changed_rows import ChangedRow, ChangedTable, group_changes

A, B = (("id", "a"),), (("id", "b"),)


def test_cells_are_gathered_by_table_and_row() -> None:
    columns = CellLine("fruit", None, None, "modify", ("id", "x"), ("id", "y"))
    gone = CellLine("fruit", A, "id", "delete", "a", None)
    changed = [CellLine("fruit", B, "y", "modify", "1", "2"), CellLine("fruit", B, "z", "add", None, "3")]
    new = CellLine("nuts", A, "id", "add", None, "a")
    assert group_changes([columns, gone, *changed, new]) == (
        ChangedTable("fruit", (columns,), (ChangedRow(A, "delete", (gone,)), ChangedRow(B, "modify", tuple(changed)))),
        ChangedTable("nuts", (), (ChangedRow(A, "add", (new,)),)),
    )


def test_a_row_of_a_table_without_a_key_is_a_row_of_its_own() -> None:
    rows = [CellLine("t", (("x", value),), None, "add", None, None) for value in "pq"]
    (table,) = group_changes(rows)
    assert [(row.key, row.cells) for row in table.rows] == [((("x", "p"),), (rows[0],)), ((("x", "q"),), (rows[1],))]


def test_rows_are_counted_by_what_happened_to_them() -> None:
    lines = [CellLine("t", A, "x", "modify", "1", "2"), CellLine("t", A, "y", "add", None, "2")]
    (table,) = group_changes([*lines, CellLine("t", B, "id", "delete", "b", None)])
    assert {kind: table.count(kind) for kind in ("add", "modify", "delete")} == {"add": 0, "modify": 1, "delete": 1}
