"""Places in a plain file, and what its beginning decides: all that a scanner needs to read on from there."""

from __future__ import annotations

from typing import NamedTuple


class RowPlace(NamedTuple):
    """Where a row begins: its byte in the file, its physical line from 1, and its number from 0, the header not counted."""

    offset: int
    line: int
    record: int


class FileHead(NamedTuple):
    """What the beginning of a plain file decides about its rows: their columns, and whether they end with CR LF."""

    header: tuple[str, ...]
    crlf: bool


class Split(NamedTuple):
    """A part of a file that begins with the row at ``begin`` and ends before the byte ``end``, after a row."""

    begin: RowPlace
    end: int
