"""Reads a file of a table as text: its header, some columns, and the byte at which each record ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packpress.encodings import UTF_8
from packpress.errors import PackageError
from packpress.issue import Findings
from packpress.package.model import Package, Table
from packpress.read.csv.blocks import Block, mark
from packpress.read.csv.scanner import Scanner
from packpress.read.csv.split_columns import read_cells
from packpress.read.csv.tokenizer import Row, Tokenizer
from packpress.read.data import open_stream


@dataclass(frozen=True)
class Records:
    """A valid file of a table; ``columns`` has the requested columns as written, without nulls.

    ``ends[i]`` is the byte offset after record ``i`` and its line end; ``head`` is that after the header. ``data`` is the
    text of the whole file as UTF-8, and ``raw`` its bytes as they are.
    """

    path: str
    header: tuple[str, ...]
    head: int
    columns: Mapping[str, list[str]]
    ends: list[int]
    data: bytes
    raw: bytes


def read_records(package: Package, resource: Table, path: str, wanted: frozenset[str]) -> Records:
    """Returns the records of the file. Raises PackageError with the first problem if it is not a valid file of the table."""
    file = package.root / path
    if not file.is_file():
        raise PackageError(f"{path}: the file is missing")
    if resource.compression or not resource.dialect.is_plain or not resource.dialect.header:
        raise PackageError(f"{path}: is compressed, has no header or has a dialect of its own; add the row by hand")
    findings = Findings()
    scanner = Scanner(file, path, resource.dialect, findings)
    blocks, columns = list(scanner.blocks()), {name: list[str]() for name in wanted}
    for issue in findings.report().issues:
        raise PackageError(f"{path}:{issue.line}: {issue.message}")
    header = scanner.header or ()
    if set(header) != set(resource.schema.names) or len(set(header)) < len(header):
        raise PackageError(f"{path}:1: the header does not have the columns of the schema")
    for block in blocks:
        cells = read_cells(block, len(header), resource.dialect)
        for name in wanted:
            columns[name] += cells[header.index(name)].to_pylist()
    raw = data = file.read_bytes()
    if resource.dialect.encoding != UTF_8:
        with open_stream(file, resource.dialect) as stream:
            data = stream.read()
    body = b"".join(block.data for block in blocks)
    head = len(data) - len(body)
    first = next(Tokenizer(resource.dialect.delimiter.encode()).read(data[:head], 1, final=True), None)
    if not data.endswith(body) or not isinstance(first, Row) or first.cells != tuple(name.encode() for name in header):
        raise PackageError(f"{path}: the file is not plain text, so no row can be added to it")
    return Records(path, header, head, columns, list(_ends(blocks, head)), data, raw)


def _ends(blocks: list[Block], start: int) -> Iterator[int]:
    for block in blocks:
        ends = (mark(block.data).ends + 1).tolist()
        if len(ends) < block.rows:  # the last record of a file may lack its line end
            ends.append(len(block.data))
        yield from (start + end for end in ends)
        start += len(block.data)
