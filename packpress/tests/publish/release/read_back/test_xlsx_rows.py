"""A sheet is read as canonical text, and a workbook that no release wrote is refused in one sentence."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.release.read_back.xlsx_rows import xlsx_rows

FIELDS = [
    {"name": "a", "type": "number"},
    {"name": "b", "type": "boolean"},
    {"name": "c", "type": "string"},
    {"name": "d", "type": "date"},
]
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = '<row r="1">' + "".join(f'<c r="{n.upper()}1" t="inlineStr"><is><t>{n}</t></is></c>' for n in "abcd") + "</row>"
CODEBOOK = f"""<worksheet {NAMESPACE}><sheetData><row r="1"/>
<row r="2"><c r="A2" t="inlineStr"><is><t>first</t></is></c></row>
<row r="3"><c r="A3" t="inlineStr"><is><t>t</t></is></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>t</t></is></c></row>
</sheetData></worksheet>"""


def workbook(
    folder: Path, rows: str, header: str = HEADER, before: str = "", end: str = "", shared: str = "", before_shared: str = ""
) -> Path:
    path = folder / "book.xlsx"
    with ZipFile(path, "w") as archive:
        if shared:
            archive.writestr("xl/sharedStrings.xml", f"{before_shared}<sst {NAMESPACE}>{shared}</sst>")
        archive.writestr("xl/worksheets/sheet2.xml", CODEBOOK)
        sheet = f"{before}<worksheet {NAMESPACE}><sheetData>{header}{rows}</sheetData>{end}</worksheet>"
        archive.writestr("xl/worksheets/sheet4.xml", sheet)
    return path


def test_cells_are_canonical_text_and_empty_rows_count(tmp_path: Path) -> None:
    rows = """<row r="3"><c r="A3"><v>1.0</v></c><c r="B3" t="b"><v>1</v></c>
<c r="C3" t="inlineStr"><is><t xml:space="preserve"> _x000D_a&lt;
_x005F_x0041_</t></is></c><c r="D3"><v>61</v></c></row>
<row r="4"><c r="B4" t="b"><v>0</v></c><c r="C4" t="inlineStr"><is><t></t></is></c><c r="D4"><v>2958465.0</v></c></row>
<row r="5"><c r="A5" t="inlineStr"><is><t>NaN</t></is></c></row>"""
    path = workbook(tmp_path, rows, end='<autoFilter ref="A1:D6"/>')
    assert list(xlsx_rows(path, "t", FIELDS)) == [
        [None, None, None, None],
        ["1", "true", " \ra<\n_x0041_", "1900-03-01"],
        [None, "false", "", "9999-12-31"],
        ["NaN", None, None, None],
        [None, None, None, None],
    ]


def test_shared_texts_are_read_by_their_number(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="s"><v>0</v></c></row>'
    shared = '<si><t xml:space="preserve"> _x005F_x0041_</t></si>\n<si><t>NaN</t></si>'
    assert list(xlsx_rows(workbook(tmp_path, rows, shared=shared), "t", FIELDS)) == [["NaN", None, " _x0041_", None]]


def test_more_shared_texts_than_a_release_writes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("packpress.publish.release.read_back.shared_texts.MOST_SHARED_CHARACTERS", 5)
    path = workbook(tmp_path, "", shared="<si><t>abc</t></si><si><t>d</t></si>")
    with pytest.raises(UnreadableFileError, match="the shared texts of the workbook have more than 5 characters"):
        list(xlsx_rows(path, "t", FIELDS))


# what is wrong → the rows, other parts of the workbook, and what is said
REFUSED: dict[str, tuple[str, dict[str, str], str]] = {
    "a formula": ('<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>', {}, "a cell is a formula"),
    "a cell of another type": (
        '<row r="2"><c r="C2" t="str"><v>0</v></c></row>',
        {},
        '"c" has a cell of the type "str", which a release does not write',
    ),
    "a shared text that is missing": (
        '<row r="2"><c r="C2" t="s"><v>0</v></c></row>',
        {},
        "a cell has the shared text 0, which the workbook lacks",
    ),
    "a shared text before the first": (
        '<row r="2"><c r="C2" t="s"><v>-1</v></c></row>',
        {"shared": "<si><t>x</t></si>"},
        "a cell has the shared text -1, which the workbook lacks",
    ),
    "entities among the shared texts": (
        "",
        {"shared": "&a;", "before_shared": '<!DOCTYPE x [<!ENTITY a "b">]>'},
        "the XML declares a document type or entities",
    ),
    "another header": ("", {"header": '<row r="1"/>'}, 'the columns of the sheet of "t" are not those of its schema'),
    "a cell too many": (
        '<row r="2"><c r="E2"><v>1</v></c></row>',
        {},
        'row 2 of the sheet of "t" has a cell beyond the header',
    ),
    "rows out of order": ('<row r="3"/><row r="2"/>', {}, "row 2 follows row 3"),
    "a cell of another row": ('<row r="2"><c r="A3"><v>1</v></c></row>', {}, "a cell of row 3 is in another row"),
    "a cell without an address": ('<row r="2"><c><v>1</v></c></row>', {}, "a cell has no address"),
    "entities": (
        '<row r="2"><c r="C2" t="inlineStr"><is><t>&a;</t></is></c></row>',
        {"before": '<!DOCTYPE x [<!ENTITY a "b">]>'},
        "the XML declares a document type or entities",
    ),
    "no number": (
        '<row r="2"><c r="A2"><v>x</v></c></row>',
        {},
        "the sheet of \"t\" cannot be read: could not convert string to float: 'x'",
    ),
    "a day beyond the calendar": (
        '<row r="2"><c r="D2"><v>99999999</v></c></row>',
        {},
        'the sheet of "t" cannot be read: date value out of range',
    ),
    "no XML": ("<", {}, 'the sheet of "t" cannot be read: not well-formed (invalid token): line 1, column '),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_release_writes_is_refused(case: str, tmp_path: Path) -> None:
    rows, parts, message = REFUSED[case]
    with pytest.raises(UnreadableFileError) as error:
        list(xlsx_rows(workbook(tmp_path, rows, **parts), "t", FIELDS))
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(("data", "message"), [(b"", "File is not a zip file"), (b"PK", "File is not a zip file")])
def test_a_file_that_is_no_workbook_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(data)
    with pytest.raises(UnreadableFileError) as error:
        list(xlsx_rows(tmp_path / "book.xlsx", "t", FIELDS))
    assert str(error.value) == f'the sheet of "t" cannot be read: {message}'


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as error:
        list(xlsx_rows(workbook(tmp_path, ""), "absent", FIELDS))
    assert str(error.value) == 'the workbook has no table "absent"'
