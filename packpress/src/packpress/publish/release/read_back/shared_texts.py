"""Reads the texts that a workbook stores once for all their cells, as many as a release writes."""

from __future__ import annotations

from typing import IO

from packpress.publish.release.read_back.sheet_xml import unescaped
from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.release.read_back.workbook_xml import XML_PIECE, WorkbookXml

SHARED_TEXTS = "xl/sharedStrings.xml"
MOST_SHARED_CHARACTERS = 64 * 1024 * 1024
"""How many characters all the texts may have here; a release writes at most half as many."""


class _TextParser(WorkbookXml):
    """Collects the texts as the XML arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._is_text = False
        self._size = 0

    def start(self, kind: str, attributes: dict[str, str]) -> None:
        if kind == "si":
            self._parts = []
            self._size += 1
        self._is_text = kind == "t"

    def add(self, text: str) -> None:
        if self._is_text:
            self._size += len(text)
            self._parts.append(text)
        if self._size > MOST_SHARED_CHARACTERS:
            raise UnreadableFileError(f"the shared texts of the workbook have more than {MOST_SHARED_CHARACTERS:,} characters")

    def end(self, kind: str) -> None:
        self._is_text = False
        if kind == "si":
            self.texts.append(unescaped("".join(self._parts)))


def shared_texts(stream: IO[bytes]) -> list[str]:
    """Returns the texts by their number from 0. Raises UnreadableFileError and expat.ExpatError."""
    parser = _TextParser()
    while data := stream.read(XML_PIECE):
        parser.parse(data)
    parser.parse(b"")
    return parser.texts
