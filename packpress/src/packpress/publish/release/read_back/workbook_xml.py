"""Parses the XML in a workbook as it arrives, with Python's expat; entities and other markup declarations are refused."""

from __future__ import annotations

from xml.parsers import expat

from packpress.publish.release.read_back.unreadable import UnreadableFileError

XML_PIECE = 65_536
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "


class WorkbookXml:
    """A parser that gives each element of a workbook to ``start``, ``add`` and ``end``, by its name without the namespace."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = lambda name, attributes: self.start(name.removeprefix(SPREADSHEET), attributes)
        self._parser.EndElementHandler = lambda name: self.end(name.removeprefix(SPREADSHEET))
        self._parser.CharacterDataHandler = self.add
        self._parser.StartDoctypeDeclHandler = refuse_declaration
        self._parser.EntityDeclHandler = refuse_declaration

    def parse(self, data: bytes) -> None:
        """Parses the next part of the XML; empty at its end. Raises UnreadableFileError and expat.ExpatError."""
        self._parser.Parse(data, not data)

    def start(self, kind: str, attributes: dict[str, str]) -> None:
        """Reads the beginning of an element."""

    def add(self, text: str) -> None:
        """Reads text."""

    def end(self, kind: str) -> None:
        """Reads the end of an element."""


def refuse_declaration(*_: object) -> None:
    """Raises UnreadableFileError: no workbook of a release declares a document type or an entity."""
    raise UnreadableFileError("the XML declares a document type or entities")
