"""The files of a release that have a table, and its rows in each as canonical text."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from packpress.errors import PackageError
from packpress.publish.release.content_hash import CanonicalRow, canonical_cell
from packpress.publish.release.names import CSV_ARCHIVE, JSONL_ARCHIVE, SQLITE_ARCHIVE, SQLITE_EXTENSION
from packpress.publish.release.read_back.sqlite_rows import sqlite_rows
from packpress.publish.release.read_back.unreadable import UnreadableFileError
from packpress.publish.release.read_back.xlsx_rows import xlsx_rows
from packpress.publish.verify.archives import ARCHIVE_TROUBLES, open_archive
from packpress.read.parquet.footer import UnreadableError
from packpress.read.parquet.reader import parquet_batches

Fields = Sequence[Mapping[str, Any]]
"""Table Schema fields, in the order of the columns."""
LONGEST_RECORD = 64 * 1024 * 1024
"""How many characters a row of CSV or a line of JSON may have."""
_CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\Z)')


class TableFile(NamedTuple):
    """A file with the rows of a table: ``path`` in the release, and what reads it, raising UnreadableFileError."""

    path: str
    rows: Callable[[], Iterator[CanonicalRow]]


def table_files(files: Mapping[str, Path], table: str, fields: Fields) -> Iterator[TableFile]:
    """Yields the files that have the table, or would have it: CSV, Parquet, SQLite, XLSX and JSON lines.

    The path of ``sqlite.zip`` leads to the database that was in it (``unpacked_database``).
    """
    readers: dict[str, Callable[[Path, str, Fields], Iterator[CanonicalRow]]] = {
        CSV_ARCHIVE: _csv_rows,
        f"parquet/{table}.parquet": _parquet_rows,
        JSONL_ARCHIVE: _json_rows,
        SQLITE_ARCHIVE: sqlite_rows,
    }
    readers |= {path: xlsx_rows for path in sorted(files) if path.endswith(".xlsx")}
    readers |= {path: sqlite_rows for path in sorted(files) if path.endswith(f".{SQLITE_EXTENSION}")}  # earlier releases
    for path, read in readers.items():
        if path in files:
            yield TableFile(path, _reader(read, files[path], path, table, fields))


def _reader(
    read: Callable[[Path, str, Fields], Iterator[CanonicalRow]], file: Path, path: str, table: str, fields: Fields
) -> Callable[[], Iterator[CanonicalRow]]:
    """Returns the function that reads the rows; it raises no other exception than UnreadableFileError."""

    def rows() -> Iterator[CanonicalRow]:
        try:
            if file.suffix in (".zip", ".xlsx"):
                with open_archive(file, path):
                    pass  # within the limits
            yield from read(file, table, fields)
        except (PackageError, UnreadableError) as error:
            raise UnreadableFileError(str(error).removeprefix(f"{path}: ")) from error
        except (*ARCHIVE_TROUBLES, LookupError, TypeError) as error:
            raise UnreadableFileError(f'the table "{table}" cannot be read: {error}') from error

    return rows


def _parquet_rows(file: Path, table: str, fields: Fields) -> Iterator[CanonicalRow]:
    names = [field["name"] for field in fields]
    for batch in parquet_batches(file):
        if batch.schema.names != names:
            raise UnreadableFileError("the columns are not those of the descriptor")
        columns = zip(batch.columns, fields, strict=True)
        yield from zip(
            *([canonical_cell(value, field) for value in column.to_pylist()] for column, field in columns), strict=True
        )


def _json_rows(file: Path, table: str, fields: Fields) -> Iterator[CanonicalRow]:
    names = [field["name"] for field in fields]
    with ZipFile(file) as archive, _text(archive, f"{table}.jsonl") as lines:
        for number, line in enumerate(_records(lines), 1):
            row = json.loads(line, parse_float=Decimal)
            if not isinstance(row, dict) or list(row) != names:
                raise UnreadableFileError(f"line {number:,} of {table}.jsonl does not have the columns of the descriptor")
            yield tuple(canonical_cell(row[field["name"]], field) for field in fields)


def _csv_rows(file: Path, table: str, fields: Fields) -> Iterator[CanonicalRow]:
    """Yields the rows of canonical CSV, in which an empty cell is null and ``""`` an empty text."""
    with ZipFile(file) as archive, _text(archive, f"data/{table}.csv") as lines:
        records = _records(lines, quoted=True)
        header = next(records, "")
        if list(_csv_cells(header, 1)) != [field["name"] for field in fields]:
            raise UnreadableFileError(f"the columns of data/{table}.csv are not those of the descriptor")
        for number, record in enumerate(records, 2):
            row = tuple(_csv_cells(record, number))
            if len(row) != len(fields):
                raise UnreadableFileError(
                    f"record {number:,} of data/{table}.csv has {len(row)} cells instead of {len(fields)}"
                )
            yield (row[0] or None,) if len(row) == 1 else row


def _text(archive: ZipFile, name: str) -> io.TextIOWrapper:
    if name not in archive.namelist():
        raise UnreadableFileError(f"has no {name}")
    return io.TextIOWrapper(archive.open(name), encoding="utf-8", newline="\n")


def _records(lines: io.TextIOWrapper, *, quoted: bool = False) -> Iterator[str]:
    """Yields the records without their line feeds; with ``quoted``, a line feed in quotation marks is part of a record."""
    record = ""
    while line := lines.readline(LONGEST_RECORD):
        record += line
        if len(record) >= LONGEST_RECORD:
            raise UnreadableFileError(f"a record has more than {LONGEST_RECORD:,} characters")
        if not quoted or record.count('"') % 2 == 0:
            yield record.removesuffix("\n")
            record = ""
    if record:
        raise UnreadableFileError("a quotation mark is never closed")


def _csv_cells(record: str, number: int) -> Iterator[str | None]:
    at = 0
    while True:
        match = _CELL.match(record, at)
        if match is None:
            raise UnreadableFileError(f"record {number:,} is not valid CSV")
        yield match[1].replace('""', '"') if match[1] is not None else match[2] or None
        if not match[3]:
            return
        at = match.end()
