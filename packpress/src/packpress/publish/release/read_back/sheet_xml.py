"""Reads the cells of a sheet from its XML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.release.read_back.workbook_xml import XML_PIECE, WorkbookXml

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_LONGEST = 1_000_000
"""How many characters a cell may have here; Excel permits 32,767, and control characters are written as seven."""


class SheetCell(NamedTuple):
    """A cell of a sheet: its type in the XML ("n", "b", "inlineStr", "s"), and its text, or the number of a shared text."""

    type: str
    text: str


class SheetRow(NamedTuple):
    """A row of a sheet: its number from 1, and its cells by their columns from 0."""

    number: int
    cells: dict[int, SheetCell]


class _SheetParser(WorkbookXml):
    """Collects the rows of a sheet as the XML arrives; ``last_row`` is that of the filter, which covers empty rows too."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SheetRow] = []
        self.last_row = 0
        self._place, self._type = 0, ""
        self._text: list[str] | None = None
        self._size = 0

    def start(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "row":
            self.rows.append(SheetRow(int(attributes["r"]), {}))
        elif kind == "c":
            column, row = _address(attributes.get("r", ""))
            if not self.rows or row != self.rows[-1].number:
                raise UnreadableFileError(f"a cell of row {row} is in another row")
            self._place, self._type = column, attributes.get("t", "n")
        elif kind in ("v", "t"):
            self._text, self._size = [], 0
        elif kind == "f":
            raise UnreadableFileError("a cell is a formula")
        elif kind == "autoFilter":
            self.last_row = _address(attributes["ref"].rpartition(":")[2])[1]

    def add(self, text: str) -> None:
        if self._text is not None:
            self._size += len(text)
            if self._size > _LONGEST:
                raise UnreadableFileError(f"a cell has more than {_LONGEST:,} characters")
            self._text.append(text)

    def end(self, kind: str) -> None:
        if kind in ("v", "t") and self._text is not None:
            self.rows[-1].cells[self._place] = SheetCell(self._type, "".join(self._text))
            self._text = None


def _address(text: str) -> tuple[int, int]:
    """Returns the column from 0 and the row from 1 of a cell: "B3" is (1, 3)."""
    found = _CELL.fullmatch(text)
    if found is None:
        raise UnreadableFileError("a cell has no address")
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1, int(found[2])


def sheet_rows(stream: IO[bytes]) -> Iterator[SheetRow]:
    """Yields every row down to the end of the filter, also the empty ones. Raises UnreadableFileError and expat.ExpatError."""
    parser, number = _SheetParser(), 0
    while True:
        data = stream.read(XML_PIECE)
        parser.parse(data)
        # the last row may be incomplete
        complete = parser.rows if not data else parser.rows[:-1]
        parser.rows = parser.rows[len(complete) :]
        for row in complete:
            if row.number <= number:
                raise UnreadableFileError(f"row {row.number} follows row {number}")
            yield from (SheetRow(empty, {}) for empty in range(number + 1, row.number))
            yield row
            number = row.number
        if not data:
            break
    yield from (SheetRow(empty, {}) for empty in range(number + 1, parser.last_row + 1))


def unescaped(text: str) -> str:
    """Returns the text of a cell with the characters for which Office Open XML writes ``_xHHHH_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
