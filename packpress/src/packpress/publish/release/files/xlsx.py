"""Writes the Excel workbook of a release: a cover, a codebook, and one sheet for each table, without any formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pyarrow as pa

from packpress.errors import missing_extra
from packpress.filesystem.scratch import temporary_folder
from packpress.publish.release.columns.release_column import ReleaseColumn, release_columns
from packpress.publish.release.columns.survey import ColumnSurvey, survey_table
from packpress.publish.release.files.package_file import package_file
from packpress.publish.release.files.reproducible_zip import Stream, write_zip
from packpress.publish.release.left_out import LeftOut
from packpress.publish.release.model import PublishedTable, Release, ReleaseFile
from packpress.publish.release.workbook.cover import (
    CODEBOOK_HEADER,
    CODEBOOK_SHEET,
    COVER_HEADER,
    COVER_SHEET,
    codebook_rows,
    cover_rows,
)
from packpress.publish.release.workbook.sheet_names import sheet_names

if TYPE_CHECKING:
    from packpress.publish.release.workbook.exact_sheet import Sheet

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_575, 16_384, 32_767
"""The limits of a sheet: rows below the header, columns, and UTF-16 code units of a cell."""
_WIDEST = 60
_OTHERWISE = "the other files of the release hold it whole"


class _Form(Enum):
    """How the cells of a column are written."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DAY = "day"


def write_xlsx(release: Release) -> tuple[ReleaseFile, ...]:
    """Writes the workbook and returns it; the same bytes for the same tables and the same versions of XlsxWriter and pyarrow.

    A column of numbers is text if float64 would change one of them, and a column of days if one is before March 1900. Raises
    LeftOut if Excel cannot hold a table or a cell.
    """
    try:
        from packpress.publish.release.workbook.exact_sheet import Sheet, opened_workbook
    except ImportError as error:
        raise missing_extra("XlsxWriter, which writes Excel workbooks,") from error
    path = package_file(release.package, "xlsx")
    columns = [release_columns(table).columns for table in release.tables]
    surveys = _survey(path, release.tables, columns)
    names = sheet_names([COVER_SHEET, CODEBOOK_SHEET, *(table.name for table in release.tables)])
    cover = list(cover_rows(release, names))
    codebook = list(codebook_rows(release.tables, columns, LONGEST_CELL))
    _check_texts(path, COVER_SHEET, cover)
    _check_texts(path, CODEBOOK_SHEET, codebook)
    with temporary_folder(release.folder) as folder:
        with opened_workbook(folder / path) as workbook:
            title = str(release.package.raw.get("title") or release.package.raw.get("name") or "")
            workbook.set_properties({"title": title, "created": datetime.fromisoformat(release.day)})
            bold, iso = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
            for name, header, rows in ((names[0], COVER_HEADER, cover), (names[1], CODEBOOK_HEADER, codebook)):
                _write_texts(Sheet(workbook, name, header, _text_widths([header, *rows]), bold), rows)
            for name, table, own, found in zip(names[2:], release.tables, columns, surveys, strict=True):
                widths = [_width(column.name, survey.width) for column, survey in zip(own, found, strict=True)]
                sheet = Sheet(workbook, name, [column.name for column in own], widths, bold)
                _write_table(sheet, table, own, found, iso)
        with ZipFile(folder / path) as made:
            members = {entry.filename: Stream(entry.file_size, partial(made.open, entry)) for entry in made.infolist()}
            write_zip(release.folder / path, members)
    total = sum(table.rows for table in release.tables)
    return (ReleaseFile(path, "All tables as one Excel workbook, with a codebook", _MEDIA_TYPE, total),)


def _survey(
    path: str, tables: Sequence[PublishedTable], columns: Sequence[Sequence[ReleaseColumn]]
) -> list[tuple[ColumnSurvey, ...]]:
    """Returns what the columns of each table have in common. Raises LeftOut if Excel cannot hold one of them."""
    for table, own in zip(tables, columns, strict=True):
        if table.rows > MOST_ROWS:
            message = f"a sheet holds {MOST_ROWS:,} rows, and the table {table.name} has {table.rows:,}"
            raise LeftOut(path, f"{message}; {_OTHERWISE}")
        if len(own) > MOST_COLUMNS:
            message = f"a sheet holds {MOST_COLUMNS:,} columns, and the table {table.name} has {len(own):,}"
            raise LeftOut(path, f"{message}; {_OTHERWISE}")
    found = []
    for table, own in zip(tables, columns, strict=True):
        surveys = survey_table(table, own)
        found.append(surveys)
        for column, survey in zip(own, surveys, strict=True):
            _check_length(path, f"{column.name} of the table {table.name}", max(survey.longest, _units(column.name)))
    return found


def _check_texts(path: str, sheet: str, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        _check_length(path, f"{row[0]} in the sheet {sheet}", max(map(_units, row)))


def _check_length(path: str, where: str, length: int) -> None:
    if length > LONGEST_CELL:
        raise LeftOut(path, f"a cell holds {LONGEST_CELL:,} characters, and one of {where} has {length:,}; {_OTHERWISE}")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _write_texts(sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            if text:
                sheet.write_string(number, place, text)
    sheet.finish(len(rows), len(rows[0]) if rows else 1)


def _text_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    return [_width(column[0], max(map(len, column))) for column in zip(*rows, strict=True)]


def _width(name: str, widest: int) -> float:
    """Returns the width of a column in characters, with room for the button of the filter."""
    return min(_WIDEST, max(len(name) + 3, widest + 1))


def _form(column: ReleaseColumn, survey: ColumnSurvey) -> _Form:
    if pa.types.is_boolean(column.arrow):
        return _Form.BOOLEAN
    if not survey.is_exact:
        return _Form.TEXT
    if pa.types.is_date32(column.arrow):
        return _Form.DAY
    is_number = pa.types.is_integer(column.arrow) or pa.types.is_floating(column.arrow)
    return _Form.NUMBER if is_number else _Form.TEXT


def _write_table(
    sheet: Sheet, table: PublishedTable, columns: Sequence[ReleaseColumn], surveys: Sequence[ColumnSurvey], iso: Any
) -> None:
    """Writes the rows, batch by batch."""
    forms = [_form(column, survey) for column, survey in zip(columns, surveys, strict=True)]
    write_as: dict[_Form, Callable[[int, int, Any], None]] = {
        _Form.TEXT: sheet.write_string,
        _Form.NUMBER: sheet.write_number,
        _Form.BOOLEAN: sheet.write_boolean,
        _Form.DAY: lambda row, place, day: sheet.write_day(row, place, day, iso),
    }
    writers = [write_as[form] for form in forms]
    number = 1
    for batch in table.batches():
        values = [
            column.texts(array) if form is _Form.TEXT else array.to_pylist()
            for column, form, array in zip(columns, forms, map(batch.column, (c.name for c in columns)), strict=True)
        ]
        for row in zip(*values, strict=True):
            for place, value in enumerate(row):
                if value is not None:
                    writers[place](number, place, value)
            number += 1
    sheet.finish(number - 1, len(columns))
