"""Reads a table from the workbook of a release, as rows of canonical text, with the standard library alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an exception by the name of one

from packpress.publish.release.content_hash import canonical_cell
from packpress.publish.release.read_back.shared_texts import SHARED_TEXTS, shared_texts
from packpress.publish.release.read_back.sheet_xml import SheetCell, sheet_rows, unescaped
from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.release.read_back.values import NumberMeaning, meaning_of

_FIRST_DAY = date(1899, 12, 30)
"""The day 0 of Excel, from March 1900 on."""


def xlsx_rows(path: Path, table: str, fields: Sequence[Mapping[str, Any]]) -> Iterator[list[str | None]]:
    """Yields the rows of the table's sheet, below the header, with the columns of ``fields``.

    ``fields`` are Table Schema fields, in the order of the columns. Only workbooks that a release wrote are read. Raises
    UnreadableFileError, also for a header with other names and for any formula.
    """
    try:
        with ZipFile(path) as archive:
            shared = _shared(archive)
            with archive.open(_sheet(archive, table, shared)) as stream:
                yield from _rows(stream, table, fields, shared)
    except (
        BadZipFile,
        ZlibError,
        EOFError,
        KeyError,
        NotImplementedError,
        expat.ExpatError,
        ValueError,
        OverflowError,
    ) as error:
        raise UnreadableFileError(f'the sheet of "{table}" cannot be read: {error}') from error


def _shared(archive: ZipFile) -> Sequence[str]:
    """Returns the texts that the workbook stores once."""
    if SHARED_TEXTS not in archive.namelist():
        return ()
    with archive.open(SHARED_TEXTS) as stream:
        return shared_texts(stream)


def _rows(
    stream: IO[bytes], table: str, fields: Sequence[Mapping[str, Any]], shared: Sequence[str]
) -> Iterator[list[str | None]]:
    """Yields the rows of a sheet below its header, which must have the names of the fields."""
    rows = sheet_rows(stream)
    header = next(rows, None)
    names = [] if header is None else [_text(header.cells.get(place), shared) for place in range(len(fields))]
    if names != [field["name"] for field in fields] or (header and len(header.cells) > len(fields)):
        raise UnreadableFileError(f'the columns of the sheet of "{table}" are not those of its schema')
    columns = [(field, meaning_of(field)) for field in fields]
    for row in rows:
        if any(place >= len(columns) for place in row.cells):
            raise UnreadableFileError(f'row {row.number:,} of the sheet of "{table}" has a cell beyond the header')
        yield [_cell(row.cells.get(place), field, meaning, shared) for place, (field, meaning) in enumerate(columns)]


def _sheet(archive: ZipFile, table: str, shared: Sequence[str]) -> str:
    """Returns the file with the sheet of a table: the codebook, which is the second sheet, lists the tables in order."""
    place, last = 2, None
    with archive.open("xl/worksheets/sheet2.xml") as stream:
        rows = sheet_rows(stream)
        next(rows, None)
        for row in rows:
            name = _text(row.cells.get(0), shared)
            if name != last:
                place, last = place + 1, name
            if name == table:
                return f"xl/worksheets/sheet{place}.xml"
    raise UnreadableFileError(f'the workbook has no table "{table}"')


def _text(cell: SheetCell | None, shared: Sequence[str]) -> str | None:
    """Returns the text of a cell, or the shared text with its number; None without a cell."""
    if cell is None:
        return None
    if cell.type != "s":
        return unescaped(cell.text)
    number = int(cell.text)
    if not 0 <= number < len(shared):
        raise UnreadableFileError(f"a cell has the shared text {number:,}, which the workbook lacks")
    return shared[number]


def _cell(cell: SheetCell | None, field: Mapping[str, Any], meaning: NumberMeaning, shared: Sequence[str]) -> str | None:
    if cell is None:
        return None
    if cell.type in ("inlineStr", "s"):
        return _text(cell, shared)
    if cell.type == "b":
        return canonical_cell(cell.text == "1", field)
    if cell.type != "n":
        raise UnreadableFileError(f'"{field["name"]}" has a cell of the type "{cell.type}", which a release does not write')
    if meaning is NumberMeaning.NUMBER:
        return canonical_cell(float(cell.text), field)
    number = int(float(cell.text)) if "." in cell.text else int(cell.text)
    return canonical_cell(_FIRST_DAY + timedelta(days=number) if meaning is NumberMeaning.DAY else number, field)
