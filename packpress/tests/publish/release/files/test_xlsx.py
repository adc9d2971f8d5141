"""The workbook has every cell, text stays text, and what Excel cannot hold is left out whole."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pyarrow as pa
import pytest

from packpress.errors import LostValueError
from packpress.publish.release.content_hash import canonical_rows, fields_of
from packpress.publish.release.files.xlsx import MOST_COLUMNS, MOST_ROWS, write_xlsx
from packpress.publish.release.left_out import LeftOut
from packpress.publish.release.model import Release, ReleaseFile
from packpress.publish.release.read_back.xlsx_rows import xlsx_rows

if TYPE_CHECKING:
    from tests.publish.release.files.conftest import ReleaseMaker

ID = {"name": "id", "type": "string", "constraints": {"required": True}}
TEXTS = [
    "=1+1", "@x", "+1", "-1", "\tx", "=HYPERLINK(\"http://example.org\")", "http://example.org", "mailto:a@example.org",
    "1", "01", "1.50", "true", "2024-02-29", "<r>bold</r>", "<r><t>x</t></r>", "a & b < c", "_x0041_", "_x005F_x0041_",
    "  edges  ", "'quoted", '"', "名 称", "😀", "\x7f", "\x85", "\ufffe\uffff", "]]>", "",
    "\r\n", *map(chr, range(32)), None,
]  # fmt: skip


def sheet(release: Release, number: int) -> str:
    with ZipFile(release.folder / "example.xlsx") as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode("utf-8")


def texts_of(release: Release, number: int) -> list[str]:
    """The texts of a sheet, in the order of its cells."""
    with ZipFile(release.folder / "example.xlsx") as archive:
        shared = re.findall("<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode("utf-8"))
    found = re.findall(r't="s"><v>(\d+)</v>|<t[^>]*>([^<]*)</t>', sheet(release, number))
    return [shared[int(place)] if place else text for place, text in found]


def rows_of(release: Release, path: str = "example.xlsx", place: int = 0) -> list[list[str | None]]:
    table = release.tables[place]
    return list(xlsx_rows(release.folder / path, table.name, fields_of(table)))


def test_every_cell_reads_back(example: Release) -> None:
    (file,) = write_xlsx(example)
    assert [entry.name for entry in example.folder.iterdir()] == [file.path]
    for place, table in enumerate(example.tables):
        assert rows_of(example, file.path, place) == [list(row) for row in canonical_rows(table)]


def test_texts_stay_texts(arrow_release: Callable[..., Release]) -> None:
    release = arrow_release({"text": pa.array(TEXTS)})
    assert write_xlsx(release) == (
        ReleaseFile(
            "example.xlsx",
            "All tables as one Excel workbook, with a codebook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            len(TEXTS),
        ),
    )
    assert rows_of(release) == [[text] for text in TEXTS]
    xml = sheet(release, 3)
    assert re.findall("<(?:f|hyperlink|mergeCell)[ >]", xml) == []
    assert set(re.findall('<c r="[A-Z0-9]+"(?: s="[0-9]+")? t="([a-zA-Z]+)">', xml)) == {"inlineStr", "s"}
    assert escape("<r>bold</r>") in xml
    with ZipFile(release.folder / "example.xlsx") as archive:
        assert [name for name in archive.namelist() if "rels" in name and "sheet" in name] == []


def test_repeated_texts_are_stored_once_as_far_as_there_is_room(
    arrow_release: Callable[..., Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("packpress.publish.release.workbook.exact_sheet.LONGEST_SHARED", 20)
    texts = ["twice", "twice", "longer than twenty characters", "once", "last"]
    release = arrow_release({"text": pa.array(texts)})
    write_xlsx(release)
    assert rows_of(release) == [[text] for text in texts]
    with ZipFile(release.folder / "example.xlsx") as archive:
        shared = archive.read("xl/sharedStrings.xml").decode("utf-8")
    kept = [text for text in dict.fromkeys(texts) if f"<t>{text}</t>" in shared]
    assert (kept, shared.count("<t>twice</t>")) == (["twice", "once"], 1)


NUMBERS: Mapping[str, Any] = {
    "fields": [
        {"name": "small", "type": "integer"},
        {"name": "large", "type": "integer"},
        {"name": "seventeen_digits", "type": "number"},
        {"name": "with_nan", "type": "number"},
        {"name": "decimal", "type": "number"},
        {"name": "day", "type": "date"},
        {"name": "early_day", "type": "date"},
        {"name": "year", "type": "year"},
        {"name": "truth", "type": "boolean"},
        {"name": "moment", "type": "datetime"},
    ]
}
NUMBER_ROWS: list[list[str | None]] = [
    ["9007199254740992", "9007199254740993", "0.30000000000000004", "1.5", "1234567890.123456789", "1900-03-01", "1900-02-28",
     "1999", "true", "2024-01-01T00:00:00Z"],
    ["-9007199254740992", "1", "1e300", "NaN", "0.1", "9999-12-31", "2024-02-29", "0900", "false", "2024-01-01T00:00:00.25Z"],
    [None] * 10,
]  # fmt: skip


def test_numbers_and_days_are_cells_of_their_type_where_excel_holds_each(make_release: ReleaseMaker) -> None:
    lines: list[list[str | None]] = [[field["name"] for field in NUMBERS["fields"]], *NUMBER_ROWS]
    text = "".join(",".join(cell or "" for cell in line) + "\n" for line in lines)
    release = make_release({"numbers": (NUMBERS, text)})
    write_xlsx(release)
    assert rows_of(release) == NUMBER_ROWS == [list(row) for row in canonical_rows(release.tables[0])]
    cells = re.findall('<c r="([A-Z])2"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?>', sheet(release, 3))
    assert cells == [
        ("A", "", ""),
        ("B", "", "s"),
        ("C", "", ""),
        ("D", "", "s"),
        ("E", "", "s"),
        ("F", "2", ""),
        ("G", "", "s"),
        ("H", "", ""),
        ("I", "", "b"),
        ("J", "", "s"),
    ]


def test_a_write_that_fails_leaves_nothing_behind(make_release: ReleaseMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    release = make_release({"numbers": (NUMBERS, "".join(f"{f['name']}," for f in NUMBERS["fields"])[:-1] + "\n")})
    monkeypatch.setattr("packpress.publish.release.workbook.exact_sheet.ExactWorksheet.autofilter", lambda *_: -1)
    with pytest.raises(LostValueError) as error:
        write_xlsx(release)
    assert str(error.value) == 'XlsxWriter did not write row 8, column 2 of the sheet "About" (code -1)'
    assert list(release.folder.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_system(make_release: ReleaseMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    release = make_release({"t": ({"fields": [{"name": "n", "type": "integer"}]}, "n\n1\n")})
    monkeypatch.setattr("xlsxwriter.packager.Packager._create_package", fail)
    with pytest.raises(OSError, match="No space left") as error:
        write_xlsx(release)
    assert (error.value.errno, list(release.folder.iterdir())) == (errno.ENOSPC, [])


def test_the_first_sheets_say_what_the_others_are(make_release: ReleaseMaker) -> None:
    size = {"name": "size", "type": "number", "title": "Size", "description": "How tall.", "packpress:unit": "m"}
    kind = {"name": "kind", "type": "string", "categories": [{"value": "a", "label": "Adult"}, {"value": "c"}]}
    long = "a-table-with-a-name-longer-than-a-sheet-may-have"
    release = make_release(
        {long: ({"fields": [ID, size, kind], "primaryKey": ["id"]}, "id,size,kind\nx,1.5,a\n")},
        title="An example",
        licenses=[{"name": "CC0-1.0"}],
        contributors=[{"title": "A. Curator"}, {"title": "B. Curator"}],
        homepage="https://example.org",
    )
    write_xlsx(release)
    strings = [texts_of(release, number) for number in (1, 2, 3)]
    assert strings == [
        [
            "item", "text",
            "Title", "An example",
            "Version", "1.2.0",
            "Day of the release", "2026-01-31",
            "Licence", "CC0-1.0",
            "Homepage", "https://example.org",
            "How to cite", "A. Curator; B. Curator (2026). An example, version 1.2.0 (2026-01-31). https://example.org",
            "Cells", "An empty cell means that no value is stated. Text is never a formula. "
            "Numbers that Excel would round are text.",
            'Sheet "Codebook"', "What each column of each table means, with its type, unit and codes.",
            'Sheet "a-table-with-a-name-longer-than"', f"Table {long}: 1 row.",
        ],
        [
            "table", "column", "title", "type", "unit", "description", "codes",
            long, "id", "string",
            long, "size", "Size", "number", "m", "How tall.",
            long, "kind", "string", "a = Adult; c",
        ],
        ["id", "size", "kind", "x", "a"],
    ]  # fmt: skip
    for number, reference in ((1, "A1:B10"), (2, "A1:G4"), (3, "A1:C2")):
        assert f'<autoFilter ref="{reference}"/>' in sheet(release, number)
        assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet(release, number)


def test_a_cell_that_excel_cannot_hold_leaves_the_workbook_out(make_release: ReleaseMaker) -> None:
    schema = {"fields": [ID, {"name": "text", "type": "string"}], "primaryKey": ["id"]}
    release = make_release({"t": (schema, f"id,text\na,{'😀' * 16383}x\nb,{'y' * 32768}\n")})
    with pytest.raises(LeftOut) as error:
        write_xlsx(release)
    assert (error.value.path, list(release.folder.iterdir())) == ("example.xlsx", [])
    assert str(error.value) == (
        "example.xlsx is left out: a cell holds 32,767 characters, and one of text of the table t has 32,768; "
        "the other files of the release hold it whole"
    )


def test_the_longest_cell_that_excel_holds_is_written(make_release: ReleaseMaker) -> None:
    release = make_release({"t": ({"fields": [{"name": "text", "type": "string"}]}, f"text\n{'😀' * 16383}x\n")})
    write_xlsx(release)
    assert rows_of(release) == [["😀" * 16383 + "x"]]


# what a table has too many of → what is said of it
TOO_LARGE = {
    "rows": (MOST_ROWS + 1, 1, "a sheet holds 1,048,575 rows, and the table t has 1,048,576"),
    "columns": (1, MOST_COLUMNS + 1, "a sheet holds 16,384 columns, and the table t has 16,385"),
}


@pytest.mark.parametrize("case", TOO_LARGE)
def test_a_table_that_excel_cannot_hold_leaves_the_workbook_out(case: str, arrow_release: Callable[..., Release]) -> None:
    rows, columns, message = TOO_LARGE[case]
    release = arrow_release({f"c{number}": pa.nulls(rows, pa.string()) for number in range(columns)})
    with pytest.raises(LeftOut) as error:
        write_xlsx(release)
    assert error.value.reason == f"{message}; the other files of the release hold it whole"


def test_a_list_of_codes_longer_than_a_cell_is_counted(make_release: ReleaseMaker) -> None:
    codes = [f"code-{number:05}" for number in range(4000)]
    schema = {"fields": [{"name": "code", "type": "string", "constraints": {"enum": codes}}]}
    release = make_release({"t": (schema, "code\ncode-00001\n")})
    write_xlsx(release)
    assert "4,000 codes, listed in datapackage.json" in sheet(release, 2)
