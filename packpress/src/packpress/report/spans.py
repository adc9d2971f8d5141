"""Locates cells on their lines, in characters, by reading the file when a report is written; checks do not need it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packpress.errors import PackageError
from packpress.issue import Issue
from packpress.package.descriptor import read_package
from packpress.package.model import Dialect, Package
from packpress.read.data import BYTE_ORDER_MARK, open_stream

MAX_SCANNED_RECORD = 2**20
"""How many bytes of a record are read; in a longer one, cells are not located."""


@dataclass(frozen=True)
class CellSpan:
    """The characters of a cell on one line: ``start`` counts from 1, ``end`` is one past the last.

    They are Unicode code points. A quoted cell includes its quotes; a cell of several lines ends with its first line.
    """

    start: int
    end: int


def find_spans(package: Path, issues: Iterable[Issue]) -> dict[Issue, CellSpan]:
    """Maps issues to the span of their cell; leaves out those without a cell and those whose cell cannot be found."""
    wanted: defaultdict[str, defaultdict[int, list[Issue]]] = defaultdict(lambda: defaultdict(list))
    for issue in issues:
        if issue.line and issue.column:
            wanted[issue.path][issue.line].append(issue)
    if not wanted:
        return {}
    try:
        read, _ = read_package(package)
    except PackageError:
        return {}
    dialects = {path: resource.dialect for resource in read.sources for path in resource.paths}
    found: dict[Issue, CellSpan] = {}
    for path in wanted.keys() & dialects.keys():
        found |= _find_in_file(read, path, dialects[path], wanted[path])
    return found


def _find_in_file(package: Package, path: str, dialect: Dialect, wanted: Mapping[int, list[Issue]]) -> dict[Issue, CellSpan]:
    found: dict[Issue, CellSpan] = {}
    cell = re.compile(rf'"(?:[^"]|"")*+"|[^{re.escape(dialect.delimiter)}\r\n]*+')
    header: list[str] = []
    try:
        for first, record in _records(package.root / path, dialect, wanted.keys() | {1}):
            lines = defaultdict(dict)  # type: defaultdict[int, dict[int, CellSpan]]
            texts = []
            for number, (line, span, text) in enumerate(_cells(record, cell)):
                lines[first + line][number] = span
                texts.append(text)
            header = header or texts
            for line, spans in lines.items():
                for issue in wanted.get(line, ()):
                    name = issue.value if line == 1 and issue.value in header else issue.column
                    if name in header and header.index(name) in spans:
                        found[issue] = spans[header.index(name)]
    except (OSError, UnicodeDecodeError):
        pass  # what was found so far is correct; the file has an issue of its own
    return found


def _records(file: Path, dialect: Dialect, wanted: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yields each record that has one of the lines, with the number of its first line."""
    lines = set(wanted)
    last = max(lines)
    with open_stream(file, dialect) as stream:
        first, number, size, is_open, is_wanted, is_cut = 1, 0, 0, False, False, False
        parts: list[bytes] = []
        while (number < last or is_open or is_cut) and (line := stream.readline(MAX_SCANNED_RECORD)):
            if not number:  # editors neither show nor count a byte order mark
                line = line.removeprefix(BYTE_ORDER_MARK)
            number += not is_cut
            is_cut = not line.endswith(b"\n")
            is_open ^= line.count(b'"') % 2 == 1  # in valid text the quotes of a whole record are paired
            is_wanted = is_wanted or number in lines
            size += len(line)
            if size <= MAX_SCANNED_RECORD:
                parts.append(line)
            if is_open or is_cut:
                continue
            if is_wanted and size <= MAX_SCANNED_RECORD:
                yield first, b"".join(parts).decode("utf-8")
            first, size, is_wanted, parts = number + 1, 0, False, []
        if is_cut and is_wanted and not is_open and size <= MAX_SCANNED_RECORD:  # the last line has no line end
            yield first, b"".join(parts).decode("utf-8")


def _cells(record: str, cell: re.Pattern[str]) -> Iterator[tuple[int, CellSpan, str]]:
    """Yields each cell of the record: on which of its lines it begins, from 0, its span there, and its text."""
    position = line = begins = 0
    while True:
        match = cell.match(record, position)
        assert match is not None  # the pattern matches the empty string
        text, end = match[0], match.end()
        shown = text.split("\n", 1)[0].removesuffix("\r")
        start = position - begins + 1
        is_quoted = text.startswith('"') and len(text) > 1
        yield line, CellSpan(start, start + len(shown)), text[1:-1].replace('""', '"') if is_quoted else text
        if "\n" in text:
            line += text.count("\n")
            begins = position + text.rindex("\n") + 1
        if end >= len(record) or record[end] in "\r\n":
            return
        position = end + 1
