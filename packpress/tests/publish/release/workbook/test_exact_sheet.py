"""Our worksheet keeps what XlsxWriter changes."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from packpress.publish.release.workbook.exact_sheet import ExactWorksheet

# value → its cell by XlsxWriter, and by us
CELLS: dict[str | float, tuple[str, str]] = {
    0.1 + 0.2: ('<c r="A1"><v>0.3</v></c>', '<c r="A1"><v>0.30000000000000004</v></c>'),
    "<r>x</r>": (
        '<c r="A1" t="inlineStr"><is><r>x</r></is></c>',
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve">&lt;r&gt;x&lt;/r&gt;</t></is></c>',
    ),
    "_x005F_x0041_": (
        '<c r="A1" t="inlineStr"><is><t>_x005F_x005F_x0041_</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>_x005F_x005F_x005F_x0041_</t></is></c>',
    ),
}


def cell(folder: Path, kind: type[Worksheet], value: str | float) -> str:
    """The XML of a cell with the value."""
    workbook = Workbook(folder / "book.xlsx", {"constant_memory": True})
    sheet = workbook.add_worksheet("t", worksheet_class=kind)
    assert (sheet.write_string if isinstance(value, str) else sheet.write_number)(0, 0, value) == 0
    workbook.close()
    with ZipFile(folder / "book.xlsx") as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    return text[text.index("<c ") : text.index("</row>")]


@pytest.mark.parametrize("value", CELLS)
def test_the_library_changes_what_is_kept_here(value: str | float, tmp_path: Path) -> None:
    assert (cell(tmp_path, Worksheet, value), cell(tmp_path, ExactWorksheet, value)) == CELLS[value]
