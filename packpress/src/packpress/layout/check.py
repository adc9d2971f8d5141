"""Reports a table that is valid but not in the canonical layout, for packages that require the layout."""

from __future__ import annotations

from pathlib import Path

from packpress.issue import Findings, Issue
from packpress.layout.survey import survey
from packpress.package.model import Dialect, Package, Table
from packpress.read.data import BYTE_ORDER_MARK, open_stream

_OTHERWISE = 'from here on, the layout is not canonical; run "packpress format"'
_MARKED = 'the file begins with a byte order mark; "packpress format" removes it'
_PIECE = 64 * 1024
_SHOWN = 80


def check_layout(package: Package, resource: Table, findings: Findings) -> None:
    """Adds an issue at the first line of each file that the formatter would change."""
    for path in () if resource.compression else resource.paths:  # the formatter skips compressed files
        file, room = package.root / path, findings.room(path, "", "layout")
        found = survey(file, resource.schema, resource.dialect, room)
        if found.left_alone:
            message = f"{found.left_alone}, so it has no canonical layout; remove them, or remove packpress:layout"
            findings.add(Issue(path, 0, "", "", "layout", "error", message))
        for line, message in found.unfixed:
            findings.add(Issue(path, line, "", "", "layout", "error", message))
        if found.more:
            findings.count_only(path, "", "layout", found.more)
        if found.line is not None:
            if found.line == 1 and _begins_with_mark(file, resource.dialect):
                findings.add(Issue(path, 1, "", "", "layout", "error", _MARKED))
                continue
            shown = _line(file, found.line, resource.dialect)
            findings.add(Issue(path, found.line, "", "", "layout", "error", _OTHERWISE, shown))


def _begins_with_mark(file: Path, dialect: Dialect) -> bool:
    with open_stream(file, dialect) as stream:
        return stream.read(len(BYTE_ORDER_MARK)) == BYTE_ORDER_MARK


def _line(file: Path, number: int, dialect: Dialect) -> str:
    """Returns the beginning of a line of the file, "" past its end."""
    left, line_break = number - 1, b"\r" if dialect.line_end == "\r" else b"\n"
    with open_stream(file, dialect) as stream:
        piece = stream.read(_PIECE)
        while piece and (ended := piece.count(line_break)) < left:
            left, piece = left - ended, stream.read(_PIECE)
        lines = (piece + stream.read(4 * _SHOWN)).split(line_break, left + 1)
    return lines[left].decode("utf-8", "ignore")[:_SHOWN] if left < len(lines) else ""
